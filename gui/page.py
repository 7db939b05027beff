"""What the six pages have in common: a heading, the session, and ways to show a place."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QWidget

from core.model import Case
from gui.jumps import Place
from gui.overview import Overview
from gui.session import Session
from gui.widgets.basic import ElidedLabel, hbox, label, vbox

_LIST_WIDE = 310
_LIST_SHARE = 5  # what part of a wide page a list may take


class Page(QWidget):
    """A step's page. It shows the session's case and overview, and applies edits through the session.

    Subclasses override `build`, `show_case`, `show_overview` and `reveal`; all but the first are called once the
    page is whole, with whole values, and show what changed.

    Signals:
        place_wanted: The person wants to see another Place of the case.
        packet_built: A packet for submission was built and proved; carries its Case.
    """

    place_wanted = Signal(object)
    packet_built = Signal(object)

    def __init__(self, session: Session, title: str, subtitle: str = "") -> None:
        super().__init__()
        self.session = session
        self._list_holder: tuple[QWidget, int] | None = None
        self._subtitle = ElidedLabel(subtitle, "secondary")
        self._actions = hbox(spacing=6)
        head = hbox(spacing=10)
        head.addWidget(label(title, "section"))
        head.addWidget(self._subtitle, 1)
        head.addLayout(self._actions)
        self._outer = vbox(self, spacing=10)
        self._outer.setContentsMargins(16, 14, 16, 8)
        self._outer.addLayout(head)
        self._parts: Iterator[None] | None = self.build()

    def build(self) -> Iterator[None]:
        """Makes the page part by part; the window lives on between two parts."""
        yield from ()

    @property
    def whole(self) -> bool:
        return self._parts is None

    def make_part(self) -> None:
        """Makes the next part."""
        if self._parts is not None and next(self._parts, self) is self:
            self._parts = None

    def give_up(self) -> None:
        """Makes no more parts; what was made and not yet put in its place goes."""
        self._parts = None

    def make_whole(self) -> None:
        while not self.whole:
            self.make_part()

    def add_action(self, widget: QWidget) -> None:
        """Puts a button or a pill beside the heading."""
        self._actions.addWidget(widget)

    def add_body(self, body: QWidget | QLayout, stretch: int = 1) -> None:
        if isinstance(body, QLayout):
            self._outer.addLayout(body, stretch)
        else:
            self._outer.addWidget(body, stretch)

    def hold_list(self, holder: QWidget, least: int, usual: int) -> None:
        """Lets the list at the left be wider than usual where the page is wide."""
        holder.setMinimumWidth(least)
        self._list_holder = (holder, usual)
        self._fit_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_list()

    def _fit_list(self) -> None:
        if self._list_holder is not None:
            holder, usual = self._list_holder
            holder.setMaximumWidth(min(_LIST_WIDE, max(usual, self.width() // _LIST_SHARE)))

    def set_subtitle(self, text: str) -> None:
        self._subtitle.setText(text)

    def show_case(self, case: Case) -> None:
        """Shows a case, also after undo and redo."""

    def show_overview(self, overview: Overview) -> None:
        """Shows what core says of the case."""

    def show_facts(self) -> None:
        """Shows that files were read."""

    def reveal(self, place: Place) -> None:
        """Brings a paper, point or claim into view."""
