"""The board's index: one line a known case. It can be deleted at any time; it is rebuilt from the case files."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from core.errors import DamagedDocument, DiskFault
from core.model import Case, Level, codec
from core.model.values import CHINA
from core.store import SUFFIX, files

if TYPE_CHECKING:  # only named here; loading them would hold up the start
    from core.checks import Report
    from core.packs import Packs

State = Literal["active", "submitted", "archived"]
_NAME: Final = "board.json"
_FORMAT: Final = 2
_EXPIRING: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """One case as the board shows it.

    Attributes:
        path: Of the case file, absolute.
        since, due: When the time began to run and when it ends; None when not known.
        readiness: 0–100, or None when never checked.
        blocker: The worst open finding in a few words; "" when nothing is open.
        level: Its level; "pass" when nothing is open.
        ends: The last days of the papers offered, as confirmed by the person.
    """

    path: str
    client: str = ""
    shop: str = ""
    platform: str = ""
    playbook: str = ""
    number: str = ""
    since: datetime | None = None
    due: datetime | None = None
    readiness: int | None = None
    blocker: str = ""
    level: Level = Level.PASS
    money: Decimal | None = None
    ends: tuple[date, ...] = ()
    state: State = "active"

    def expiring(self, now: datetime) -> int:
        """Counts the papers that are still in force and will not be in 90 days."""
        today = now.astimezone(CHINA).date()
        return sum(today <= end <= today + _EXPIRING for end in self.ends)


@dataclass(frozen=True, slots=True)
class _Document:
    format: int
    entries: tuple[BoardEntry, ...]


def entry_of(case: Case, path: Path, packs: Packs, *, archived: bool = False) -> BoardEntry:
    """Returns the line of a case, before any check has run."""
    platform, playbook = packs.platform(case.platform), packs.playbook(case.playbook)
    sent = any(s.round == max((r.number for r in case.rounds), default=1) for s in case.submissions)
    return BoardEntry(
        path=str(path.absolute()),
        client=case.client or case.entity.name,
        shop=case.shop.name,
        platform=platform.title if platform else case.platform,
        playbook=playbook.title if playbook else case.playbook,
        number=case.notice.number,
        since=case.notice.received_at or case.created_at,
        money=case.money_at_risk,
        ends=_ends(case, packs),
        state="archived" if archived else "submitted" if sent else "active",
    )


def with_checks(entry: BoardEntry, report: Report, due: datetime | None) -> BoardEntry:
    """Returns the line with what the checks said: readiness and the worst open finding."""
    open_ = [f for f in report.findings if f.waived is None and f.level.weight >= Level.WARN.weight]
    return replace(
        entry,
        due=due,
        readiness=report.readiness,
        blocker=open_[0].message.partition("。")[0] if open_ else "",
        level=open_[0].level if open_ else Level.PASS,
    )


def _ends(case: Case, packs: Packs) -> tuple[date, ...]:
    kinds = ((paper, packs.paper(paper.type)) for paper in case.offered())
    ends = (paper.date(kind.valid_to) for paper, kind in kinds if kind is not None and kind.valid_to)
    return tuple(sorted(end for end in ends if isinstance(end, date)))


class Board:
    """The index on disk."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME

    def read(self) -> tuple[BoardEntry, ...]:
        """Reads all entries; none when there is no index, or one that can't be read: it is only a copy."""
        try:
            document = codec.load(_Document, self._path.read_bytes())
        except (OSError, DamagedDocument, json.JSONDecodeError):
            return ()
        return document.entries if document.format == _FORMAT else ()

    def write(self, entries: Iterable[BoardEntry]) -> None:
        """Replaces the index, wholly or not at all."""
        text = codec.dump(_Document(_FORMAT, tuple(entries)))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{_NAME}.", dir=self._path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            files.replace(Path(name), self._path)
        except OSError as error:
            raise DiskFault(self._path, error.strerror or str(error)) from error


def put(entries: Iterable[BoardEntry], entry: BoardEntry) -> tuple[BoardEntry, ...]:
    """Puts an entry in the place of the one with its path, or at the end."""
    old = tuple(entries)
    if any(e.path == entry.path for e in old):
        return tuple(entry if e.path == entry.path else e for e in old)
    return (*old, entry)


def archive(entry: BoardEntry, *, archived: bool) -> BoardEntry:
    return replace(entry, state="archived" if archived else "active")


def case_files(folders: Iterable[Path], known: Iterable[Path]) -> tuple[Path, ...]:
    """Finds the case files to rebuild the index from: those of the folders and those known, each once."""
    found = {path.absolute() for folder in folders if folder.is_dir() for path in folder.glob(f"*{SUFFIX}")}
    found |= {path.absolute() for path in known if path.is_file()}
    return tuple(sorted(found))
