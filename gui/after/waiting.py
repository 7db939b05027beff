"""How long the platform has had the case, and when its verdict may be expected."""

from __future__ import annotations

from datetime import datetime

from core.i18n import _
from core.packs import Packs
from core.verdicts import Awaited, awaited
from gui import wording
from gui.overview import Overview
from gui.sources import certainty
from gui.widgets.basic import Card, label


class WaitingCard(Card):
    """Hidden while the round in hand is still to be sent."""

    def __init__(self, packs: Packs) -> None:
        super().__init__()
        self._packs = packs
        self._figure = label("", "figure", wrap=True)
        self._since = label("", "secondary", wrap=True)
        self._advice = label("", wrap=True)
        self._fact = label("", "secondary", wrap=True)
        self.body.addWidget(label(_("等待平台结果"), "strong"))
        for words in (self._figure, self._since, self._advice, self._fact):
            self.body.addWidget(words)
        self.hide()

    def show_overview(self, overview: Overview) -> None:
        found = awaited(overview.case, self._packs)
        if found is not None:
            self._show(found, overview.now)
        self.setVisible(found is not None)

    def _show(self, found: Awaited, now: datetime) -> None:
        days = (now - found.sent).days
        since = (
            _("第 {n} 轮于 {time} 提交，已过 {days} 天。") if days > 0 else _("第 {n} 轮于 {time} 提交，还不到一天。")
        )
        self._since.setText(since.format(n=found.round, time=wording.moment(found.sent), days=days))
        self._figure.setVisible(found.by is not None)
        self._fact.setVisible(found.by is not None)
        if found.by is None:
            self._advice.setText(_("这类申诉的审核时间没有可靠的说法。请每天到提交的入口看一次。"))
            return
        late = found.by <= now
        self._figure.setText(_("已过通常的审核时间") if late else wording.remaining(found.by, now)[0])
        self._advice.setText(_late(found) if late else _due(found))
        self._fact.setText(certainty(found.fact))


def _due(found: Awaited) -> str:
    text = _("通常 {days} 天左右有结果，即 {day} 前后；快慢由平台决定。收到结果后记在这里。")
    return text.format(days=found.usual_days, day=wording.moment(found.by)[:10])


def _late(found: Awaited) -> str:
    text = _("通常 {days} 天左右有结果。请到提交的入口看处理状态，或带着回执编号询问平台客服。")
    return text.format(days=found.usual_days)
