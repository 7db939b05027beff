"""Text fields that hand on what was typed: on Enter, on leaving, or after a pause. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import takewhile

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from core.i18n import _
from core.model import Forever, parse_date
from core.model.values import CHINA, in_reach
from gui import theme
from gui.widgets.basic import retone
from gui.widgets.sight import bring_cursor_soon

_PAUSE_MS = 1500


class CommitLine(QLineEdit):
    """One line of text.

    Signals:
        committed: The text differs from the last one shown or committed.
        entered: The focus came to it.
    """

    committed = Signal(str)
    entered = Signal()

    def __init__(self, name: str, *, hint: str = "", kind: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setProperty("kind", kind)
        self._shown = ""
        self._pause = _pause(self)
        self._pause.timeout.connect(self.flush)
        self.textEdited.connect(self._on_typed)
        self.editingFinished.connect(self.flush)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    @Slot()
    def _on_typed(self) -> None:
        self._pause.start()

    def show_value(self, text: str) -> None:
        """Shows a value from the case, unless the person is in the middle of another one."""
        if self.text() != self._shown and self.hasFocus():
            return
        self._shown = text
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def forget(self) -> None:
        """Becomes empty, to show the value of something else."""
        self._pause.stop()
        self._shown = ""
        self.clear()

    @Slot()
    def flush(self) -> None:
        """Hands on what was typed since the last time."""
        self._pause.stop()
        text = self.text().strip()
        # Blanks around a value that came with the case are no edit.
        if text == self._shown.strip() or not self.accepts(text):
            return
        self._shown = text
        self.committed.emit(text)

    def accepts(self, _text: str) -> bool:
        """Says whether this can be committed; subclasses that parse refuse what they can't read."""
        return True


class _ParsedLine(CommitLine):
    """A line that marks what it can't read, until something else is typed or shown."""

    def __init__(self, name: str, *, hint: str, kind: str = "") -> None:
        super().__init__(name, hint=hint, kind=kind)
        self.textEdited.connect(self._unmark)

    def show_value(self, text: str) -> None:
        super().show_value(text)
        if self.text() == text:
            self._unmark()

    def forget(self) -> None:
        super().forget()
        self._unmark()

    @Slot()
    def _unmark(self) -> None:
        _mark(self, True, "")


class DateLine(_ParsedLine):
    """A day such as 2026-11-24; `长期` where the field allows it. What can't be read stays visible and is marked."""

    def __init__(self, name: str, *, forever: bool = False, kind: str = "") -> None:
        hint = _("例如 2026-11-24 或 长期") if forever else _("例如 2026-11-24")
        super().__init__(name, hint=hint, kind=kind)
        self._forever = forever

    def accepts(self, text: str) -> bool:
        read = parse_date(text)
        good = not text or isinstance(read, date) or (self._forever and isinstance(read, Forever))
        _mark(self, good, _("请写成 2026-11-24 的样子。"))
        return good

    def show_day(self, day: date | Forever | None) -> None:
        self.show_value(day.value if isinstance(day, Forever) else day.isoformat() if day else "")


class MomentLine(_ParsedLine):
    """A moment such as 2026-11-24 18:00, in China's time."""

    def __init__(self, name: str, *, hint: str = "") -> None:
        super().__init__(name, hint=hint or _("例如 2026-11-24 18:00"))

    def accepts(self, text: str) -> bool:
        good = not text or read_moment(text) is not None
        _mark(self, good, _("请写成 2026-11-24 18:00 的样子。"))
        return good

    def show_moment(self, moment: datetime | None) -> None:
        self.show_value(moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if moment else "")


