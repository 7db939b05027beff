"""The board's index: one line a known case. It can be deleted at any time; it is rebuilt from the case files."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

from core.errors import DiskFault
from core.i18n import _, language
from core.jobs import Progress, no_progress
from core.model import Case, Level
from core.model.values import CHINA
from core.store import SUFFIX, files

if TYPE_CHECKING:  # only named here; loading them would hold up the start
    from core.checks import Report
    from core.packs import Packs

State = Literal["active", "submitted", "archived"]
EXPIRING: Final = timedelta(days=90)
_NAME: Final = "board.json"
_FORMAT: Final = 4
_AT_ONCE: Final = 50  # files that are asked for their time between two steps
_UNTITLED: Final = 3  # what it was before the titles of checks were kept; such lines are taken over as they are


class Ending(NamedTuple):
    """The last day of a paper that is offered, as the person confirmed it.

    Attributes:
        paper: Its id in the case, so that one can go there.
        title: What kind of paper it is, or the person's own title.
    """

    paper: str
    title: str
    day: date


class BoardEntry(NamedTuple):
    """One case as the board shows it. A tuple, because ten thousand of them are made before the first window.

    Attributes:
        path: Of the case file, absolute.
        since, due: When the time began to run and when it ends; None when not known.
        readiness: 0–100, or None when never checked.
        blocker: The worst open finding in a few words, in the language of the day; "" when nothing is open.
        level: Its level; "pass" when nothing is open.
        blockers: How many findings must be solved.
        ends: The papers offered and their last days, the earliest first.
        uid: The case's own id, which stays when the file is moved.
        about: What the check behind `blocker` looks at, in Chinese, to be translated when shown; or "".
        language: That `blocker` was said in; "" when not known.
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
    blockers: int = 0
    money: Decimal | None = None
    ends: tuple[Ending, ...] = ()
    state: State = "active"
    uid: str = ""
    about: str = ""
    language: str = ""

    @property
    def worst(self) -> str:
        """The worst open finding in the language in use: as it was said, or else what the check looks at."""
        if not self.blocker or self.language in ("", language()):
            return self.blocker
        return _(self.about) if self.about else _("有待处理的问题，打开案件查看。")

    def expiring(self, now: datetime) -> int:
        """Counts the papers that are still in force and will not be in 90 days."""
        return len(self.endings(now))

    def endings(self, now: datetime) -> tuple[Ending, ...]:
        """Returns the papers that are still in force and will not be in 90 days."""
        if not self.ends:
            return ()
        today = now.astimezone(CHINA).date()
        return tuple(end for end in self.ends if today <= end.day <= today + EXPIRING)


def entry_of(case: Case, path: Path, packs: Packs, *, archived: bool = False) -> BoardEntry:
    """Returns the line of a case, before any check has run."""
    platform, playbook = packs.platform(case.platform), packs.playbook(case.playbook)
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
        state="archived" if archived else "submitted" if _is_sent(case) else "active",
        uid=case.id,
    )


def with_checks(entry: BoardEntry, report: Report, due: datetime | None, case: Case) -> BoardEntry:
    """Returns the line with what the checks said: readiness and the open finding that is to be met first."""
    from core.checks import title_of
    from core.places import in_order

    open_ = in_order((f for f in report.findings if f.waived is None and f.level.weight >= Level.WARN.weight), case)
    return entry._replace(
        due=due,
        readiness=report.readiness,
        blocker=open_[0].message.partition("。")[0] if open_ else "",
        level=open_[0].level if open_ else Level.PASS,
        blockers=len(report.blocking),
        about=title_of(open_[0]) if open_ else "",
        language=language() if open_ else "",
    )


def _is_sent(case: Case) -> bool:
    """Whether the round in hand was sent and nobody has judged it yet."""
    judged = [r.number for r in case.rounds if r.verdict_at is not None or r.verdict_text]
    now = max(judged, default=0) + 1
    return any(s.round == now for s in case.submissions)


def _ends(case: Case, packs: Packs) -> tuple[Ending, ...]:
    found = []
    for paper in case.offered():
        kind = packs.paper(paper.type)
        end = paper.date(kind.valid_to) if kind is not None and kind.valid_to else None
        if isinstance(end, date):
            found.append(Ending(paper.id, paper.title or (kind.title if kind else "") or paper.file, end))
    return tuple(sorted(found, key=lambda e: (e.day, e.paper)))


