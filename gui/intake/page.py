"""Step 1. Which second chance, until when, and what the platform objects to; then who appeals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from core.i18n import _
from core.model import Case
from gui.binding import Bindings
from gui.intake.chance import ChanceCard
from gui.intake.deadline import DeadlineCard
from gui.intake.deposit import DepositCard
from gui.intake.party import PartyCard
from gui.intake.points import PointsCard
from gui.jumps import Place
from gui.overview import Overview
from gui.page import Page
from gui.questions import QuestionsCard
from gui.session import Session
from gui.widgets.basic import Card, column, label, scrolled
from gui.widgets.columns import Columns
from gui.widgets.edits import CommitLine, CommitText, MomentLine
from gui.widgets.form import Form


class IntakePage(Page):
    """Shows and edits the notice."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("受理"), _("先看清：还剩多少时间，这是哪一种机会，平台究竟说了什么"))

    def build(self) -> Iterator[None]:
        session = self.session
        self._bindings = Bindings(session)
        left, right = column(None, spacing=12), column(None, spacing=12)
        self._area = scrolled(Columns(left, right, shares=(10, 12)))
        self.add_body(self._area)
        yield
        self._chance = ChanceCard(session)
        left.insertWidget(0, self._chance)
        yield
        self._deadline = DeadlineCard()
        left.insertWidget(1, self._deadline)
        yield
        right.insertWidget(0, self._notice_card())
        yield
        self._points = PointsCard(session)
        right.insertWidget(1, self._points)
        yield
        self._party = PartyCard(session, self._bindings)
        right.insertWidget(2, self._party)
        yield
        self._deposit = DepositCard(session)
        left.insertWidget(2, self._deposit)
        self._questions = QuestionsCard(session, "intake")
        left.insertWidget(3, self._questions)

    def show_case(self, case: Case) -> None:
        self._bindings.show(case)
        self._chance.show_case(case)
        self._points.show_case(case)
        self._party.show_case(case)

    def show_overview(self, overview: Overview) -> None:
        self._deadline.show_reckoning(overview.reckoning, overview.now)
        self._deposit.show_overview(overview)
        self._questions.show_overview(overview)

    def reveal(self, place: Place) -> None:
        target = self._points.point(place.subject) or self._questions.question(place.subject)
        if place.subject == "deposit" and not self._deposit.isHidden():
            target = self._deposit
        if target is not None:
            self._area.ensureWidgetVisible(target)
            target.setFocus()

    def _notice_card(self) -> Card:
        card = Card()
        card.body.addWidget(label(_("处罚通知"), "strong"))
        form = Form()
        number, violation = CommitLine(_("通知编号")), CommitLine(_("违规类型"), hint=_("照通知原文填写"))
        received, stated = MomentLine(_("收到通知的时间")), MomentLine(_("通知写明的截止时间"))
        text = CommitText(_("通知全文"), hint=_("把通知全文粘贴到这里"), least=3, most=9)
        form.add(_("通知编号"), number)
        form.add(_("违规类型"), violation)
        form.add(_("收到时间"), received)
        form.add(_("通知写明的截止时间（没有就留空）"), stated)
        form.add(_("通知全文"), text, wide=True)
        card.body.addWidget(form)
        bind = self._bindings
        bind.text(number, lambda c: c.notice.number, _put_number, _("填写通知编号"))
        bind.text(violation, lambda c: c.notice.violation, _put_violation, _("填写违规类型"))
        bind.moment(received, lambda c: c.notice.received_at, _put_received, _("填写收到时间"))
        bind.moment(stated, lambda c: c.notice.deadline, _put_deadline, _("填写截止时间"))
        bind.text(text, lambda c: c.notice.text, _put_text, _("填写通知全文"))
        return card


def _put_number(case: Case, value: str) -> Case:
    return replace(case, notice=replace(case.notice, number=value))


def _put_violation(case: Case, value: str) -> Case:
    return replace(case, notice=replace(case.notice, violation=value))


def _put_received(case: Case, value: datetime | None) -> Case:
    return replace(case, notice=replace(case.notice, received_at=value))


def _put_deadline(case: Case, value: datetime | None) -> Case:
    return replace(case, notice=replace(case.notice, deadline=value))


def _put_text(case: Case, value: str) -> Case:
    return replace(case, notice=replace(case.notice, text=value))
