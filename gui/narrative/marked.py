"""Several lines of text with marks underlined, and exhibits offered after an @."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QTextEdit

from core.exhibits import ExhibitNumbers
from core.i18n import _
from core.model import Level
from gui import theme
from gui.narrative import citing
from gui.widgets.edits import CommitText, units

if TYPE_CHECKING:
    from core.narrative.wording import Mark

_MARK_MS = 250
_SHOWN = 8
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Backtab)


class MarkedText(CommitText):
    """A text field of the narrative. It shows and takes exhibits by their numbers, whatever the case keeps.

    Signals:
        marked: The marks in what stands there now, a moment after the last key.
        worded: What was committed, as the case keeps it.
        wording: Every change by the person, as the case would keep it.
    """

    marked = Signal(object)
    worded = Signal(str)
    wording = Signal(str)

    def __init__(self, name: str, *, hint: str = "", least: int = 2, most: int = 12) -> None:
        super().__init__(name, hint=hint, least=least, most=most, kind="inline")
        self._read: Callable[[str], Sequence[Mark]] | None = None
        self._exhibits: Callable[[], Sequence[tuple[str, str]]] | None = None
        self._marks: tuple[Mark, ...] = ()
        self._numbers = ExhibitNumbers()
        self._offered: dict[str, str] = {}
        self.committed.connect(lambda text: self.worded.emit(citing.kept(text, self._numbers)))
        self.typed.connect(lambda text: self.wording.emit(citing.kept(text, self._numbers)))
        self._completer = QCompleter(self)
        self._names = QStringListModel(self)
        self._completer.setModel(self._names)
        self._completer.setWidget(self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setMaxVisibleItems(_SHOWN)
        self._popup = QListView()
        self._popup.setAccessibleName(_("可引用的附件"))
        self._completer.setPopup(self._popup)
        self._completer.activated.connect(self._on_completed)
        self._marking = QTimer(self)
        self._marking.setSingleShot(True)
        self._marking.setInterval(_MARK_MS)
        self._marking.timeout.connect(self.mark)
        self.textChanged.connect(self._marking.start)
        theme.current().changed.connect(self._underline)

    def show_words(self, text: str, numbers: ExhibitNumbers) -> None:
        """Shows what the case keeps, unless the person is in the middle of another text."""
        told = citing.shown(text, numbers)
        self.show_value(told)
        if self.toPlainText() == told:  # else what stands there was written by the numbers of before
            self._numbers = numbers

    def words(self) -> str:
        """Returns what stands there as the case keeps it."""
        return citing.kept(self.toPlainText(), self._numbers)

    def read_with(
        self, read: Callable[[str], Sequence[Mark]], exhibits: Callable[[], Sequence[tuple[str, str]]]
    ) -> None:
        """Sets what marks the text, and what lists the exhibits as (citation, name)."""
        self._read, self._exhibits = read, exhibits
        self.mark()

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self._marks

    @Slot()
    def mark(self) -> None:
        """Reads the text and underlines what had better be put otherwise."""
        words = self.words()
        found = self._read(words) if self._read else ()
        self._marks = tuple(citing.placed(mark, words, self._numbers) for mark in found)
        self._underline()
        self.marked.emit(self._marks)

    def select(self, mark: Mark) -> None:
        """Puts the cursor on a mark."""
        self.setTextCursor(self._cursor(mark))
        self.setFocus()

    def put(self, mark: Mark, words: str) -> None:
        """Puts other words in the place of a mark; it is one step of the field's own undo."""
        cursor = self._cursor(mark)
        if cursor.selectedText() == mark.quote:
            cursor.insertText(words)
            self.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._popup.isVisible() and event.key() in _TAKES:
            event.ignore()  # the list takes it
            return
        super().keyPressEvent(event)
        self._offer()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._offer()  # Chinese comes this way, and never as keys

    def _offer(self) -> None:
        typed = self._typed()
        if typed is None or self._exhibits is None:
            self._popup.hide()
            return
        self._offered = {f"@{name}": citing.shown(f"@{ref}", self._numbers) for ref, name in self._exhibits()}
        self._names.setStringList(list(self._offered))
        self._completer.setCompletionPrefix(typed)
        if not self._completer.completionCount():
            self._popup.hide()
            return
        self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        room = self.cursorRect()
        room.setWidth(min(420, max(220, self._popup.sizeHintForColumn(0) + 24)))
        self._completer.complete(room)

    def _typed(self) -> str | None:
        """Returns what stands between the last @ and the cursor; None where no citation is being typed."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        _start, at, typed = before.rpartition("@")
        return typed if at and len(typed) <= 12 and not any(c in typed for c in " ，。；、") else None

    @Slot(str)
    def _on_completed(self, chosen: str) -> None:
        typed = self._typed()
        if typed is not None:
            cursor = self.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(typed) + 1)
            cursor.insertText(self._offered.get(chosen, chosen))
            self.setTextCursor(cursor)

    @Slot()
    def _underline(self) -> None:
        self.setExtraSelections([self._selection(mark) for mark in self._marks])

    def _selection(self, mark: Mark) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        tone = {Level.FAIL: "fail", Level.WARN: "warn"}.get(mark.level, "accent")
        look.setUnderlineColor(theme.current().colour(tone))
        made.cursor, made.format = self._cursor(mark), look
        return made

    def _cursor(self, mark: Mark) -> QTextCursor:
        text = self.toPlainText()
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(text[: mark.start]))
        cursor.setPosition(units(text[: mark.end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor
