"""Makes packet.pdf: originals out of the case, derived, laid out and poured, in steps that overlap with other work."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from core.derive.worker import Plain, TaskFailed
from core.derive.workers import Workers, gather
from core.errors import ExhibitFailed
from core.i18n import _
from core.jobs import Progress, no_progress
from core.model.values import CHINA
from core.packet import typeset
from core.packet.overlays import Readings, mark_over, texts_over
from core.packet.payload import payload
from core.packet.plan import Exhibit, Plan
from core.reading import VERSION as READER
from core.store import CaseFile

_POUR_SECONDS: Final = 600.0


@dataclass(slots=True)
class Composition:
    """One packet.pdf in the making, in a folder of its own. `derive`, `lay_out`, `pour`, `settle`, in this order.

    Attributes:
        marked: By exhibit number, how each page got the purpose mark; filled by `settle`.
    """

    plan: Plan
    casefile: CaseFile
    folder: Path
    workers: Workers
    progress: Progress = no_progress
    marked: dict[int, list[str]] = field(default_factory=dict)
    _derived: list[tuple[Exhibit, Future[Plain]]] = field(default_factory=list)
    _pouring: Future[Plain] | None = None

    @property
    def packet(self) -> Path:
        return self.folder / "packet.pdf"

    def original(self, exhibit: Exhibit) -> Path:
        return self.folder / f"original-{exhibit.number}"

    def derived(self, exhibit: Exhibit) -> Path:
        return self.folder / f"derived-{exhibit.number}.pdf"

    def derive(self) -> None:
        """Takes the originals out of the case and has each derived in a contained process."""
        exhibits = self.plan.exhibits
        for number, exhibit in enumerate(exhibits):
            self.progress.step(number, len(exhibits), _("正在取出原件：{label}").format(label=exhibit.label))
            self.casefile.copy_original(exhibit.paper.sha256, self.original(exhibit))
            if exhibit.poured:
                source, target = str(self.original(exhibit)), str(self.derived(exhibit))
                masks = masks_of(exhibit)
                future = self.workers.submit("derive", kind=exhibit.kind, source=source, target=target, masks=masks)
                self._derived.append((exhibit, future))

    def lay_out(self) -> None:
        """Lays out every page, the exhibits' frames still empty."""
        self.progress.step(0, 1, _("正在排版"))
        moment = self.plan.now.astimezone(CHINA)
        (self.folder / "frames.pdf").write_bytes(typeset.to_pdf(payload(self.plan), moment))

    def pour(self) -> None:
        """Waits for the derived copies and has them poured into the frames."""
        for number, (exhibit, future) in enumerate(self._derived):
            with named(exhibit.paper.file):
                told = _("正在整理附件：{label}").format(label=exhibit.label)
                gather([future], self.progress, told, number, len(self._derived))
                _accept_pages(future.result(), exhibit)
        exhibits = [self._pouring_of(exhibit) for exhibit in self.plan.exhibits]
        request = {"frames": str(self.folder / "frames.pdf"), "target": str(self.packet), "exhibits": exhibits}
        self._pouring = self.workers.submit("pour", _POUR_SECONDS, **request)

    def _pouring_of(self, exhibit: Exhibit) -> Plain:
        read = self.readings(exhibit)
        return {
            "source": str(self.derived(exhibit)) if exhibit.poured else "",
            "sheets": [asdict(sheet) for sheet in exhibit.sheets],
            "texts": texts_over(exhibit, read),
            "mark": mark_over(self.plan, exhibit, read),
        }

    def readings(self, exhibit: Exhibit) -> Readings:
        """Returns what was recognised on the pages of an exhibit; nothing is recognised for a packet."""
        kept = self.casefile.readings(exhibit.paper.sha256, READER)
        return {page: reading for page, reading in kept.items() if not reading.reason}

    def settle(self) -> int:
        """Waits for packet.pdf; returns its number of pages."""
        if self._pouring is None:
            raise LookupError(self.packet.name)
        with named(self.packet.name):
            gather([self._pouring], self.progress, _("正在合成提交册"))
        answer = self._pouring.result()
        poured = [exhibit for exhibit in self.plan.exhibits if exhibit.poured]
        for exhibit, how in zip(poured, answer["marked"], strict=True):
            self.marked[exhibit.number] = [str(word) for word in how]
        return int(answer["pages"])


@contextmanager
def named(file: str) -> Iterator[None]:
    """Turns a failed task into what the person can mend."""
    try:
        yield
    except TaskFailed as error:
        if error.code == "disk":
            raise OSError(errno.ENOSPC, error.detail) from error
        raise ExhibitFailed(file, f"{error.code} {error.detail}".strip()) from error


def masks_of(exhibit: Exhibit) -> list[Plain]:
    """Returns the regions to remove from the derived copy, as a request names them."""
    return [{"page": mask.page, "box": [float(side) for side in mask.box]} for mask in exhibit.paper.masks]


def _accept_pages(answer: Plain, exhibit: Exhibit) -> None:
    """Believes the worker only when it found as many pages as were planned."""
    pages = answer.get("pages")
    if not isinstance(pages, list) or len(pages) != len(exhibit.sheets):
        raise TaskFailed("page-count")
