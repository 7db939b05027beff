"""A few words over the page until the person looks elsewhere: where a fact comes from."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from core.i18n import _
from core.packs.shapes import Source
from gui import theme
from gui.sources import told
from gui.widgets.basic import IconButton, button, label, vbox

_WIDTH = 340


class Passing(QFrame):
    """Stands over the page until the person looks elsewhere: closes on Esc, on Enter, on a click anywhere."""

    def __init__(self, part: str, name: str, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setProperty("part", part)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(name)
        theme.current().dress(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.close()
        else:
            super().keyPressEvent(event)


class Popover(Passing):
    """A few words beside what they explain."""

    def __init__(self, text: str, owner: QWidget) -> None:
        super().__init__("popover", text, owner)
        words = label(text, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setFixedWidth(_WIDTH)
        vbox(self, margin=12).addWidget(words)

    def show_below(self, widget: QWidget) -> None:
        self.adjustSize()
        place = widget.mapToGlobal(QPoint(0, widget.height() + 2))
        room = widget.screen().availableGeometry()
        left = min(place.x(), room.right() - self.width())
        top = place.y() if place.y() + self.height() <= room.bottom() else place.y() - self.height() - widget.height()
        self.move(max(room.left(), left), max(room.top(), top))
        self.show()
        self.setFocus()


def source_button(about: str, source: Source | None) -> IconButton:
    """Returns “来源”, which shows where a fact comes from, as of when, and how sure it is."""
    return words_button(about, told(source))


def words_button(about: str, text: str) -> IconButton:
    """Returns “来源”, which shows these words."""
    made = button(_("来源"), "link", name=_("来源：{about}").format(about=about))
    made.setToolTip(text)
    made.clicked.connect(lambda: Popover(text, made).show_below(made))
    return made
