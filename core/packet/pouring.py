"""One file of the packet in the making: a process of its own pours the exhibits into it, one after another."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from core.derive.worker import Plain, TaskFailed
from core.derive.workers import Apart, Workers, gather, seconds_for
from core.errors import BuildEnded, ExhibitFailed
from core.i18n import _
from core.jobs import Progress
from core.packet.own_words import words
from core.packet.plan import Exhibit, Plan

_SECONDS: Final = 600.0

# Ended from outside, as a system short of memory does it: no paper is to blame.
_KILLED: Final = "exit -9"


@dataclass(slots=True)
class Bound:
    """One file of the packet in the making.

    Attributes:
        plan: The plan as this volume sees it.
        front: Where the pages before its exhibits are laid out.
        first: How many those are, once they are laid out.
        pages: Of the whole file; 0 until it is poured.
        claims: The standards that the file says it conforms to.
        unproved: Labels of exhibits of which nobody can say so, for which claims were taken back.
    """

    name: str
    plan: Plan
    front: Path
    path: Path
    first: int = 0
    pages: int = 0
    claims: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        return self.plan.poured_here

    @property
    def poured_pages(self) -> int:
        return sum(len(exhibit.sheets) for exhibit in self.exhibits)

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    @property
    def divisible(self) -> bool:
        """Whether less could go into this file: the front pages and a single exhibit can't be split."""
        opens = self.plan.volume is None or self.plan.volume.number == 1
        return len(self.exhibits) > (0 if opens else 1)


class Pouring:
    """Pours into one file. `carry` the exhibits and `lay` sheets, each in their order; then `pour_on`, then `settle`.

    One process carries the exhibits' pictures there, another pours what is left of them; the first may be far ahead.
    """

    def __init__(self, workers: Workers, carrier: Apart, bound: Bound) -> None:
        self.bound = bound
        self._carrier = carrier
        self._process = workers.apart()
        self._token = secrets.token_hex(16)  # no paper can hold it by chance
        self._carried: dict[int, Future[Plain]] = {}
        self._added = 0
        self._sheets_left = 0
        self._steps: list[Future[Plain]] = []
        bound.path.write_bytes(b"")  # both processes go on with what is there

    def carry(self, exhibit: Exhibit, request: Plain) -> Future[Plain]:
        """Has an exhibit carried there, as a request of the task `carry` names it."""
        request = request | {"target": str(self.bound.path), "token": self._token, "bare": str(self._bare(exhibit))}
        carried = self._carrier.submit("carry", seconds_for(len(exhibit.sheets)), **request)
        self._carried[exhibit.number] = carried
        return carried

    def begin(self) -> None:
        """Begins with the front pages, which have to be laid out now."""
        named_so = words()
        told = {"exhibits": named_so["exhibits"], "leads_to": named_so["leads-to"]}
        self._step("begin", front=str(self.bound.front), token=self._token, **told)

    def lay(self, sheets: Path, count: int) -> None:
        """Puts so many laid-out sheets, still empty, behind those that are there."""
        self._sheets_left += count
        self._step("lay", sheets=str(sheets))

    @property
    def next(self) -> Exhibit | None:
        """The exhibit that has to be poured next, None when all are, or when its sheets are not laid out yet."""
        rest = self.bound.exhibits[self._added :]
        return rest[0] if rest and len(rest[0].sheets) <= self._sheets_left else None

    def has_carried(self, exhibit: Exhibit) -> bool:
        """Whether all is there that can be poured of an exhibit."""
        return not exhibit.poured or self._carried[exhibit.number].done()

    def add(self, exhibit: Exhibit, request: Plain) -> None:
        """Has the next exhibit poured, as a request of the task `pour` names it."""
        self._added += 1
        self._sheets_left -= len(exhibit.sheets)
        if exhibit.poured:
            with named(exhibit.paper.file):
                laid = self._carried[exhibit.number].result()["laid"]
            request = request | {"source": str(self._bare(exhibit)), "laid": laid}
        self._step("exhibit", exhibit=request)

    def finish(self) -> None:
        """Has the file written when all is poured; the process is free for others then."""
        self._step("finish")
        self._process.close()

    def settle(self, progress: Progress) -> dict[int, list[str]]:
        """Waits for the file; returns by exhibit number how each page got the purpose mark.

        Raises:
            ExhibitFailed: It can't be poured.
        """
        bound = self.bound
        with named(bound.name):
            for step in self._steps:
                gather([step], progress, _("正在合成提交册"))
            answer = self._steps[-1].result()
        bound.pages = int(answer["pages"])
        bound.claims = tuple(str(claim) for claim in answer["claims"])
        poured = [exhibit for exhibit in bound.exhibits if exhibit.poured]
        pairs = zip(poured, answer["harmless"], strict=True)
        bound.unproved = tuple(exhibit.label for exhibit, harmless in pairs if not harmless)
        marked = zip(poured, answer["marked"], strict=True)
        return {exhibit.number: [str(word) for word in how] for exhibit, how in marked}

    def _bare(self, exhibit: Exhibit) -> Path:
        return self.bound.path.with_name(f"bare-{exhibit.number}.pdf")

    def _step(self, step: str, **request: Any) -> Future[Plain]:
        future = self._process.submit("pour", _SECONDS, step=step, target=str(self.bound.path), **request)
        self._steps.append(future)
        return future


def sheets_of(exhibit: Exhibit) -> list[Plain]:
    """Returns the sheets of an exhibit, as a request names them."""
    return [asdict(sheet) for sheet in exhibit.sheets]


def masks_of(exhibit: Exhibit) -> list[Plain]:
    """Returns the regions to remove from the derived copy, as a request names them."""
    return [{"page": mask.page, "box": [float(side) for side in mask.box]} for mask in exhibit.paper.masks]


@contextmanager
def named(file: str) -> Iterator[None]:
    """Turns a failed task into what the person can mend."""
    try:
        yield
    except TaskFailed as error:
        if error.code == "disk":  # the detail is the system's own name for it
            number = getattr(errno, error.detail, errno.EIO)
            raise OSError(number, os.strerror(number)) from error
        if error.detail == _KILLED:
            raise BuildEnded from error
        raise ExhibitFailed(file, f"{error.code} {error.detail}".strip()) from error


def accepted(judged: Future[Plain], exhibit: Exhibit) -> Plain:
    """Returns what a process says of an exhibit; it is believed only when it found as many pages as were planned.

    Raises:
        ExhibitFailed: It can't be put in.
    """
    with named(exhibit.paper.file):
        answer = judged.result()
        pages = answer.get("pages")
        if not isinstance(pages, list) or len(pages) != len(exhibit.sheets):
            raise TaskFailed("page-count")
    return answer
