"""What the tour says, and of which part of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.i18n import _
from gui.help.tour import Stop

if TYPE_CHECKING:
    from gui.window import Window


def stops(window: Window) -> tuple[Stop, ...]:
    return (
        Stop(
            _("先看还剩多少时间"),
            _("案件列表把快到期的排在最前面。打开一个案件后，剩余时间一直显示在右上方，并说明是怎样算出来的。"),
            lambda: window.board,
        ),
        Stop(
            _("三种开始的方式"),
            _("新建申诉，打开已有案件，或者把 .fushen 文件、材料文件夹直接拖到窗口里。"),
            lambda: window.topbar.new_button,
        ),
        Stop(
            _("六步走完，右侧总有下一步"),
            _("受理、自查、材料、说明、提交包、提交后。右侧一直列着还有哪些问题必须解决，点一下就到要改的地方。"),
            lambda: None,
        ),
        Stop(
            _("找不到就按 Ctrl+K"),
            _("任何动作、材料、理由、问题都能查到。每一步都可以撤销，所有内容随时保存在本机。按 F1 打开使用指南。"),
            lambda: window.topbar.search_button,
        ),
    )
