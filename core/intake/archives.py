"""Taking in a ZIP: every file in it becomes a file of its own in one flat folder, and what stays behind is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Final

from core.errors import EntryNotTaken
from core.filenames import safe_name
from core.i18n import _
from core.jobs import Progress, no_progress
from core.model import FileFacts
from core.model.facts import EntryFacts
from core.probe import Prober

MOST_TAKEN: Final = 200  # papers at once; a person who drops more dropped the wrong archive
# What systems put beside a person's files.
_NOT_PAPERS: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_MAC_FORKS: Final = "__MACOSX"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file out of an archive.

    Attributes:
        entry: Its name in the archive, folders included.
        path: Where it lies now, under its own name made harmless.
    """

    entry: str
    path: Path


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A file that stayed in the archive.

    Attributes:
        entry: Its name in the archive.
        code: A code of `EntryNotTaken`, or too-many.
        message: Why, and what to do, as a sentence for the person.
    """

    entry: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What became of an archive's files, both in the archive's order."""

    taken: tuple[Taken, ...]
    left: tuple[LeftBehind, ...]


def unpack(archive: Path, facts: FileFacts, folder: Path, prober: Prober, progress: Progress = no_progress) -> Unpacked:
    """Takes the files of a ZIP out one by one, in a contained process, into one folder without subfolders.

    Names are kept as far as they are harmless; two of one name are told apart by a number. A file that
    can't be taken never stops the others.

    Args:
        archive: The ZIP, which is not touched.
        facts: What the probe found in it. One that is not `ok` or `encrypted` gives nothing.
        folder: Must be there; nothing in it is overwritten.
        prober: Whose worker unpacks.
        progress: Asked before each file.

    Raises:
        Cancelled: Through `progress`; what was taken so far stays in the folder.
        NotReadable, ReaderUnavailable: As `Prober.take`.
    """
    taken: list[Taken] = []
    left: list[LeftBehind] = []
    entries = [entry for entry in facts.entries if _is_paper(entry.name)]
    for done, entry in enumerate(entries):
        progress.step(done, len(entries), _("正在从压缩包中取出 {entry}").format(entry=shown(entry.name)))
        code = entry.reason or ("too-many" if len(taken) >= MOST_TAKEN else "")
        if not code:
            target = _free(folder, PurePosixPath(entry.name.replace("\\", "/")).name)
            code = _take(archive, entry, target, prober)
            if not code:
                taken.append(Taken(entry.name, target))
                continue
        left.append(LeftBehind(entry.name, code, _sentence(entry.name, code)))
    return Unpacked(tuple(taken), tuple(left))


def shown(entry: str) -> str:
    """Returns an entry's own name as it may be shown: without folders and without odd characters."""
    return safe_name(PurePosixPath(entry.replace("\\", "/")).name)


def _take(archive: Path, entry: EntryFacts, target: Path, prober: Prober) -> str:
    try:
        prober.take(archive, entry.name, target)
    except EntryNotTaken as error:
        return error.code
    return ""


def _is_paper(entry: str) -> bool:
    parts = PurePosixPath(entry.replace("\\", "/")).parts
    return bool(parts) and _MAC_FORKS not in parts[:-1] and parts[-1].lower() not in _NOT_PAPERS


def _free(folder: Path, name: str) -> Path:
    return next(path for candidate in _names(safe_name(name)) if not (path := folder / candidate).exists())


def _names(name: str) -> Iterator[str]:
    yield name
    stem, ending = Path(name).stem, Path(name).suffix
    yield from (f"{stem} ({number}){ending}" for number in count(2))


def _sentence(entry: str, code: str) -> str:
    sentences = {
        "encrypted": _("压缩包里的 {entry} 有密码，没有取出。请输入密码解压后，把文件直接添加进来。"),
        "nested": _("{entry} 是压缩包里的压缩包，没有取出。请先解压它，再添加里面的文件。"),
        "unsafe-path": _("压缩包里的 {entry} 会写到别的文件夹去，没有取出。请向提供方索取单独的文件。"),
        "too-large": _("压缩包里的 {entry} 太大，没有取出。请拆分或压缩后直接添加。"),
        "too-many": _("压缩包里的文件超过 {most} 个，{entry} 没有取出。请只保留与本次申诉有关的文件。"),
    }
    other = _("压缩包里的 {entry} 没能取出（{code}）。请用其他程序解压后，直接添加这个文件。")
    return sentences.get(code, other).format(entry=shown(entry), code=code, most=MOST_TAKEN)