class Board:
    """The index on disk."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME

    def behind(self, entries: Iterable[BoardEntry], progress: Progress = no_progress) -> tuple[Path, ...]:
        """Returns the case files that were written after the index, or closed before their checks had caught up.

        So does a case that was left by a power cut, or changed by another program. A file that is gone is none of them.
        """
        lines = tuple(entries)
        written = _changed_at(self._path)
        found = []
        for n, entry in enumerate(lines):
            if n % _AT_ONCE == 0:
                progress.step(n, len(lines), "")
            changed = _changed_at(Path(entry.path))
            if changed and (entry.readiness is None or changed >= written):
                found.append(Path(entry.path))
        return tuple(found)

    def read(self) -> tuple[BoardEntry, ...]:
        """Reads all entries; none when there is no index, or one that can't be read: it is only a copy."""
        try:
            plain = json.loads(self._path.read_bytes())
            if not isinstance(plain, dict) or plain.get("format") not in (_FORMAT, _UNTITLED):
                return ()
            more = () if plain["format"] == _FORMAT else ("", "")
            return tuple([_entry([*row, *more]) for row in plain["entries"]])
        except (OSError, ValueError, TypeError, KeyError, InvalidOperation):
            return ()

    def write(self, entries: Iterable[BoardEntry]) -> None:
        """Replaces the index, wholly or not at all."""
        plain = {"format": _FORMAT, "entries": [_row(entry) for entry in entries]}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{_NAME}.", dir=self._path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(json.dumps(plain, ensure_ascii=False, separators=(",", ":")))
            files.replace(Path(name), self._path)
        except OSError as error:
            raise DiskFault(self._path, error) from error


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except (OSError, ValueError):
        return 0


# A row is a list in the order of the attributes, read by hand: thousands of lines are there with the first window, and
# the library that checks case documents alone takes longer to load than all of them to read.
_LEVELS: Final = {level.value: level for level in Level}
_STATES: Final = frozenset(get_args(State))
_TEXTS: Final = BoardEntry._fields.index("since")


def _row(entry: BoardEntry) -> list[Any]:
    return [
        *(entry.path, entry.client, entry.shop, entry.platform, entry.playbook, entry.number),
        *(at.isoformat() if at else None for at in (entry.since, entry.due)),
        entry.readiness,
        *(entry.blocker, entry.level.value, entry.blockers),
        None if entry.money is None else str(entry.money),
        [[end.paper, end.title, end.day.isoformat()] for end in entry.ends],
        *(entry.state, entry.uid, entry.about, entry.language),
    ]


def _entry(row: list[Any]) -> BoardEntry:
    *texts, since, due, readiness, blocker, level, blockers, money, ends, state, uid, about, said_in = row
    if len(texts) != _TEXTS or state not in _STATES or not (readiness is None or type(readiness) is int):
        raise ValueError
    "".join((*texts, blocker, uid, about, said_in))  # raises TypeError for whatever is no text
    values = (
        *texts,
        datetime.fromisoformat(since) if since is not None else None,
        datetime.fromisoformat(due) if due is not None else None,
        readiness,
        blocker,
        _LEVELS[level],
        int(blockers),
        Decimal(money) if money is not None else None,
        tuple([Ending(paper, title, date.fromisoformat(day)) for paper, title, day in ends]),
        state,
        uid,
        about,
        said_in,
    )
    return BoardEntry._make(values)


def put(entries: Iterable[BoardEntry], entry: BoardEntry) -> tuple[BoardEntry, ...]:
    """Puts an entry in the place of the one with its path, or at the end."""
    old = tuple(entries)
    if any(e.path == entry.path for e in old):
        return tuple(entry if e.path == entry.path else e for e in old)
    return (*old, entry)


def names_beside(entries: Iterable[BoardEntry], case: Case) -> tuple[str, ...]:
    """Returns the names of the other clients and their shops, for the check that none of them stands in a letter."""
    own = {case.client, case.entity.name, case.shop.name}
    others = [entry for entry in entries if not own & {entry.client, entry.shop} - {""}]
    return tuple(sorted({name for entry in others for name in (entry.client, entry.shop) if name}))


def archive(entry: BoardEntry, *, archived: bool) -> BoardEntry:
    return entry._replace(state="archived" if archived else "active")


def case_files(folders: Iterable[Path], known: Iterable[Path]) -> tuple[Path, ...]:
    """Finds the case files to rebuild the index from: those of the folders and those known, each once."""
    found = {path.absolute() for folder in folders if folder.is_dir() for path in folder.glob(f"*{SUFFIX}")}
    found |= {path.absolute() for path in known if path.is_file()}
    return tuple(sorted(found))
