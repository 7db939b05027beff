"""Makes packet.pdf, in volumes where limits ask for them: derived, laid out and poured, in overlapping steps."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Final

from pypdf import PdfReader

from core.built import Limits, Weight
from core.derive.worker import Plain, TaskFailed
from core.derive.workers import Workers, gather, seconds_for
from core.errors import ExhibitFailed
from core.i18n import _
from core.jobs import Progress, no_progress
from core.model.values import CHINA
from core.packet import typeset
from core.packet.hidden import folded, numbers_in
from core.packet.overlays import Readings, mark_over, texts_over
from core.packet.payload import payload
from core.packet.plan import Exhibit, Plan
from core.packet.volumes import Volume, divided, limits_of, numbered, sheet_weight
from core.reading import VERSION as READER
from core.store import CaseFile

_POUR_SECONDS: Final = 600.0
# A volume that came out over the limit is divided anew with less room, at most so often.
_TRIES: Final = 4
_MANY_PAGES: Final = 300


@dataclass(slots=True)
class Bound:
    """One file of the packet in the making.

    Attributes:
        plan: The plan as this volume sees it.
        first: How many pages stand before its exhibits.
        pages: Of the whole file; 0 until it is poured.
        claims: The standards that the file says it conforms to.
        unproved: Labels of exhibits of which nobody can say so, for which claims were taken back.
    """

    name: str
    plan: Plan
    frames: Path
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


@dataclass(slots=True)
class Composition:
    """One packet in the making, in a folder of its own. `derive`, `lay_out`, `pour`, `settle`, in this order.

    Attributes:
        bound: The files of the packet, in order; settled after `settle`.
        marked: By exhibit number, how each page got the purpose mark; filled by `settle`.
        hidden: Numbers under masks: those known beforehand and, after `pour`, those of the papers' own text.
    """

    plan: Plan
    casefile: CaseFile
    folder: Path
    workers: Workers
    progress: Progress = no_progress
    bound: list[Bound] = field(default_factory=list)
    marked: dict[int, list[str]] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    _derived: list[tuple[Exhibit, Future[Plain]]] = field(default_factory=list)
    _pouring: list[Future[Plain]] = field(default_factory=list)

    def original(self, exhibit: Exhibit) -> Path:
        return self.folder / f"original-{exhibit.number}"

    def poured(self, exhibit: Exhibit) -> Path:
        """Returns the file whose pages are poured: the original, or the PDF that stands for it."""
        return self.folder / f"converted-{exhibit.number}.pdf" if exhibit.conversion else self.original(exhibit)

    def derived(self, exhibit: Exhibit) -> Path:
        return self.folder / f"derived-{exhibit.number}.pdf"

    def derive(self) -> None:
        """Takes the originals out of the case and has each derived in a contained process."""
        exhibits = self.plan.exhibits
        for number, exhibit in enumerate(exhibits):
            self.progress.step(number, len(exhibits), _("正在取出原件：{label}").format(label=exhibit.label))
            self.casefile.copy_original(exhibit.paper.sha256, self.original(exhibit))
            if exhibit.conversion:
                self.casefile.copy_original(exhibit.conversion.sha256, self.poured(exhibit))
            if exhibit.poured:
                source, target = str(self.poured(exhibit)), str(self.derived(exhibit))
                masks = masks_of(exhibit)
                seconds = seconds_for(len(exhibit.sheets))
                future = self.workers.submit(
                    "derive", seconds, kind=exhibit.kind, source=source, target=target, masks=masks
                )
                self._derived.append((exhibit, future))

    def lay_out(self) -> None:
        """Lays out every page as one file, the exhibits' frames still empty."""
        self.progress.step(0, 1, _("正在排版"))
        self.bound = [self._laid_out(self.plan)]

    def pour(self) -> None:
        """Waits for the derived copies, divides what is over a limit, and has them poured into the frames."""
        for number, (exhibit, future) in enumerate(self._derived):
            with named(exhibit.paper.file):
                told = _("正在整理附件：{label}").format(label=exhibit.label)
                gather([future], self.progress, told, number, len(self._derived))
                _accept_pages(future.result(), exhibit)
                self._hide(future.result())
        self._divide(self.limits)
        if self.plan.exhibit_pages > _MANY_PAGES:  # what follows needs the memory more
            typeset.forget()
        self._begin_pouring()

    def settle(self) -> int:
        """Waits for the files of the packet; returns their number of pages."""
        limits = self.limits
        for _try in range(_TRIES):
            self._await_pouring()
            over = [b.size for b in self.bound if b.divisible and not self.limits.hold(Weight(b.pages, b.size))]
            if not over or limits.bytes is None:
                break
            limits = limits.tightened(min(0.98, limits.bytes / max(over)))
            self._divide(limits)
            self._begin_pouring()
        return sum(bound.pages for bound in self.bound)

    def readings(self, exhibit: Exhibit) -> Readings:
        """Returns what was recognised on the pages of an exhibit; nothing is recognised for a packet."""
        kept = self.casefile.readings(exhibit.shown.sha256, READER)
        return {page: reading for page, reading in kept.items() if not reading.reason}

    def mark_of(self, exhibit: Exhibit) -> Plain | None:
        """Returns the purpose mark of an exhibit, None where the person asked for none."""
        return mark_over(self.plan, exhibit, self.readings(exhibit))

    @property
    def limits(self) -> Limits:
        """What the platform takes as one file."""
        return limits_of(self.plan.packs, self.plan.case.platform)

    def _hide(self, answer: Plain) -> None:
        found = (number for text in answer.get("hidden", ()) for number in numbers_in(folded(str(text))))
        self.hidden = tuple(dict.fromkeys((*self.hidden, *self.plan.hidden, *found)))

    def _divide(self, limits: Limits) -> None:
        """Divides the packet where it is heavier than a limit, and lays each volume out."""
        if limits == Limits():
            return
        whole = self.bound[0] if self.bound[0].plan.volume is None else self._laid_out(self.plan)
        front = Weight(whole.first, whole.frames.stat().st_size)
        weights = [sheet_weight(len(e.sheets), self._bytes_of(e)) for e in self.plan.exhibits]
        parts = divided(front, weights, limits)
        self.bound = [whole] if len(parts) == 1 else self._volumes(parts)

    def _volumes(self, parts: Sequence[tuple[int, ...]]) -> list[Bound]:
        """Lays out the later volumes first: the first one names their pages."""
        self.progress.step(0, len(parts), _("正在分册排版"))
        opening, *others = numbered(parts)
        later = [self._laid_out(replace(self.plan, volume=volume)) for volume in others]
        elsewhere = {number: place for bound in later for number, place in _places(bound)}
        return [self._laid_out(replace(self.plan, volume=replace(opening, elsewhere=elsewhere))), *later]

    def _laid_out(self, plan: Plan) -> Bound:
        number = plan.volume.number if plan.volume else 1
        name = "packet.pdf" if number == 1 else f"packet-{number}.pdf"
        content = typeset.to_pdf(payload(plan), plan.now.astimezone(CHINA))
        bound = Bound(name, plan, self.folder / f"frames-{number}.pdf", self.folder / name)
        bound.frames.write_bytes(content)
        if self.limits != Limits():  # else the pages are counted once they are poured
            bound.first = PdfReader(BytesIO(content)).get_num_pages() - bound.poured_pages
        return bound

    def _bytes_of(self, exhibit: Exhibit) -> int:
        return self.derived(exhibit).stat().st_size if exhibit.poured else 0

    def _begin_pouring(self) -> None:
        self._pouring = [
            self.workers.submit(
                "pour",
                _POUR_SECONDS,
                frames=str(bound.frames),
                target=str(bound.path),
                exhibits=[self._pouring_of(exhibit) for exhibit in bound.exhibits],
            )
            for bound in self.bound
        ]

    def _pouring_of(self, exhibit: Exhibit) -> Plain:
        read = self.readings(exhibit)
        return {
            "source": str(self.derived(exhibit)) if exhibit.poured else "",
            "made_of": [exhibit.paper.sha256, masks_of(exhibit)],
            "sheets": [asdict(sheet) for sheet in exhibit.sheets],
            "texts": texts_over(exhibit, read),
            "names": [_spoken(exhibit, page) for page in range(1, len(exhibit.sheets) + 1)],
            "mark": mark_over(self.plan, exhibit, read),
        }

    def _await_pouring(self) -> None:
        for bound, pouring in zip(self.bound, self._pouring, strict=True):
            with named(bound.name):
                gather([pouring], self.progress, _("正在合成提交册"))
                answer = pouring.result()
                bound.pages = int(answer["pages"])
                bound.first = bound.pages - bound.poured_pages
                bound.claims = tuple(str(claim) for claim in answer["claims"])
                pairs = zip((e for e in bound.exhibits if e.poured), answer["harmless"], strict=True)
                bound.unproved = tuple(exhibit.label for exhibit, harmless in pairs if not harmless)
            for exhibit, how in zip((e for e in bound.exhibits if e.poured), answer["marked"], strict=True):
                self.marked[exhibit.number] = [str(word) for word in how]


def _places(bound: Bound) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yields for each exhibit of a volume the volume's number and the page on which it begins."""
    volume: Volume | None = bound.plan.volume
    page = bound.first + 1
    for exhibit in bound.exhibits:
        yield exhibit.number, (volume.number if volume else 1, page)
        page += len(exhibit.sheets)


def _spoken(exhibit: Exhibit, page: int) -> str:
    """Returns how a screen reader names an exhibit page."""
    return f"{exhibit.label}：{exhibit.title}，第{page}页，共{len(exhibit.sheets)}页"


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
