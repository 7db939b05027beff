"""The merchant's own commitment: each sentence ticked by the person, never beforehand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Slot

from core.i18n import _
from core.model import Case, Commitment
from gui.session import Session
from gui.widgets.basic import Card, column, held, label
from gui.widgets.edits import CommitLine, DateLine
from gui.widgets.form import Form
from gui.widgets.tick import Tick


class CommitmentCard(Card):
    """Signed by, on, the sentences, and that they were read."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._boxes: dict[str, Tick] = {}
        self._statements = column(spacing=6)
        self._by, self._on = CommitLine(_("承诺人")), DateLine(_("承诺日期"))
        self._sure = Tick(_("以上各条是本人（本单位）的真实意思，已逐条读过"))
        self._by.committed.connect(self._on_changed)
        self._on.committed.connect(self._on_changed)
        self._sure.clicked.connect(self._on_changed)
        form = Form()
        form.add(_("承诺人（签字人）"), self._by)
        form.add(_("承诺日期"), self._on)
        self.body.addWidget(label(_("真实性承诺"), "strong"))
        self.body.addWidget(label(_("逐条勾选，复申不会替您预先填写。"), "secondary", wrap=True))
        self.body.addWidget(held(self._statements))
        self.body.addWidget(form)
        self.body.addWidget(self._sure)
        for widget in (self._by, self._on, self._sure):
            widget.setEnabled(not session.read_only)

    def show_case(self, case: Case) -> None:
        playbook = self._session.packs.playbook(case.playbook)
        for text in (*(playbook.commitment if playbook else ()), *case.commitment.statements):
            self._box(text).setChecked(text in case.commitment.statements)
        self._by.show_value(case.commitment.signed_by)
        self._on.show_day(case.commitment.on)
        self._sure.setChecked(case.commitment.confirmed)

    def _box(self, text: str) -> Tick:
        if text not in self._boxes:
            box = Tick(text)
            box.setProperty("letter", True)
            box.clicked.connect(self._on_changed)
            box.setEnabled(not self._session.read_only)
            self._boxes[text] = box
            self._statements.addWidget(box)
        return self._boxes[text]

    @Slot()
    def _on_changed(self) -> None:
        case = self._session.case
        ticked = tuple(text for text, box in self._boxes.items() if box.isChecked())
        said = Commitment(self._by.text().strip(), _day(self._on.text()), self._sure.isChecked(), ticked)
        self._session.apply(replace(case, commitment=said), _("填写承诺"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
