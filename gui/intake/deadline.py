"""Until when, and how that was reckoned."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core.deadlines import Reading, Reckoning
from core.i18n import _
from gui import wording
from gui.widgets.basic import Card, button, clear, column, held, label, retone, row, rule
from gui.widgets.pill import Pill
from gui.widgets.popover import source_button


class DeadlineCard(Card):
    """The earliest date in large figures, the steps that led to it, and the other readings."""

    def __init__(self) -> None:
        super().__init__()
        self._left = label("–", "figure")
        self._until = label("", "secondary", wrap=True)
        self._pill = Pill()
        self._how = label("", "secondary", wrap=True)
        self._others = column(spacing=6)
        self._rest = held(self._others)
        self._more = button(_("怎么算的"), "link", does=self._on_more)
        self._unknown = label("", "secondary", wrap=True)
        self.body.addLayout(row(label(_("期限"), "strong"), None, self._pill))
        self.body.addWidget(self._left)
        self.body.addWidget(self._until)
        self.body.addWidget(self._how)
        self.body.addWidget(self._more)
        self.body.addWidget(self._rest)
        self.body.addWidget(self._unknown)
        self._rest.hide()

    def show_reckoning(self, reckoning: Reckoning, now: datetime) -> None:
        """Shows the reckoning as of now."""
        text, tone = wording.remaining(reckoning.due, now)
        self._left.setText(text)
        retone(self._left, tone if tone != "ok" else "")
        if reckoning.due is None:
            self._until.setText(_("填好收到通知的时间后，这里会算出最早的截止时间。"))
        else:
            self._until.setText(_("{moment} 截止").format(moment=wording.moment(reckoning.due)))
        stated = reckoning.stated
        self._pill.show_state(
            _("通知写明") if stated else _("按规则推算") if reckoning.due else "", "ok" if stated else "warn"
        )
        chosen = reckoning.chosen
        self._how.setText("\n".join(chosen.steps) if chosen else "")
        self._how.setVisible(chosen is not None)
        self._show_unknown(reckoning)
        self._show_readings(reckoning)

    def _show_unknown(self, reckoning: Reckoning) -> None:
        text = ""
        if not reckoning.readings and not reckoning.stated:
            text = _("没有来源说明本平台的申诉期限。请打开后台看剩余时间，把截止时间填到右边，复申只按您填的提醒。")
        elif reckoning.missing_years:
            years = _("、").join(map(str, reckoning.missing_years))
            text = _("{years} 年的放假安排还没有公布或没有装入，跨到那一年的算法不作推算。").format(years=years)
        self._unknown.setText(text)
        self._unknown.setVisible(bool(text))

    def _show_readings(self, reckoning: Reckoning) -> None:
        clear(self._others)
        readings = reckoning.readings
        self._more.setVisible(bool(readings))
        dues = {reading.due for reading in readings if reading.due}
        if len(dues) > 1:
            said = _("各来源的说法不一，下面并列；按最早的一个提醒，不取中间值。")
            self._others.addWidget(label(said, "secondary", wrap=True))
        for reading in sorted(readings, key=lambda r: (r.due is None, r.due)):
            self._others.addWidget(rule())
            self._others.addWidget(_reading(reading, first=reading is reckoning.chosen))

    @Slot()
    def _on_more(self) -> None:
        shown = self._rest.isHidden()
        self._rest.setVisible(shown)
        self._more.setText(_("收起") if shown else _("怎么算的"))


def _reading(reading: Reading, *, first: bool) -> QWidget:
    due = wording.moment(reading.due) if reading.due else _("算不出")
    earliest = [Pill(_("最早，按此提醒"), "accent")] if first else []
    head = row(label(due, "strong"), None, *earliest, source_button(_(reading.window.title), reading.window.fact))
    title = label(_(reading.window.title), wrap=True)
    return held(column(head, title, label("\n".join(reading.steps), "secondary", wrap=True), spacing=2))
