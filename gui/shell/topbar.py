"""The top bar: brand, way back, title, deadline, search, theme."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame

from core.i18n import _
from gui import theme, wording
from gui.widgets.basic import ElidedLabel, add_all, button, hbox, label
from gui.widgets.pill import Pill

if TYPE_CHECKING:  # the rules come with the first case, not with the first window
    from core.verdicts import Awaited


class TopBar(QFrame):
    """Signals: back_wanted, search_wanted, theme_wanted, new_wanted, more_wanted (where its menu belongs)."""

    back_wanted = Signal()
    search_wanted = Signal()
    theme_wanted = Signal()
    new_wanted = Signal()
    more_wanted = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "topbar")
        self.setFixedHeight(52)
        self._back = button(_("案件列表"), "flat", icon="chevron-left", does=self.back_wanted.emit)
        self._title = ElidedLabel("", "title")
        self._pill = Pill(big=True, symbol=False)
        self.time = self._pill
        self._theme = button("", "flat", icon="moon", name=_("切换浅色和深色"), does=self.theme_wanted.emit)
        self.new_button = button(_("新建申诉"), "primary", icon="plus", does=self.new_wanted.emit)
        self._more = button("", "flat", icon="more", name=_("更多：设置、指南、客户、最近打开"), does=self._on_more)
        box = hbox(self, spacing=8)
        box.setContentsMargins(16, 0, 16, 0)
        add_all(box, label(_("复申"), "brand"), self._back)
        box.addWidget(self._title, 1)
        self.search_button = button("Ctrl K", "key", name=_("查找动作、材料、理由和问题"), does=self.search_wanted.emit)
        add_all(box, self._pill, self.search_button, self._theme, self._more, self.new_button)
        theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_board()

    def show_board(self) -> None:
        self._back.hide()
        self._title.setText(_("案件列表"))
        self._pill.show_state("", "")
        self.new_button.show()

    def show_case(self, title: str) -> None:
        self._back.show()
        self._title.setText(title)
        self.new_button.hide()

    def show_time(self, due: datetime | None, now: datetime, sent: Awaited | None) -> None:
        """Shows how long is left, and until when; once the round was sent, until when its verdict usually comes."""
        if sent is not None:
            self._pill.show_state(_waiting(sent, now), "accent")
            return
        text, tone = wording.remaining(due, now)
        self._pill.show_state(f"{text} · {wording.short_moment(due)}" if due else text, tone)

    def _on_more(self) -> None:
        self.more_wanted.emit(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _on_theme_changed(self) -> None:
        self._theme.set_icon("sun" if theme.current().dark else "moon")


def _waiting(sent: Awaited, now: datetime) -> str:
    if sent.by is None:
        return _("已提交，等待结果")
    if sent.by <= now:
        return _("已提交，已过通常的审核时间")
    return _("已提交，{day} 前后有结果").format(day=wording.short_moment(sent.by)[:5])
