"""Where the window is narrow, the findings lie over the page and come out of a strip at its edge."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QWidget

from core.i18n import _
from core.model import Level
from gui import theme, wording
from gui.shell.findings import FindingsPanel
from gui.widgets.basic import button, vbox

_STRIP = 34
_WIDE = 1100  # pixels of a desk from which the panel has a place of its own
_LINE, _ICON = 42, 14


class Fold(QObject):
    """Keeps the findings beside the page, or over it, as the room allows; the last in the desk's layout."""

    def __init__(self, panel: FindingsPanel, box: QBoxLayout, desk: QWidget) -> None:
        super().__init__(desk)
        self._panel, self._box, self._desk = panel, box, desk
        self._open = False
        self.strip = QFrame()
        self.strip.setProperty("part", "findings")
        self.strip.setFixedWidth(_STRIP)
        self._button = button("", "flat", icon="chevron-left", does=self._on_pressed)
        self.counts = _Counts()
        inner = vbox(self.strip, margin=2)
        inner.addWidget(self._button)
        inner.addWidget(self.counts)
        inner.addStretch(1)
        box.addWidget(panel)
        box.addWidget(self.strip)
        self.strip.hide()
        panel.counted.connect(self._on_counted)
        self._show_button()

    @property
    def folded(self) -> bool:
        return not self.strip.isHidden()

    def fit(self) -> None:
        """Follows the size of the desk."""
        narrow = self._desk.width() < _WIDE
        if narrow != self.folded:
            self._move(narrow=narrow)
        if narrow:
            width = self._panel.width()
            self._panel.setGeometry(QRect(self._desk.width() - _STRIP - width, 0, width, self._desk.height()))

    def close(self) -> None:
        """Gives the page back what lay over it."""
        if self.folded and self._open:
            self._on_pressed()

    def open(self) -> None:
        """Lays the findings over the page, where they have no place of their own."""
        if self.folded and not self._open:
            self._on_pressed()

    def _move(self, *, narrow: bool) -> None:
        self._open = False
        self._show_button()
        self.strip.setVisible(narrow)
        if narrow:
            self._box.removeWidget(self._panel)
        else:
            self._box.insertWidget(self._box.count() - 1, self._panel)
        theme.current().ahead(self._panel)
        self._panel.setVisible(not narrow)

    def _show_button(self) -> None:
        self._button.set_icon("chevron-right" if self._open else "chevron-left")
        name = _("收起检查结果") if self._open else _("展开检查结果")
        self._button.setAccessibleName(name)
        said = self.counts.accessibleName()
        self._button.setAccessibleDescription(said)
        self._button.setToolTip("\n".join(part for part in (name, said) if part))

    @Slot()
    def _on_counted(self) -> None:
        self.counts.show_counts(self._panel.counts())
        self._show_button()

    @Slot()
    def _on_pressed(self) -> None:
        self._open = not self._open
        self._show_button()
        theme.current().ahead(self._panel)
        self._panel.setVisible(self._open)
        self._panel.raise_()


class _Counts(QWidget):
    """How many findings there are of each weight: a symbol and a number below each other, and the same in words."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[Level, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: dict[Level, int]) -> None:
        """Shows other numbers."""
        self._counts = counts
        told = _("{title} {count} 项")
        said = _("，").join(told.format(title=wording.level_title(level), count=n) for level, n in counts.items())
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_STRIP - 4, _LINE * len(self._counts))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        for n, (level, count) in enumerate(self._counts.items()):
            tone = wording.level_tone(level) if count else "text-2"
            top = n * _LINE
            picture = look.pixmap(wording.level_icon(level), tone or "text-2", _ICON)
            painter.drawPixmap((self.width() - _ICON) // 2, top + 6, picture)
            painter.setPen(look.colour(tone or "text-2"))
            painter.setFont(look.font("secondary", bold=True))
            room = QRectF(0, top + 6 + _ICON, self.width(), 18)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(count) if count < 100 else "99+")
