"""What can be done anywhere: the list behind keys and palette, and the menu behind “more”."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from core.i18n import _
from gui import theme
from gui.actions import Action
from gui.wording import INNER_QUOTES

if TYPE_CHECKING:
    from gui.window import Window

_MOST_RECENT = 10


def actions(window: Window) -> list[Action]:
    """Returns what can always be done, with its keys."""
    undo, redo = _steps(window)
    return [
        Action(_("查找"), window.show_palette, "Ctrl+K", "search"),
        Action(_("新建申诉"), window.new_case, "Ctrl+N", "plus"),
        Action(_("打开案件…"), window.browse, "Ctrl+O", "folder"),
        Action(_("打开样例"), window.open_sample, "", "eye"),
        Action(_named(_("撤销"), _("撤销“{what}”"), undo), window.undo, "Ctrl+Z", "undo"),
        Action(_named(_("重做"), _("重做“{what}”"), redo), window.redo, "Ctrl+Shift+Z", "redo"),
        Action(_("回到案件列表"), window.close_case, "Ctrl+W", "chevron-left"),
        Action(_("规则与来源"), window.rules.show_rules, "", "rules"),
        Action(_("切换浅色和深色"), window.toggle_theme, "Ctrl+Shift+L", "moon"),
        Action(_("筛选案件"), window.focus_filter, "Ctrl+F", "search"),
        Action(_("客户资料"), window.dialogs.show_clients, "Ctrl+Shift+K", "user"),
        Action(_("到期提醒和日历"), window.dialogs.show_endings, "Ctrl+Shift+D", "calendar"),
        Action(_("最近删除"), window.dialogs.show_trash, "", "trash"),
        Action(_("设置"), window.dialogs.show_settings, "Ctrl+,", "settings"),
        Action(_("使用指南"), window.dialogs.show_guide, "F1", "info"),
        Action(_("首次导览"), window.dialogs.show_tour, "", "eye"),
        *(Action(_("第 {n} 步").format(n=n + 1), partial(window.go_step, n), f"Ctrl+{n + 1}") for n in range(6)),
    ]


def more(window: Window, recent: tuple[Path, ...]) -> QMenu:
    """Returns the menu, with the cases opened last."""
    menu = QMenu(window)
    menu.setAccessibleName(_("更多"))
    _add(menu, Action(_("打开案件…"), window.browse, "Ctrl+O", "folder"))
    latest = menu.addMenu(_("最近打开"))
    latest.setEnabled(bool(recent))
    for path in recent[:_MOST_RECENT]:
        _add(latest, Action(path.stem, partial(window.open_path, path), icon="case"))
    menu.addSeparator()
    dialogs = window.dialogs
    if window.session is not None:
        _add(menu, Action(_("存为客户资料"), dialogs.keep_client, "", "user"))
    _add(menu, Action(_("客户资料"), dialogs.show_clients, "Ctrl+Shift+K", "user"))
    _add(menu, Action(_("到期提醒和日历"), dialogs.show_endings, "Ctrl+Shift+D", "calendar"))
    _add(menu, Action(_("最近删除"), dialogs.show_trash, "", "trash"))
    menu.addSeparator()
    _add(menu, Action(_("规则与来源"), window.rules.show_rules, "", "rules"))
    _add(menu, Action(_("设置"), dialogs.show_settings, "Ctrl+,", "settings"))
    _add(menu, Action(_("使用指南"), dialogs.show_guide, "F1", "info"))
    _add(menu, Action(_("首次导览"), dialogs.show_tour, "", "eye"))
    return menu


def _steps(window: Window) -> tuple[str | None, str | None]:
    """Returns what undo and redo would take back and do again, by name."""
    if window.session is None:
        return window.cases.steps()
    state = window.session.save_state
    return state.undo_label, state.redo_label


def _named(bare: str, text: str, what: str | None) -> str:
    return text.format(what=what.translate(INNER_QUOTES)) if what else bare


def _add(menu: QMenu, action: Action) -> None:
    made = menu.addAction(theme.current().icon(action.icon, "text-2"), action.title)
    # Shown beside the words only; the window itself has the key.
    if action.keys:
        made.setText(f"{action.title}\t{action.keys}")
    made.triggered.connect(action.do)
