"""The files of a folder that was handed over as a whole: within bounds, and never by way of a link."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.errors import reason
from core.i18n import _

MOST_FILES: Final = 500  # more is a disk that was handed over by accident
_DEEPEST: Final = 4
_MOST_SEEN: Final = 20_000  # names looked at, hidden ones and links as well


@dataclass(frozen=True, slots=True)
class Found:
    """The files below some paths.

    Attributes:
        files: In the order of their names, folder by folder.
        left: A sentence on each folder in which something was left behind, and why.
    """

    files: tuple[Path, ...]
    left: tuple[str, ...] = ()


def files_of(paths: Iterable[Path]) -> Found:
    """Returns the paths that are no folders as they are, within the same bound, and the files below those that are."""
    walk, handed = _Walk(), 0
    for path in paths:
        if path.is_dir():
            walk.into(path)
            continue
        handed += 1
        if handed <= MOST_FILES:
            walk.files.append(path)
    if handed > MOST_FILES:
        text = _("一次添加了 {count} 个文件，只收入前 {most} 个。请只添加本次申诉的材料。")
        walk.left.append(text.format(count=handed, most=MOST_FILES))
    return Found(tuple(walk.files), tuple(walk.left))


class _Walk:
    def __init__(self) -> None:
        self.files: list[Path] = []
        self.left: list[str] = []
        self._seen = 0

    def into(self, folder: Path, depth: int = 1) -> bool:
        """Takes a folder's files; returns False when there are too many, which ends the whole walk."""
        try:
            entries = self._entries(folder)
        except OSError as error:
            text = _("无法查看文件夹 {folder}：{detail}。请检查权限。")
            self.left.append(text.format(folder=folder.name, detail=reason(error)))
            return True
        return all(self._take(Path(entry.path), folder, entry, depth) for entry in entries)

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        with os.scandir(folder) as found:
            entries = []
            for entry in found:
                self._seen += 1
                if self._seen > _MOST_SEEN:
                    break
                if not entry.name.startswith((".", "~$")) and not entry.is_symlink():
                    entries.append(entry)
        return sorted(entries, key=lambda entry: entry.name)

    def _take(self, path: Path, folder: Path, entry: os.DirEntry[str], depth: int) -> bool:
        if entry.is_dir():
            if depth < _DEEPEST:
                return self.into(path, depth + 1)
            text = _("文件夹 {folder} 嵌套太深，里面的文件没有收入。请把需要的材料移到上一级再添加。")
            self.left.append(text.format(folder=entry.name))
            return True
        if len(self.files) >= MOST_FILES or self._seen > _MOST_SEEN:
            text = _("{folder} 里的文件太多，只看了前 {most} 个。请只添加本次申诉的材料。")
            self.left.append(text.format(folder=folder.name, most=len(self.files)))
            return False
        if entry.is_file():
            self.files.append(path)
        return True


def name_of(path: Path) -> str:
    """Returns a file's name as it can be shown, stored and sent; on Linux a name may be no text at all."""
    return path.name.encode(errors="replace").decode()
