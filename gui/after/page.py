"""Step 6. What was sent and when; the verdict; and the next round when it was rejected again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget

from core import edits
from core.i18n import _
from core.model import Case, Submission
from gui import wording
from gui.after.expiring import ExpiringCard
from gui.after.waiting import WaitingCard
from gui.overview import Overview
from gui.page import Page
from gui.questions import QuestionsCard
from gui.session import Session
from gui.widgets.basic import Card, button, clear, column, held, label, retone, row, rule, scrolled
from gui.widgets.columns import Columns
from gui.widgets.edits import CommitLine, CommitText, MomentLine, read_moment
from gui.widgets.form import Form
from gui.widgets.speaking import announce


class AfterPage(Page):
    """The submission log and the next round."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("提交后"), _("记下什么时候交了什么、平台怎么说"))

    def build(self) -> Iterator[None]:
        # From the outside in: what is put into a window late is styled again for every parent that it gets.
        left, right = column(None, spacing=12), column(None, spacing=12)
        self.add_body(scrolled(Columns(left, right)))
        yield
        self._log = column(spacing=8)
        self._questions = QuestionsCard(self.session, "after")
        left.insertWidget(0, self._log_card())
        left.insertWidget(1, self._questions)
        yield
        self._waiting, self._expiring = WaitingCard(self.session.packs), ExpiringCard(self.session)
        self._expiring.wanted.connect(self.place_wanted)
        left.insertWidget(0, self._waiting)
        left.insertWidget(3, self._expiring)
        yield
        right.insertWidget(0, self._submit_card())
        yield
        right.insertWidget(1, self._verdict_card())

    def show_case(self, case: Case) -> None:
        clear(self._log)
        if not case.submissions and not case.rounds:
            self._log.addWidget(label(_("还没有提交记录。"), "secondary"))
        for place, one in enumerate(case.rounds):
            if place:
                self._log.addWidget(rule())
            self._log.addWidget(label(_("第 {n} 轮").format(n=one.number), "strong"))
            sent = [_describe(submission) for submission in case.submissions if submission.round == one.number]
            for told in sent or [wording.moment(one.submitted_at) or _("尚未记录提交时间")]:
                self._log.addWidget(label(_("提交：{time}").format(time=told), "secondary", wrap=True))
            if one.verdict_at or one.verdict_text:
                time = _("结果：{time}").format(time=wording.moment(one.verdict_at))
                self._log.addWidget(label(time, "secondary", wrap=True))
                self._log.addWidget(label(one.verdict_text, wrap=True))
        self._now.setText(_("记为第 {n} 轮").format(n=edits.current_round(case)))

    def show_overview(self, overview: Overview) -> None:
        self._questions.show_overview(overview)
        self._waiting.show_overview(overview)
        self._expiring.show_overview(overview)

    def _log_card(self) -> Card:
        card = Card()
        card.body.addWidget(label(_("提交记录"), "strong"))
        card.body.addWidget(held(self._log))
        return card

    def _submit_card(self) -> Card:
        card = Card()
        self._at, self._channel = (
            MomentLine(_("提交时间"), hint=_("留空就是现在")),
            CommitLine(_("提交渠道"), hint=_("例如 卖家中心")),
        )
        self._receipt, self._note = CommitLine(_("回执编号")), CommitLine(_("备注"))
        self._now = label("", "secondary")
        self._log_it = button(_("记录提交"), icon="check", does=self._on_submitted)
        self._log_it.setEnabled(not self.session.read_only)
        form = Form()
        for field in (self._at, self._channel, self._receipt, self._note):
            form.add(field.accessibleName(), field)
        card.body.addWidget(label(_("我已经提交了"), "strong"))
        card.body.addWidget(form)
        card.body.addLayout(row(self._log_it, self._now, None))
        self._unlogged = label("", tone="fail", wrap=True)
        self._unlogged.hide()
        card.body.addWidget(self._unlogged)
        return card

    def _verdict_card(self) -> Card:
        card = Card()
        self._verdict_at = MomentLine(_("收到结果的时间"), hint=_("留空就是现在"))
        self._until = MomentLine(_("驳回写明的截止时间"), hint=_("没有写明就留空"))
        self._verdict = CommitText(_("平台的驳回原文"), hint=_("粘贴驳回原文；有编号或换行时会自动分条"), least=4)
        self._next = button(_("开始下一轮"), does=self._on_rejected)
        self._next.setEnabled(not self.session.read_only)
        text = _("把平台的原话粘贴进来，它会成为下一轮要逐条回应的理由；已有内容都会保留。")
        card.body.addWidget(label(_("又被驳回了？"), "strong"))
        card.body.addWidget(label(text, "secondary", wrap=True))
        form = Form(1)
        form.add(_("收到结果的时间"), self._verdict_at)
        form.add(_("驳回写明的截止时间"), self._until)
        form.add(_("驳回原文"), self._verdict)
        card.body.addWidget(form)
        card.body.addLayout(row(self._next, None))
        self._not_begun = label("", tone="fail", wrap=True)
        self._not_begun.hide()
        card.body.addWidget(self._not_begun)
        return card

    @Slot()
    def _on_submitted(self) -> None:
        case = self.session.case
        at = self._moment(self._at, self._unlogged)
        if at is None:
            return
        texts = (field.text().strip() for field in (self._channel, self._receipt, self._note))
        channel, receipt, note = texts
        submission = Submission(edits.current_round(case), at, channel=channel, receipt=receipt, note=note)
        known = any(one.round == submission.round for one in case.submissions)
        if known and not (self._at.text().strip() or channel or receipt or note):
            text = _("第 {n} 轮的提交已经记过。要补记时间、渠道、回执或备注，请填写后再记录。")
            self._refuse(self._unlogged, text.format(n=submission.round), self._at)
            return
        self.session.apply(edits.log_submission(case, submission), _("记录提交"))
        for field in (self._at, self._channel, self._receipt, self._note):
            field.forget()

    @Slot()
    def _on_rejected(self) -> None:
        words = self._verdict.toPlainText().strip()
        if not words:
            self._refuse(self._not_begun, _("请先粘贴平台的驳回原文，再开始下一轮。"), self._verdict)
            return
        at = self._moment(self._verdict_at, self._not_begun)
        if at is None or not self._readable(self._until, self._not_begun):
            return
        until = read_moment(self._until.text().strip())
        self.session.apply(edits.begin_next_round(self.session.case, words, at, until), _("开始下一轮"))
        self._verdict.clear()
        for field in (self._verdict_at, self._until):
            field.forget()
        text = _("第 {n} 轮已经开始，驳回理由已放进“受理”；上一轮写明的截止时间不再算数。请先到那里核对新的截止时间。")
        self._tell(self._not_begun, text.format(n=edits.current_round(self.session.case)), "ok")

    def _moment(self, field: MomentLine, told: QLabel) -> datetime | None:
        """Returns what a field says, or now when it is empty; None after telling that it can't be read."""
        told.hide()
        if self._readable(field, told):
            return read_moment(field.text().strip()) or self.session.clock()
        return None

    def _readable(self, field: MomentLine, told: QLabel) -> bool:
        """Tells whether a field is empty or a moment; says it when it is neither."""
        if field.accepts(field.text().strip()):
            return True
        text = _("“{field}”读不出来。请写成 2026-11-24 18:00 的样子，或留空。")
        self._refuse(told, text.format(field=field.accessibleName()), field)
        return False

    def _refuse(self, told: QLabel, text: str, field: QWidget) -> None:
        self._tell(told, text, "fail")
        field.setFocus()

    def _tell(self, told: QLabel, text: str, tone: str) -> None:
        told.setText(text)
        retone(told, tone)
        told.show()
        announce(self, text)


def _describe(submission: Submission) -> str:
    parts = [wording.moment(submission.at), submission.channel]
    if submission.receipt:
        parts.append(_("回执 {receipt}").format(receipt=submission.receipt))
    parts.append(submission.note)
    return " · ".join(part for part in parts if part)
