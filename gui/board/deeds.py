"""What can be done with the cases chosen on the board, by id: menu, keys and the command palette offer the same."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QMenu

from core.board import BoardEntry
from core.i18n import _
from gui import theme
from gui.widgets.paths import ask_folder

if TYPE_CHECKING:
    from gui.board.cases import Cases
    from gui.board.page import BoardPage
    from gui.window import Window

Entries = tuple[BoardEntry, ...]


class Kind(NamedTuple):
    """One thing to do.

    Attributes:
        many: Whether it can be done with several cases at once.
    """

    id: str
    title: str
    keys: str
    icon: str
    many: bool


def kinds(entries: Entries) -> tuple[Kind, ...]:
    """Returns what can be done with these cases."""
    archived = bool(entries) and all(e.state == "archived" for e in entries)
    archiving = (
        Kind("unarchive", _("移回进行中"), "Ctrl+E", "undo", many=True)
        if archived
        else Kind("archive", _("归档"), "Ctrl+E", "archive", many=True)
    )
    every = (
        Kind("open", _("打开"), "", "open", many=False),
        Kind("duplicate", _("复制为新案件"), "Ctrl+D", "copy", many=False),
        archiving,
        Kind("export", _("导出受理文件和原件…"), "Ctrl+Shift+E", "upload", many=False),
        Kind("forget", _("从列表移除，保留文件"), "", "minus", many=True),
        Kind("delete", _("删除，可恢复"), "Delete", "trash", many=True),
    )
    return tuple(kind for kind in every if kind.many or len(entries) == 1) if entries else ()


def menu(page: BoardPage, entries: Entries) -> QMenu:
    """Returns the menu over the chosen cases."""
    made = QMenu(page)
    made.setAccessibleName(_("案件操作"))
    for kind in kinds(entries):
        if kind.id == "forget":
            made.addSeparator()
        action = made.addAction(theme.current().icon(kind.icon, "text-2"), kind.title)
        action.setShortcut(kind.keys)
        action.triggered.connect(partial(page.deed_wanted.emit, kind.id, entries))
    return made


def do(deed: str, entries: Entries, cases: Cases, window: Window) -> None:
    """Does it."""
    if not entries or deed not in {kind.id for kind in kinds(entries)} | {"archive", "unarchive"}:
        return
    if deed == "open":
        window.open_path(Path(entries[0].path))
    elif deed == "duplicate":
        cases.duplicate(entries[0])
    elif deed in {"archive", "unarchive"}:
        cases.archive(entries, archived=deed == "archive")
    elif deed == "forget":
        cases.forget(entries)
    elif deed == "delete":
        cases.delete(entries)
    elif deed == "export":
        _ask_folder(entries[0], cases, window)


def _ask_folder(entry: BoardEntry, cases: Cases, window: Window) -> None:
    def export(folder: Path) -> None:
        cases.export(entry, _new_folder(folder, Path(entry.path).stem))

    ask_folder(window, _("选择放置导出文件夹的位置"), export, Path(entry.path).parent)


def _new_folder(parent: Path, name: str) -> Path:
    number, folder = 1, parent / name
    while folder.exists():
        number += 1
        folder = parent / f"{name} {number}"
    return folder
