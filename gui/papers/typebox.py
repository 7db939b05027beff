"""What kind of paper it is: a guess with its reason until the person says so."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core.fields import Guess
from core.i18n import _
from core.model import Paper
from gui import wording
from gui.papers.adding import retype
from gui.session import Session
from gui.widgets.basic import Card, IconButton, button, hbox, label, vbox
from gui.widgets.choice import Choice

_OTHERS = 2


class TypeBox(QWidget):
    """A drop-down of all types, and above it the guess while nobody confirmed one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._id = ""
        self._guess = Card(part="inset", margin=8, spacing=3)
        self._guess.set_tone("accent")
        self._said = label("", "strong", wrap=True)
        self._why = label("", "secondary", wrap=True)
        self._sure = button(_("确认 ⏎"), "confirm", name=_("确认类型"), does=self.confirm)
        self._others = [button("", "chip", does=self._on_other) for _n in range(_OTHERS)]
        kinds = sorted(session.packs.papers.values(), key=wording.title)
        self._type = Choice(_("材料类型"), [("", _("请选择材料类型")), *((p.id, wording.title(p)) for p in kinds)])
        self._type.chosen.connect(self._on_type)
        for widget in (self._sure, self._type, *self._others):
            widget.setEnabled(not session.read_only)
        self._lay_out()

    def show_paper(self, paper: Paper) -> None:
        """Shows the type, or what speaks for one."""
        self._id = paper.id
        overview = self._session.overview
        guesses = overview.guesses.get(paper.id, ()) if overview is not None else ()
        self._type.show_value(paper.type)
        self._guess.setVisible(not paper.type_confirmed and bool(guesses or paper.type))
        best = self._best(paper, guesses)
        self._said.setText(_("可能是{title}").format(title=self._title(best)))
        reason = next((g.reason for g in guesses if g.type == best), "")
        self._why.setText(reason)
        self._why.setVisible(bool(reason))
        self._sure.setProperty("type", best)
        self._show_others([g for g in guesses if g.type != best][:_OTHERS])

    @Slot()
    def confirm(self) -> None:
        """Confirms the guess."""
        self._on_type(str(self._sure.property("type")))

    def wait_for_answer(self) -> bool:
        """Puts the cursor on the guess when there is one to answer."""
        if self._guess.isHidden():
            return False
        self._sure.setFocus()
        return True

    def _lay_out(self) -> None:
        line = hbox(spacing=6)
        line.addWidget(self._said, 1)
        line.addWidget(self._sure)
        others = hbox(spacing=2)
        for other in self._others:
            others.addWidget(other)
        others.addStretch(1)
        self._guess.body.addLayout(line)
        self._guess.body.addWidget(self._why)
        self._guess.body.addLayout(others)
        box = vbox(self, spacing=6)
        box.addWidget(self._guess)
        box.addWidget(self._type)

    def _show_others(self, guesses: list[Guess]) -> None:
        for number, other in enumerate(self._others):
            guess = guesses[number] if number < len(guesses) else None
            other.setVisible(guess is not None)
            if guess is not None:
                other.setText(_("或者是{title}").format(title=self._title(guess.type)))
                other.setAccessibleName(other.text())
                other.setToolTip(guess.reason)
                other.setProperty("type", guess.type)

    def _best(self, paper: Paper, guesses: tuple[Guess, ...]) -> str:
        return paper.type or (guesses[0].type if guesses else "")

    def _title(self, kind: str) -> str:
        shape = self._session.packs.paper(kind)
        return wording.title(shape) if shape is not None else kind

    @Slot()
    def _on_other(self) -> None:
        other = self.sender()
        if isinstance(other, IconButton):
            self._on_type(str(other.property("type")))

    @Slot(str)
    def _on_type(self, kind: str) -> None:
        paper = self._session.case.paper(self._id)
        if paper is not None and kind:
            confirmed = kind == paper.type
            label_ = _("确认材料类型") if confirmed else _("选择材料类型")
            self._session.apply(retype(self._session.case, paper, kind), label_)
