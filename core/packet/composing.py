"""Makes packet.pdf, in volumes where limits ask for them.

While the originals are taken out of the case here, one thread lays the pages out, one process judges or derives each
paper as soon as it is there, and another pours them in their order. Only where a limit may divide the packet does the
pouring wait until it is known what all of it weighs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Final

from core.built import Limits, Weight
from core.derive.worker import Plain
from core.derive.workers import Workers, gather, seconds_for
from core.i18n import _
from core.jobs import Progress, no_progress
from core.model.values import CHINA
from core.packet import typeset
from core.packet.hidden import folded, numbers_in
from core.packet.overlays import Readings, mark_over, texts_over
from core.packet.payload import bookmark_of, payload, sheets_payload
from core.packet.plan import Exhibit, Plan
from core.packet.pouring import Bound, Pouring, accepted, masks_of, named, sheets_of
from core.packet.volumes import Volume, divided, limits_of, numbered, sheet_weight
from core.reading import VERSION as READER
from core.store import CaseFile

# A volume that came out over the limit is divided anew with less room, at most so often.
_TRIES: Final = 4
# Each layout writes its fonts anew; so many sheets are little memory still.
_AT_A_TIME: Final = 256


@dataclass(slots=True)
class Composition:
    """One packet in the making, in a folder of its own. `begin`, then `settle`.

    Attributes:
        bound: The files of the packet, in order; settled after `settle`.
        marked: By exhibit number, how each page got the purpose mark; filled by `settle`.
        hidden: Numbers under masks: those known beforehand and, after `begin`, those of the papers' own text.
    """

    plan: Plan
    casefile: CaseFile
    folder: Path
    workers: Workers
    progress: Progress = no_progress
    bound: list[Bound] = field(default_factory=list)
    marked: dict[int, list[str]] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    _judged: dict[int, Future[Plain]] = field(default_factory=dict)
    _accepted: dict[int, Plain] = field(default_factory=dict)
    _pouring: list[Pouring] = field(default_factory=list)
    _sheets: list[tuple[range, Future[Path]]] = field(default_factory=list)
    _lent: dict[int, Future[Plain]] = field(default_factory=dict)
    _given_back: set[int] = field(default_factory=set)

    def original(self, exhibit: Exhibit) -> Path:
        return self.folder / f"original-{exhibit.number}"

    def poured(self, exhibit: Exhibit) -> Path:
        """Returns the file whose pages are shown: the original, or the PDF that stands for it."""
        return self.folder / f"converted-{exhibit.number}.pdf" if exhibit.conversion else self.original(exhibit)

    def derived(self, exhibit: Exhibit) -> Path:
        """Returns where the derived copy is; of a plain exhibit it is made only with the portal's pictures."""
        return self.folder / f"derived-{exhibit.number}.pdf"

    def begin(self) -> None:
        """Takes the originals out of the case, lays the pages out, and has all poured."""
        with ThreadPoolExecutor(1, "fushen-layout") as aside:
            laying = aside.submit(copy_context().run, self._laid_out, self.plan)
            if self.limits == Limits():  # else it may be divided otherwise
                for part in _parts(self.plan.exhibit_pages):
                    self._sheets.append((part, aside.submit(copy_context().run, self._lay_sheets, laying, part)))
            try:
                self._take_all_out(laying)
            except BaseException:
                aside.shutdown(wait=False, cancel_futures=True)
                raise
        self.bound = self.bound or [laying.result()]
        self._divide(self.limits)
        self._pour()

    def settle(self) -> int:
        """Waits for the files of the packet; returns their number of pages."""
        limits = self.limits
        for _try in range(_TRIES):
            for pouring in self._pouring:
                self.marked |= pouring.settle(self.progress)
            over = [b.size for b in self.bound if b.divisible and not self.limits.hold(Weight(b.pages, b.size))]
            if not over or limits.bytes is None:
                break
            limits = limits.tightened(min(0.98, limits.bytes / max(over)))
            self._divide(limits)
            self._pouring = []
            self._pour()
        return sum(bound.pages for bound in self.bound)

    def readings(self, exhibit: Exhibit) -> Readings:
        """Returns what was recognised on the pages of an exhibit; nothing is recognised for a packet."""
        kept = self.casefile.readings(exhibit.shown.sha256, READER)
        return {page: reading for page, reading in kept.items() if not reading.reason}

    def mark_of(self, exhibit: Exhibit) -> Plain | None:
        """Returns the purpose mark of an exhibit, None where the person asked for none."""
        return mark_over(self.plan, exhibit, self.readings(exhibit))

    def deriving(self, exhibit: Exhibit) -> Plain:
        """Returns the request for the derived copy of an exhibit."""
        source, target = str(self.poured(exhibit)), str(self.derived(exhibit))
        return {"kind": exhibit.kind, "source": source, "target": target, "masks": masks_of(exhibit)}

    def is_plain(self, exhibit: Exhibit) -> bool:
        """Says whether the exhibit was poured from its own file, so that there is no derived copy yet."""
        return bool(self._accepted.get(exhibit.number, {}).get("plain"))

    @property
    def limits(self) -> Limits:
        """What the platform takes as one file."""
        return limits_of(self.plan.packs, self.plan.case.platform)

    def restore(self, exhibit: Exhibit) -> None:
        """Takes an original out once more whose file was written over after it was poured."""
        if exhibit.number in self._given_back:
            self._copy(exhibit)
            self._given_back.discard(exhibit.number)

    def _take_all_out(self, laying: Future[Bound]) -> None:
        exhibits = self.plan.exhibits
        for number, exhibit in enumerate(exhibits):
            told = _("正在取出原件：{label}").format(label=exhibit.label)
            self.progress.step(number, len(exhibits), told)
            self._take_out(exhibit)
            self._pour_on(laying)
        gather([laying, *(sheets for _part, sheets in self._sheets)], self.progress, _("正在排版"))
        for number, exhibit in enumerate(exhibits):
            if exhibit.number in self._judged:
                told = _("正在整理附件：{label}").format(label=exhibit.label)
                with named(exhibit.paper.file):
                    gather([self._judged[exhibit.number]], self.progress, told, number, len(exhibits))
                self._accept(exhibit)
            self._pour_on(laying)

    def _take_out(self, exhibit: Exhibit) -> None:
        """Takes an original out of the case and has it judged, and derived where that is needed."""
        self._copy(exhibit, over=self._unneeded())
        if exhibit.conversion:
            self.casefile.copy_original(exhibit.conversion.sha256, self.poured(exhibit))
        if exhibit.poured:
            # Pictures with the purpose mark are made of the copy, beside those without: it has to be there before.
            needed = exhibit.paper.watermark and self.plan.case.packet.marked_images
            seconds = seconds_for(len(exhibit.sheets))
            request = self.deriving(exhibit) | {"unless_plain": not needed}
            self._judged[exhibit.number] = self.workers.submit("derive", seconds, **request)

    def _copy(self, exhibit: Exhibit, over: Path | None = None) -> None:
        # What goes into the ZIP is hashed there and compared; each time more would be another second a gigabyte.
        sha256, target = exhibit.paper.sha256, self.original(exhibit)
        self.casefile.copy_original(sha256, target, self.progress, over=over, hashed=exhibit.withheld)

    def _unneeded(self) -> Path | None:
        """Returns the file of a plain exhibit that is poured; its room is used again while more is poured.

        A packet of a gigabyte would need that room twice, and the system's memory for files with it.
        """
        for number, poured in self._lent.items():
            if poured.done():
                del self._lent[number]
                self._given_back.add(number)
                return self.folder / f"original-{number}"
        return None

    def _pour_on(self, laying: Future[Bound]) -> None:
        """Pours on, as far as sheets are laid out and papers judged; not while a limit may still divide the packet."""
        if self.limits != Limits() or not laying.done():
            return
        if not self._pouring:
            self.bound = [laying.result()]
            self._pouring = [Pouring(self.workers, self.bound[0])]
        (pouring,) = self._pouring
        while self._sheets and self._sheets[0][1].done():
            part, sheets = self._sheets.pop(0)
            pouring.lay(sheets.result(), len(part))
        while pouring.is_laid and (exhibit := pouring.next) is not None and self._is_judged(exhibit):
            self._accept(exhibit)
            poured = pouring.add(self._pouring_of(exhibit))
            if self.is_plain(exhibit) and not exhibit.conversion:
                self._lent[exhibit.number] = poured

    def _is_judged(self, exhibit: Exhibit) -> bool:
        judged = self._judged.get(exhibit.number)
        return not exhibit.poured or (judged is not None and judged.done())

    def _accept(self, exhibit: Exhibit) -> None:
        if exhibit.poured and exhibit.number not in self._accepted:
            answer = self._accepted[exhibit.number] = accepted(self._judged[exhibit.number], exhibit)
            found = (number for text in answer.get("hidden", ()) for number in numbers_in(folded(str(text))))
            self.hidden = tuple(dict.fromkeys((*self.hidden, *self.plan.hidden, *found)))

    def _pour(self) -> None:
        """Has all poured that is not yet."""
        if not self._pouring:
            self._pouring = [Pouring(self.workers, bound) for bound in self.bound]
            for pouring in self._pouring:
                for part in _parts(pouring.bound.poured_pages):
                    self.progress.step(part.start, pouring.bound.poured_pages, _("正在排版"))
                    pouring.lay(self._laid_sheets(pouring.bound, part), len(part))
        for pouring in self._pouring:
            while (exhibit := pouring.next) is not None:
                pouring.add(self._pouring_of(exhibit))
            pouring.finish()

    def _pouring_of(self, exhibit: Exhibit) -> Plain:
        read = self.readings(exhibit)
        plain = self.is_plain(exhibit)
        source = self.poured(exhibit) if plain else self.derived(exhibit)
        return {
            "source": str(source) if exhibit.poured else "",
            "kind": exhibit.kind if plain else "",
            "title": bookmark_of(exhibit),
            "number": exhibit.number,
            "made_of": [exhibit.paper.sha256, masks_of(exhibit)],
            "sheets": sheets_of(exhibit),
            "texts": texts_over(exhibit, read),
            "names": [_spoken(exhibit, page) for page in range(1, len(exhibit.sheets) + 1)],
            "mark": mark_over(self.plan, exhibit, read),
        }

    def _divide(self, limits: Limits) -> None:
        """Divides the packet where it is heavier than a limit, and lays each volume out."""
        if limits == Limits():
            return
        whole = self.bound[0] if self.bound[0].plan.volume is None else self._laid_out(self.plan)
        front = Weight(whole.first, whole.front.stat().st_size)
        weights = [sheet_weight(len(e.sheets), self._bytes_of(e)) for e in self.plan.exhibits]
        parts = divided(front, weights, limits)
        self.bound = [whole] if len(parts) == 1 else self._volumes(parts)

    def _bytes_of(self, exhibit: Exhibit) -> int:
        if not exhibit.poured:
            return 0
        return (self.poured(exhibit) if self.is_plain(exhibit) else self.derived(exhibit)).stat().st_size

    def _volumes(self, parts: Sequence[tuple[int, ...]]) -> list[Bound]:
        """Lays out the later volumes first: the first one names their pages."""
        self.progress.step(0, len(parts), _("正在分册排版"))
        opening, *others = numbered(parts)
        later = [self._laid_out(replace(self.plan, volume=volume)) for volume in others]
        elsewhere = {number: place for bound in later for number, place in _places(bound)}
        return [self._laid_out(replace(self.plan, volume=replace(opening, elsewhere=elsewhere))), *later]

    def _laid_out(self, plan: Plan) -> Bound:
        """Lays out the pages before the exhibits."""
        number = plan.volume.number if plan.volume else 1
        name = "packet.pdf" if number == 1 else f"packet-{number}.pdf"
        content = typeset.to_pdf(payload(plan), plan.now.astimezone(CHINA))
        front = self.folder / f"front-{number}.pdf"
        front.write_bytes(content)
        from pypdf import PdfReader  # only here: it is large, and whoever previews a packet has no use for it

        return Bound(name, plan, front, self.folder / name, PdfReader(BytesIO(content)).get_num_pages())

    def _lay_sheets(self, laying: Future[Bound], part: range) -> Path:
        return self._laid_sheets(laying.result(), part)

    def _laid_sheets(self, bound: Bound, part: range) -> Path:
        """Lays out some of the sheets, the exhibits' frames still empty."""
        content = typeset.to_pdf(sheets_payload(bound.plan, part, bound.first), bound.plan.now.astimezone(CHINA))
        sheets = bound.front.with_name(f"{bound.front.stem}-{part.start}.pdf")
        sheets.write_bytes(content)
        if len(part) == _AT_A_TIME:  # what follows needs the memory more
            typeset.forget()
        return sheets


def _parts(pages: int) -> list[range]:
    """Divides so many sheets into as many as are laid out at a time: the layout's memory grows with them."""
    return [range(start, min(start + _AT_A_TIME, pages)) for start in range(0, pages, _AT_A_TIME)]


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
