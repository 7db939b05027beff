"""Every case below a folder, checked and built: some at a time, each by processes of its own, told in their order."""

from __future__ import annotations

import io
import os
from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final, Literal

from core.builder import Builder, Order
from core.cli.building import not_intact
from core.cli.opening import opened
from core.cli.reading import names_of_others, read_facts
from core.cli.rules import of_case
from core.cli.terminal import Terminal
from core.errors import AlreadyThere, BuildRefused, Cancelled, DiskFault, FushenError
from core.i18n import _
from core.jobs import FaultThere, Progress, StoppableProgress
from core.settings import SettingsFile, home
from core.store import SUFFIX

# Seconds between two looks at the work: on some systems Ctrl-C is only heard between waits.
_BEAT: Final = 0.1

State = Literal["built", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one case.

    Attributes:
        case: Its path below the folder, with slashes.
        packet: The packet's path below the target folder; "" when none was built now.
        mistakes: Why it was refused or failed, one sentence each.
        notes: What `fushen build` says beside the result, a line each.
    """

    case: str
    state: State
    packet: str = ""
    pages: int = 0
    mistakes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cases:
    """The case files below a folder, in the order of their paths.

    Attributes:
        unseen: A sentence on each folder that could not be looked into.
    """

    folder: Path
    paths: tuple[Path, ...]
    unseen: tuple[str, ...]


def cases_below(folder: Path) -> Cases:
    """Finds the case files below a folder, never by way of a link to another folder and never in hidden ones."""
    unseen: list[str] = []

    def tell(error: OSError) -> None:
        text = _("无法查看文件夹 {folder}：{detail}。请检查权限。")
        unseen.append(text.format(folder=error.filename, detail=error.strerror or str(error)))

    found: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=tell):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(parent, name) for name in names if name.lower().endswith(SUFFIX) and not name.startswith(".")]
    return Cases(folder, tuple(sorted(found)), tuple(sorted(unseen)))


def build_all(cases: Cases, out: Path, now: datetime, progress: Progress, jobs: int) -> tuple[Done, ...]:
    """Builds the packet of every case, into the folder below `out` that the case has below its own.

    Raises:
        Cancelled, KeyboardInterrupt: Whatever was built by then is whole, and nothing else is left.
    """
    batch = _Batch(cases, out, now)
    threads = min(jobs, len(cases.paths))
    with ThreadPoolExecutor(threads) as pool:
        working = [pool.submit(batch.work) for _number in range(threads)]
        try:
            _look_on(batch, working, progress)
        except BaseException:
            batch.going.stop()
            raise
    return tuple(batch.done[path] for path in cases.paths)


def _look_on(batch: _Batch, working: Sequence[Future[None]], progress: Progress) -> None:
    total = len(batch.cases.paths)
    pending: Collection[Future[None]] = working
    while pending:
        progress.step(len(batch.done), total, _("正在检查案件并生成提交包"))
        ended, pending = wait(pending, timeout=_BEAT)
        for each in ended:
            each.result()


class _Batch:
    """What the threads share: each takes the next case and has a building process of its own do the work."""

    def __init__(self, cases: Cases, out: Path, now: datetime) -> None:
        self.cases, self.out, self.now = cases, out, now
        self.done: dict[Path, Done] = {}
        self.going = StoppableProgress()
        self._letterhead = SettingsFile().read().letterhead
        self._clashing = _clashing(cases.paths)
        self._waiting: SimpleQueue[Path] = SimpleQueue()
        for path in cases.paths:
            self._waiting.put(path)

    def work(self) -> None:
        with Builder(home()) as builder, suppress(Empty):
            while path := self._waiting.get_nowait():
                self.going.step(0, 0, path.name)
                self.done[path] = self._one(path, builder)

    def _one(self, path: Path, builder: Builder) -> Done:
        said = io.StringIO()
        try:
            done = self._built(path, builder, Terminal(said, said))
        except Cancelled:
            raise
        except BuildRefused as refusal:
            done = Done(self._name(path), "refused", mistakes=refusal.mistakes)
        except (FushenError, FaultThere, OSError) as error:
            done = Done(self._name(path), "failed", mistakes=(_why(error, path),))
        return replace(done, notes=tuple(said.getvalue().splitlines()))

    def _built(self, path: Path, builder: Builder, terminal: Terminal) -> Done:
        if path in self._clashing:
            raise AlreadyThere(self._clashing[path])
        name = self._name(path)
        outcome = builder.build(self._order(path, terminal), self.out / Path(name).parent, self.going)
        if not outcome.verification.intact:
            return Done(name, "failed", mistakes=(not_intact(outcome.verification),))
        return Done(name, "built", outcome.built.path.relative_to(self.out).as_posix(), outcome.built.pages)

    def _order(self, path: Path, terminal: Terminal) -> Order:
        with opened(path, terminal) as casefile:
            return Order(
                casefile=path,
                document=casefile.document,
                rules=of_case(casefile, terminal).packs.digest,
                now=self.now,
                names=names_of_others(casefile.case),
                letterhead=self._letterhead,
                facts=tuple(read_facts(casefile, self.going).values()),
            )

    def _name(self, path: Path) -> str:
        return path.relative_to(self.cases.folder).as_posix()


def _clashing(paths: Sequence[Path]) -> dict[Path, Path]:
    """Returns the cases whose packet would be another's file, with its name; not every disk tells “X” from “x”."""
    seen: dict[str, Path] = {}
    clashing = {}
    for path in paths:
        packet = path.with_name(f"{path.stem}-packet.zip")
        if seen.setdefault(str(packet).casefold(), path) is not path:
            clashing[path] = packet
    return clashing


def _why(error: Exception, path: Path) -> str:
    if isinstance(error, FushenError):
        return error.message
    if isinstance(error, OSError):
        return DiskFault(path, error).message
    text = _("处理它时程序出现意外错误（{kind}），没有生成提交包，原有的提交包未受影响。请把这句话发给开发者。")
    return text.format(kind=error.kind if isinstance(error, FaultThere) else type(error).__name__)
