"""Labels, buttons, cards and layouts named by what they are; the style sheet gives them their look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.widgets.sight import FollowingArea

T = TypeVar("T", bound=QBoxLayout)
_NO_KEY = Qt.KeyboardModifier.NoModifier
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_SAYS_NOTHING = 48  # pixels below which the beginning of a sentence is only noise


def label(text: str = "", kind: str = "", *, tone: str = "", wrap: bool = False) -> QLabel:
    """Returns a label; `kind` is one of title, section, strong, secondary, figure."""
    made = WrappedLabel(text) if wrap else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setProperty("tone", tone)
    return made


def caption(text: str, field: QWidget) -> QLabel:
    """Returns the quiet title of a field, tied to it for who hears the window."""
    made = label(text, "secondary")
    made.setBuddy(field)
    return made


def button(
    text: str, kind: str = "", *, icon: str = "", name: str = "", does: Callable[[], object] | None = None
) -> IconButton:
    """Returns a button; `kind` is one of primary, flat, link, chip, key, confirm, danger, choice, door."""
    made = IconButton(text, icon, kind)
    made.setAccessibleName(name or text)
    if not text:
        made.setToolTip(name)
    if does is not None:
        made.clicked.connect(does)
    return made


class IconButton(QPushButton):
    """A push button whose icon follows the theme."""

    def __init__(self, text: str, icon: str = "", kind: str = "") -> None:
        super().__init__(text)
        self._icon_name = icon
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        if kind != "door":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(16, 16))
        self.tint()

    def set_icon(self, name: str) -> None:
        self._icon_name = name
        self.tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter presses the button where the keyboard is: outside dialogs Qt leaves it to the space bar,
        # and in dialogs it would press another one.
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() & _HELD == _NO_KEY:
            self.click()
        else:
            super().keyPressEvent(event)

    def tint(self) -> None:
        """Takes the icon in the colours now in use; the theme asks each button in its turn."""
        if not self._icon_name:
            return
        tokens = {"primary": "on-accent", "link": "accent", "confirm": "accent", "danger": "fail"}
        token = tokens.get(str(self.property("kind")), "text-2")
        self.setIcon(theme.current().icon(self._icon_name, token))


class WrappedLabel(QLabel):
    """Wraps, and remembers how tall its words are.

    Layouts inside each other ask for it hundreds of times, and Qt sets the words anew each time.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._heights: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setMinimumWidth(1)

    def setText(self, text: str) -> None:
        if text != self.text():
            self._heights.clear()
            super().setText(text)

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        self._heights.clear()
        super().changeEvent(event)


class Card(QFrame):
    """A white card with a one-pixel line; `body` is its layout."""

    def __init__(self, *, margin: int = 12, spacing: int = 8, part: str = "card") -> None:
        super().__init__()
        self.setProperty("part", part)
        self.body = vbox(self, margin=margin, spacing=spacing)

    def set_tone(self, tone: str) -> None:
        retone(self, tone)


class ElidedLabel(QLabel):
    """One line that ends in “…” when there is not enough room; the whole text is its tool tip."""

    def __init__(self, text: str = "", kind: str = "") -> None:
        super().__init__(text)
        self.setProperty("kind", kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip(self.text() if text != self.text() else "")
        if text != self.text() and room.width() < _SAYS_NOTHING:
            return
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(self.alignment()), text)


def vbox(owner: QWidget | None = None, *, margin: int = 0, spacing: int = 8) -> QVBoxLayout:
    return _box(QVBoxLayout(), owner, margin, spacing)


def hbox(owner: QWidget | None = None, *, margin: int = 0, spacing: int = 8) -> QHBoxLayout:
    return _box(QHBoxLayout(), owner, margin, spacing)


def row(*things: QWidget | QLayout | None, spacing: int = 8) -> QHBoxLayout:
    """Returns a horizontal layout of widgets; None is a stretch."""
    box = hbox(spacing=spacing)
    _fill(box, things)
    return box


def headed(title: QLabel, *things: QWidget, spacing: int = 8) -> QHBoxLayout:
    """Returns a title that takes as many lines as it needs, with what belongs to it at its right."""
    box = hbox(spacing=spacing)
    box.addWidget(title, 1)
    for thing in things:
        box.addWidget(thing, 0, Qt.AlignmentFlag.AlignTop)
    return box


def column(*things: QWidget | QLayout | None, spacing: int = 8) -> QVBoxLayout:
    """Returns a vertical layout of widgets; None is a stretch."""
    box = vbox(spacing=spacing)
    _fill(box, things)
    return box


def held(layout: QLayout) -> QWidget:
    """Puts a layout into a widget of its own, so that it can be hidden or scrolled."""
    widget = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    widget.setLayout(layout)
    return widget


def scrolled(widget: QWidget) -> QScrollArea:
    """Returns a scroll area that gives its widget the whole width."""
    area = FollowingArea()
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    # An area measures what it is given at once, and what was measured before it stands in its window is styled again
    # for every parent that it gets; so it is given something empty, and the widget goes in there.
    shell = _Held()
    area.setWidget(shell)
    area.setWidgetResizable(True)
    vbox(shell).addWidget(widget)
    return area


class _Held(QWidget):
    """What is scrolled is as tall as its words need at its width.

    Qt would take the height that they need at their least width, one character a line, and leave pages of nothing.
    """

    def minimumSizeHint(self) -> QSize:
        least, layout = super().minimumSizeHint(), self.layout()
        return QSize(least.width(), 0) if layout is not None and layout.hasHeightForWidth() else least


def rule() -> QFrame:
    """Returns a one-pixel line."""
    line = QFrame()
    line.setProperty("part", "line")
    return line


def retone(widget: QWidget, tone: str) -> None:
    """Changes the tone of a styled widget and lets the style sheet look again."""
    reproperty(widget, "tone", tone)


def reproperty(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) != value:
        widget.setProperty(name, value)
        if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            return  # styled with its first look
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def clear(layout: QLayout) -> None:
    """Removes and deletes everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def add_all(layout: QBoxLayout, *things: QWidget) -> None:
    """Adds widgets one after another."""
    for thing in things:
        layout.addWidget(thing)


def widgets(layout: QLayout) -> list[QWidget]:
    """Returns the widgets of a layout, in order."""
    items = (layout.itemAt(i) for i in range(layout.count()))
    return [widget for item in items if item is not None and (widget := item.widget()) is not None]


def _fill(box: QBoxLayout, things: tuple[QWidget | QLayout | None, ...]) -> None:
    for thing in things:
        if thing is None:
            box.addStretch(1)
        elif isinstance(thing, QLayout):
            box.addLayout(thing)
        else:
            box.addWidget(thing)


def _box(box: T, owner: QWidget | None, margin: int, spacing: int) -> T:
    box.setContentsMargins(margin, margin, margin, margin)
    box.setSpacing(spacing)
    if owner is not None:
        owner.setLayout(box)
    return box
