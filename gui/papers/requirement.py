"""A requirement: why, how to obtain, where to verify, how long it takes, and what if it can't be had."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from core import edits
from core.i18n import _
from core.interview import RequirementState
from core.model import Unavailable
from core.packs.shapes import PaperType
from gui import wording
from gui.overview import Overview
from gui.papers.listing import requirement_pill
from gui.session import Session
from gui.sources import certainty, told
from gui.widgets.basic import Card, button, clear, column, hbox, held, label, row, rule, scrolled
from gui.widgets.choice import Choice
from gui.widgets.edits import CommitText
from gui.widgets.flow import Flow
from gui.widgets.pill import Pill
from gui.widgets.popover import words_button


class RequirementCard(Card):
    """Signals: files_wanted (the requirement's id)."""

    files_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(margin=16)
        self._session = session
        self._state: RequirementState | None = None
        self._guides: tuple[tuple[PaperType, bool], ...] = ()  # those that are shown
        self._title = label("", "section", wrap=True)
        self._pill = Pill()
        self._why = label("", wrap=True)
        self._source = hbox()
        self._types = column(spacing=10)
        self._attach = button(_("添加文件…"), icon="plus", does=self._on_attach)
        self._attach.setEnabled(not session.read_only)
        self._cant = _CantObtain(session)
        head = hbox()
        head.addWidget(self._title, 1)
        head.addWidget(self._pill)
        why = hbox()
        why.addWidget(self._why, 1)
        why.addLayout(self._source)
        inner = held(column(why, self._types, self._cant, None, spacing=12))
        inner.setContentsMargins(0, 0, 6, 0)  # words do not touch the bar that scrolls them
        self.body.addLayout(head)
        self.body.addLayout(row(self._attach, label(_("也可以把文件直接拖到窗口里"), "secondary"), None))
        self.body.addWidget(scrolled(inner), 1)

    def show_state(self, state: RequirementState, overview: Overview) -> None:
        """Shows a requirement as it stands."""
        self._state = state
        requirement = state.requirement
        self._title.setText(wording.title(requirement))
        self._pill.show_state(*requirement_pill(state, self._session.case.offered(), overview))
        self._why.setText(_(requirement.why))
        self._show_source(certainty(requirement.fact))
        left = overview.reckoning.due - overview.now if overview.reckoning.due else None
        kinds = (*requirement.any_of, *requirement.all_of)
        shapes = [shape for kind in kinds if (shape := self._session.packs.paper(kind)) is not None]
        self._show_guides(tuple((shape, _is_tight(shape, left)) for shape in shapes))
        self._cant.show_state(state, overview)

    def _show_source(self, told: str) -> None:
        clear(self._source)
        self._source.addWidget(words_button(self._title.text(), told), 0, Qt.AlignmentFlag.AlignTop)

    def _show_guides(self, guides: tuple[tuple[PaperType, bool], ...]) -> None:
        if guides == self._guides:
            return
        self._guides = guides
        clear(self._types)
        for shape, tight in guides:
            self._types.addWidget(rule())
            self._types.addWidget(held(_guide(shape, tight=tight)))

    @Slot()
    def _on_attach(self) -> None:
        if self._state is not None:
            self.files_wanted.emit(self._state.requirement.id)


def _guide(shape: PaperType, *, tight: bool) -> QVBoxLayout:
    box = column(spacing=3)
    time = _usual_time(shape, tight=tight)
    words = Flow(spacing=6)  # English takes more room than a small window has in one line
    for part in (label(wording.title(shape), "strong"), time):
        if part is not None:
            words.addWidget(part)
    head = hbox(spacing=6)
    head.addLayout(words, 1)
    head.addWidget(words_button(wording.title(shape), _sources(shape)), 0, Qt.AlignmentFlag.AlignTop)
    box.addLayout(head)
    if shape.obtain:
        box.addWidget(label(_("怎样取得：{how}").format(how=_(shape.obtain)), wrap=True))
    for channel in shape.verify:
        said = _("在哪里核验：{title}（{where}）{how}")
        told = said.format(title=_(channel.title), where=_(channel.where), how=_(channel.how))
        box.addWidget(label(told, "secondary", wrap=True))
    if shape.rejections:
        reasons = _("；").join(_(rejection) for rejection in shape.rejections[:3])
        box.addWidget(label(_("常见的不采信原因：{reason}").format(reason=reasons), "secondary", wrap=True))
    return box


def _sources(shape: PaperType) -> str:
    """Returns where all of a guide comes from, each part named once."""
    facts = [(_("材料"), shape.sources[0])]
    if shape.usual_time is not None:
        facts.append((_("用时"), shape.usual_time.fact))
    facts += [(_(channel.title), channel.fact) for channel in shape.verify]
    return "\n".join(_("{what}：{source}").format(what=what, source=told(fact)) for what, fact in facts)


def _is_tight(shape: PaperType, left: timedelta | None) -> bool:
    usual = shape.usual_time
    return usual is not None and left is not None and timedelta(days=usual.most_days) > left


def _usual_time(shape: PaperType, *, tight: bool) -> Pill | None:
    usual = shape.usual_time
    if usual is None:
        return None
    text = _span(usual.least_days, usual.most_days)
    return Pill(_("{text}，可能来不及").format(text=text) if tight else text, "warn" if tight else "", symbol=tight)


def _span(least: int, most: int) -> str:
    if most == 0:
        return _("通常当天可取（估计）")
    if least == 0:
        return _("通常 {most} 天以内（估计）").format(most=most)
    if least == most:
        return _("通常约 {most} 天（估计）").format(most=most)
    return _("通常 {least}–{most} 天（估计）").format(least=least, most=most)


class _CantObtain(Card):
    """“Can't obtain” with its reason and what is offered instead."""

    def __init__(self, session: Session) -> None:
        super().__init__(part="inset", spacing=6)
        self._session = session
        self._id = ""
        self._reason = CommitText(_("无法取得的原因"), hint=_("例如：授权方已注销，无法补签"), least=1, most=4)
        self._reason.committed.connect(self._on_changed)
        self._alternative = Choice(_("替代办法"))
        self._alternative.chosen.connect(self._on_changed)
        self._explain = label("", "secondary", wrap=True)
        self.body.addWidget(label(_("无法取得？"), "strong"))
        self.body.addWidget(label(_("写明原因，并选一个替代办法。留空表示能够取得。"), "secondary", wrap=True))
        self.body.addWidget(self._reason)
        self.body.addWidget(self._alternative)
        self.body.addWidget(self._explain)
        self._reason.setReadOnly(session.read_only)
        self._alternative.setEnabled(not session.read_only)

    def show_state(self, state: RequirementState, overview: Overview) -> None:
        if state.requirement.id != self._id:
            self._reason.flush()
        self._id = state.requirement.id
        said = next((u for u in overview.case.unavailable if u.requirement == self._id), Unavailable(self._id, ""))
        self._reason.show_value(said.reason)
        options = state.requirement.alternatives
        self._alternative.set_options([("", _("还没有选替代办法")), *((a.id, _(a.title)) for a in options)])
        self._alternative.show_value(said.alternative)
        self._alternative.setVisible(bool(options))
        explain = next((_(a.explain) for a in options if a.id == said.alternative), "")
        self._explain.setText(explain)
        self._explain.setVisible(bool(explain))

    @Slot()
    def _on_changed(self) -> None:
        said = Unavailable(self._id, self._reason.toPlainText().strip(), self._alternative.value())
        self._session.apply(edits.set_unavailable(self._session.case, said), _("说明材料能否取得"))
