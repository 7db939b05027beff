"""The deposit: what every source says, side by side; only the person's own figure is reckoned with."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout

from core import deposits, edits
from core.deposits import DepositView
from core.i18n import _
from core.packs.money_shapes import DepositFigure, DepositStep
from gui import wording
from gui.overview import Overview
from gui.session import Session
from gui.widgets.basic import Card, button, clear, column, hbox, held, label, row, rule
from gui.widgets.edits import CommitLine
from gui.widgets.form import Form
from gui.widgets.pill import Pill
from gui.widgets.popover import source_button


class DepositCard(Card):
    """Hidden where the appeal has nothing to do with a deposit."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: DepositView | None = None
        self._pill = Pill()
        self._risk = label("–", "figure")
        self._own = CommitLine(_("您实际缴纳的保证金（元）"), hint=_("以后台保证金页面为准"))
        self._own.committed.connect(self._on_own)
        self._own.setReadOnly(session.read_only)
        self._figures, self._deductions, self._steps = column(spacing=6), column(spacing=6), column(spacing=8)
        self._guide = held(column(held(self._deductions), held(self._steps), spacing=8))
        self._guide.hide()
        self._more = button(_("扣款、补足与退还的步骤"), "link", does=self._on_more)
        form = Form(1)
        form.add(_("您实际缴纳的保证金（元）"), self._own)
        self.body.addLayout(row(label(_("保证金"), "strong"), None, self._pill))
        self.body.addWidget(label(_("可能受影响的金额，只按您自己填的数计算"), "secondary", wrap=True))
        self.body.addWidget(self._risk)
        self.body.addWidget(form)
        self.body.addWidget(label(_("各来源的说法"), "strong"))
        self.body.addWidget(held(self._figures))
        self.body.addLayout(row(self._more, None))
        self.body.addWidget(self._guide)
        self.setFocusProxy(self._own)
        self.hide()

    def show_overview(self, overview: Overview) -> None:
        """Shows the deposit of a case."""
        view = overview.insight.deposit
        self.setVisible(view is not None)
        if view is None or view == self._shown:
            return
        self._shown = view
        self._risk.setText(wording.money(view.at_risk) or _("还没有填"))
        self._own.show_value(f"{view.own:f}" if view.own is not None else "")
        conflict = _("来源互相矛盾") if view.conflict else _("没有矛盾的说法") if view.figures else _("没有来源")
        self._pill.show_state(conflict, "warn" if view.conflict or not view.figures else "ok")
        self._show_figures(view)
        self._show_guide(view)

    def _show_figures(self, view: DepositView) -> None:
        clear(self._figures)
        if not view.figures:
            self._figures.addWidget(label(_("没有来源说到本店这种情况，请以后台为准。"), "secondary", wrap=True))
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for n, figure in enumerate(view.figures):
            grid.addWidget(label(_range(figure), "strong"), n, 0)
            said = f"{_(figure.title)}\n{figure.fact.as_of.isoformat()}"
            grid.addWidget(label(said, "secondary", wrap=True), n, 1)
            grid.addWidget(source_button(_(figure.title), figure.fact), n, 2)
        self._figures.addWidget(held(grid))

    def _show_guide(self, view: DepositView) -> None:
        clear(self._deductions)
        clear(self._steps)
        self._more.setVisible(bool(view.deductions or view.steps))
        for taken in view.deductions:
            amount = wording.money(Decimal(taken.yuan)) if taken.yuan is not None else _("全部")
            line = hbox()
            line.addWidget(label(f"{amount}　{taken.title}", wrap=True), 1)
            line.addWidget(source_button(taken.title, taken.fact))
            self._deductions.addWidget(rule())
            self._deductions.addWidget(held(line))
        for step in view.steps:
            self._steps.addWidget(rule())
            self._steps.addWidget(held(_step(step)))

    @Slot(str)
    def _on_own(self, text: str) -> None:
        amount = _amount(text)
        if amount is None and text.strip():
            return
        case, packs = self._session.case, self._session.packs
        changed = edits.set_deposit(case, deposits.own_question(case, packs), amount)
        self._session.apply(changed, _("填写保证金"))

    @Slot()
    def _on_more(self) -> None:
        opened = self._guide.isHidden()
        self._guide.setVisible(opened)
        self._more.setText(_("收起步骤") if opened else _("扣款、补足与退还的步骤"))


def _step(step: DepositStep) -> QGridLayout:
    titles = {
        "pay": _("缴纳"),
        "manage": _("管理"),
        "top-up": _("补足"),
        "freeze": _("冻结"),
        "close": _("关店"),
        "refund": _("退还"),
    }
    grid = QGridLayout()
    grid.setColumnStretch(1, 1)
    grid.addWidget(Pill(titles[step.about], "accent", symbol=False), 0, 0)
    grid.addWidget(label(step.title, "strong", wrap=True), 0, 1)
    grid.addWidget(source_button(step.title, step.fact), 0, 2)
    wait = _("等待：{wait}").format(wait=step.wait) if step.wait else ""
    grid.addWidget(label("\n".join(part for part in (step.explain, wait) if part), "secondary", wrap=True), 1, 1, 1, 2)
    return grid


def _range(figure: DepositFigure) -> str:
    least, most = figure.least, figure.most
    if least is not None and least == most:
        return wording.money(Decimal(least))
    if least is not None and most is not None:
        return f"{wording.money(Decimal(least))}–{wording.money(Decimal(most))}"
    if least is not None:
        return _("不少于 {least}").format(least=wording.money(Decimal(least)))
    return _("不超过 {most}").format(most=wording.money(Decimal(most))) if most is not None else _("未写明")


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(",", "").removeprefix("¥").removesuffix("元").strip())
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None
