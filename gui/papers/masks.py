"""What of a paper is covered in the packet: said in one line, each place to be gone to and taken back."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core import edits
from core.i18n import _
from core.model import Box, Field, Mask, Paper
from gui.session import Session
from gui.widgets.basic import button, clear, label, vbox
from gui.widgets.flow import Flow

KEY = "mask:"
_AROUND = 0.004  # of the page: what is read sits close to its ink
_FEWEST_DIGITS = 6


class MasksBox(QWidget):
    """Hidden while nothing is covered."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._id = session, ""
        self._masks: tuple[Mask, ...] = ()
        self._said = label("", "secondary", wrap=True)
        places = QWidget()
        self._places = Flow(places)
        box = vbox(self, spacing=4)
        box.addWidget(self._said)
        box.addWidget(places)
        self.hide()

    def show_paper(self, paper: Paper) -> None:
        """Shows the covered places of a paper."""
        if (paper.id, paper.masks) == (self._id, self._masks):
            return
        self._id, self._masks = paper.id, paper.masks
        self._said.setText(
            _("已遮盖 {count} 处：提交包里涂黑，文字一并去掉，原件不变。").format(count=len(paper.masks))
        )
        clear(self._places)
        for number, mask in enumerate(paper.masks, start=1):
            text = _("撤去第 {page} 页的遮盖（{number}）").format(page=mask.page, number=number)
            made = button(text, "link", icon="cross", name=text)
            made.setProperty("number", number - 1)
            made.setEnabled(not self._session.read_only)
            made.clicked.connect(self._on_uncover)
            self._places.addWidget(made)
        self.setVisible(bool(paper.masks))

    def choose(self, number: int) -> None:
        """Puts the focus on what takes a place back."""
        item = self._places.itemAt(number)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setFocus()

    @Slot()
    def _on_uncover(self) -> None:
        paper, sender = self._session.case.paper(self._id), self.sender()
        number = sender.property("number") if sender is not None else None
        if paper is not None and isinstance(number, int) and number < len(self._masks):
            put(self._session, edits.uncover(paper, self._masks[number]), _("撤去一处遮盖"))


def cover(session: Session, paper: Paper, page: int, box: Box) -> None:
    """Covers a place of a paper."""
    put(session, edits.cover(paper, Mask(page, box)), _("遮盖一处"))


def around(field: Field) -> Box | None:
    """Returns the box that covers a number where it was read; None for what is no number, or has no place."""
    if field.box is None or not field.page or sum(sign.isdigit() for sign in field.value) < _FEWEST_DIGITS:
        return None
    left, top, right, bottom = field.box
    return (max(0.0, left - _AROUND), max(0.0, top - _AROUND), min(1.0, right + _AROUND), min(1.0, bottom + _AROUND))


def is_covered(paper: Paper, page: int, box: Box) -> bool:
    """Says whether a place is covered already."""
    return edits.cover(paper, Mask(page, box)) is paper


def put(session: Session, paper: Paper, what: str) -> None:
    """Takes a changed paper into the case."""
    session.apply(edits.put_paper(session.case, paper), what)