class CommitText(QPlainTextEdit):
    """Several lines of plain text; it grows with its content up to `most` lines.

    Signals:
        committed: The text differs from the last one shown or committed.
        typed: Every change by the person, for live previews.
    """

    committed = Signal(str)
    typed = Signal(str)

    def __init__(self, name: str, *, hint: str = "", least: int = 2, most: int = 10, kind: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setProperty("kind", kind)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._least, self._most, self._shown = least, most, ""
        self._pause = _pause(self)
        self._pause.timeout.connect(self.flush)
        self.textChanged.connect(self._on_changed)
        self.cursorPositionChanged.connect(self._keep_in_sight)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def show_value(self, text: str) -> None:
        """Shows a value from the case, unless the person is in the middle of another one."""
        if self.toPlainText() != self._shown and self.hasFocus():
            return
        self._shown = text
        if self.toPlainText() != text:
            blocked = self.blockSignals(True)
            self._rewrite(text)
            self.blockSignals(blocked)
            self._fit()

    def _rewrite(self, text: str) -> None:
        """Puts another text in the place of this one; the cursor stays among the words where it stood."""
        old = self.toPlainText()
        start = _alike(old, text)
        rest = min(len(old), len(text)) - start
        end = min(rest, _alike(old[::-1], text[::-1]))
        document = self.document()
        document.setUndoRedoEnabled(False)  # what was typed before belongs to another value
        cursor = QTextCursor(document)
        cursor.setPosition(units(old[:start]))
        cursor.setPosition(units(old[: len(old) - end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start : len(text) - end])
        document.setUndoRedoEnabled(True)

    @Slot()
    def flush(self) -> None:
        """Hands on what was typed since the last time."""
        self._pause.stop()
        text = self.toPlainText().strip()
        if text != self._shown.strip():
            self._shown = text
            self.committed.emit(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._keep_in_sight()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.flush()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        # Only plain text: what is pasted from office programs brings fonts and tables that have no place here.
        self.insertPlainText(source.text())

    def sizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    @Slot()
    def _on_changed(self) -> None:
        self._pause.start()
        self.typed.emit(self.toPlainText())

    @Slot()
    def _keep_in_sight(self) -> None:
        if self.hasFocus() and QApplication.mouseButtons() == Qt.MouseButton.NoButton:  # who clicks sees where
            bring_cursor_soon(self)

    @Slot()
    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        lines = max(self._least, min(self._most, int(self.document().size().height())))
        # While it is being put into its place the view may be taller than the field itself.
        around = max(0, self.height() - self.viewport().height())
        frame = 2 * round(self.document().documentMargin()) + around
        height = lines * line + frame + 1
        if height != self.height() or self.maximumHeight() != height:
            self.setFixedHeight(height)
            self._keep_in_sight()


def flush_all(owner: QWidget) -> None:
    """Hands on everything typed in a window; called before a page, a case or the program is left."""
    for field in owner.findChildren(CommitLine):
        field.flush()
    for text in owner.findChildren(CommitText):
        text.flush()


def read_moment(text: str) -> datetime | None:
    """Reads `2026-11-24 18:00` (or a day alone) in China's time; None for what is none, or out of reach."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if not in_reach(moment):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def _alike(one: str, other: str) -> int:
    """Counts the signs with which both begin."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def units(text: str) -> int:
    """Counts as Qt does: an emoji or a rare character is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _mark(field: CommitLine, good: bool, why: str) -> None:
    retone(field, "" if good else "fail")
    field.setToolTip("" if good else why)


def _pause(owner: QWidget) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(_PAUSE_MS)
    return timer


def mark_words(field: QPlainTextEdit, words: Iterable[str]) -> None:
    """Underlines words in a text without changing it."""
    text, marked = field.toPlainText(), []
    for word in words:
        place = text.find(word)
        while word and place >= 0:
            marked.append(_marked(field, place, len(word)))
            place = text.find(word, place + len(word))
    field.setExtraSelections(marked)


def _marked(field: QPlainTextEdit, place: int, length: int) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    cursor = QTextCursor(field.document())
    cursor.setPosition(place)
    cursor.setPosition(place + length, QTextCursor.MoveMode.KeepAnchor)
    look = QTextCharFormat()
    look.setBackground(theme.current().colour("accent-soft"))
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    look.setUnderlineColor(theme.current().colour("accent"))
    made.cursor, made.format = cursor, look
    return made
