"""Until when, and how that was reckoned."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core.deadlines import Reading, Reckoning
from core.i18n import _
from gui import wording
from gui.sources import certainty
from gui.widgets.basic import Card, button, clear, column, held, label, retone, row, rule
from gui.widgets.pill import Pill


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
        self._more = button(_("看各种算法和来源"), "link", does=self._on_more)
        self.body.addLayout(row(label(_("期限"), "strong"), None, self._pill))
        self.body.addWidget(self._left)
        self.body.addWidget(self._until)
        self.body.addWidget(self._how)
        self.body.addWidget(self._more)
        self.body.addWidget(self._rest)
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
        self._show_readings(reckoning.readings)

    def _show_readings(self, readings: tuple[Reading, ...]) -> None:
        clear(self._others)
        self._more.setVisible(bool(readings))
        for reading in readings:
            self._others.addWidget(rule())
            self._others.addWidget(_reading(reading))

    @Slot()
    def _on_more(self) -> None:
        shown = self._rest.isHidden()
        self._rest.setVisible(shown)
        self._more.setText(_("收起") if shown else _("看各种算法和来源"))


def _reading(reading: Reading) -> QWidget:
    due = wording.moment(reading.due) if reading.due else _("算不出")
    head = row(label(reading.window.title), None, label(due, "strong"))
    lines = [*reading.steps, certainty(reading.window.fact)]
    return held(column(head, label("\n".join(lines), "secondary", wrap=True), spacing=2))
