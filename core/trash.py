"""Deleted cases: whole files in a folder of the program, from which each can come back.

A deleted case lies in `trash/<token>/`: the case file under its own name, and a note that says where it was. Nothing
is removed for good but what the person names.
"""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple
from uuid import uuid4

from core.errors import AlreadyThere, DiskFault, NotReadable, ReadOnlyCase
from core.i18n import _
from core.store import SUFFIX, files, locking

_NOTE: Final = "deleted.json"
_JOURNAL: Final = "-journal"


class Trashed(NamedTuple):
    """One deleted case.

    Attributes:
        token: Names it in the trash.
        original: Where it was.
        title: What the board called it.
        size: Bytes of the case file.
    """

    token: str
    original: Path
    at: datetime
    title: str
    size: int


class Trash:
    """The folder of deleted cases.

    Raises of all its functions: DiskFault when the disk refuses; nothing is then half moved.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "trash"

    def put(self, case_file: Path, now: datetime, title: str = "") -> Trashed:
        """Moves a case file into the trash.

        Raises:
            NotReadable: There is no such file.
            ReadOnlyCase: Somebody has it open.
        """
        if not case_file.is_file():
            raise NotReadable(case_file, _("文件不存在"))
        place = self._folder / uuid4().hex[:12]
        with _told(case_file), _held(case_file):
            place.mkdir(parents=True)
            note = {"original": str(case_file.absolute()), "at": now.isoformat(), "title": title}
            (place / _NOTE).write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
            _move(case_file, place / case_file.name)
        return _read(place)

    def restore(self, token: str) -> Path:
        """Moves a case back to where it was and returns its path; beside it, when the name is taken meanwhile."""
        trashed = _read(self._folder / token)
        target = _free(trashed.original)
        with _told(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            _move(self._folder / token / trashed.original.name, target)
            shutil.rmtree(self._folder / token)
        return target

    def remove(self, token: str) -> None:
        """Removes a deleted case for good."""
        with _told(self._folder / token):
            shutil.rmtree(self._folder / token)

    def listing(self) -> tuple[Trashed, ...]:
        """Returns what was deleted, the latest first; what is not whole there is left out."""
        if not self._folder.is_dir():
            return ()
        found = []
        for place in self._folder.iterdir():
            try:
                found.append(_read(place))
            except NotReadable:
                continue
        return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _read(place: Path) -> Trashed:
    try:
        note = json.loads((place / _NOTE).read_text(encoding="utf-8"))
        original = Path(str(note["original"]))
        at = datetime.fromisoformat(note["at"])
        size = (place / original.name).stat().st_size
        return Trashed(place.name, original, at, str(note["title"]), size)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotReadable(place, _("这里没有已删除的案件")) from error


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem} {number}{SUFFIX}")
    return free


def _move(source: Path, target: Path) -> None:
    """Moves a file and its journal; over the border of a disk by a copy that is whole before the source goes."""
    for old, new in ((source, target), (Path(f"{source}{_JOURNAL}"), Path(f"{target}{_JOURNAL}"))):
        if not old.exists():
            continue
        if new.exists():
            raise AlreadyThere(new)
        try:
            old.rename(new)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.copyfile(old, new)
            files.sync_file(new)
            old.unlink()
    files.sync_folder(target.parent)
    files.sync_folder(source.parent)


@contextmanager
def _held(case_file: Path) -> Iterator[None]:
    taken = locking.take(case_file)
    if isinstance(taken, locking.Taken):
        raise ReadOnlyCase(case_file, taken.holder)
    try:
        yield
    finally:
        taken.release()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DiskFault(path, error) from error
