"""What the tour says, and of which part of the window: the first card over the board, the others over the sample."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.i18n import _
from gui.help.tour import Stop
from gui.jumps import Place, Step

if TYPE_CHECKING:
    from gui.window import Window


def stops(window: Window) -> tuple[Stop, ...]:
    return (
        Stop(
            _("半分钟看一遍"),
            _("接下来打开一家虚构店铺的案件，边看边讲。随便点，不影响任何真实数据；按 Esc 随时退出。"),
            lambda: window.board,
        ),
        Stop(
            _("先看还剩多少时间"),
            _("剩余时间一直显示在右上方。是怎样算出来的，在“受理”里写着；说法不一时，按最早的算。"),
            lambda: window.topbar.time,
            window.dialogs.open_tour_sample,
        ),
        Stop(
            _("六步走完"),
            _("受理、自查、材料、说明、提交包、提交后。做完一步打一个勾；红色数字是这一步还有几处必须解决。"),
            lambda: window.desk.steps if window.desk is not None else None,
            partial(_show, window, "audit"),
        ),
        Stop(
            _("右侧总有下一步"),
            _("这里列着哪里不对、为什么、怎么改，点一下就到要改的地方。最下面的按钮，就是现在最该做的一件事。"),
            lambda: window.desk.findings if window.desk is not None else None,
            partial(_show, window, "papers", findings=True),
        ),
        Stop(
            _("找不到就按 Ctrl+K"),
            _("任何动作、材料、理由、问题都能查到。每一步都可以撤销，所有内容随时保存在本机。按 F1 打开使用指南。"),
            lambda: window.topbar.search_button,
            partial(_show, window, "narrative"),
        ),
    )


def _show(window: Window, step: Step, *, findings: bool = False) -> None:
    """Goes to a step of the sample, once that is open."""
    if window.desk is not None:
        window.desk.go(Place(step))
        window.desk.unfold(findings=findings)
