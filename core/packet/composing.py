"""Makes packet.pdf, in volumes where limits ask for them.

While one thread lays the pages out, one process carries the pictures of each paper from the case into the packet, and
another pours what is left of the papers in their order. Only where a limit may divide the packet are all papers judged
first, for it has to be known what each of them weighs.
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
from core.derive.secrets_in import folded, numbers_in
from core.derive.worker import Plain
from core.derive.workers import Workers, gather, seconds_for
from core.i18n import _
from core.jobs import Progress, no_progress
from core.model.values import CHINA
from core.packet import typeset
from core.packet.overlays import Readings, mark_over, texts_over
from core.packet.payload import bookmark_of, payload, sheets_payload
from core.packet.plan import Exhibit, Plan
from core.packet.pouring import Bound, Pouring, accepted, masks_of, named, sheets_of
from core.packet.volumes import Volume, divided, limits_of, numbered, sheet_weight
from core.reading import VERSION as READER
from core.store import CaseFile

# A volume that came out over the limit is divided anew with less room, at most so often.
_TRIES: Final = 4
# Each layout writes its fonts anew; so many sheets take less memory than the pages before the exhibits.
_AT_A_TIME: Final = 128


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
    _accepted: dict[int, Plain] = field(default_factory=dict)
    _pouring: list[Pouring] = field(default_factory=list)

    def original(self, exhibit: Exhibit) -> Path:
        """Returns where the paper whose pages are shown is kept when it is not plain."""
        return self.folder / f"original-{exhibit.number}"

    def derived(self, exhibit: Exhibit) -> Path:
        """Returns where the derived copy is; of a plain exhibit it is made only with the portal's pictures."""
        return self.folder / f"derived-{exhibit.number}.pdf"

    def source(self, exhibit: Exhibit) -> str | Plain:
        """Returns the paper whose pages are shown, as a request names it: a file, or where it lies in the case."""
        if exhibit.number in self._accepted and not self.is_plain(exhibit):
            return str(self.original(exhibit))
        # What goes into the ZIP is hashed there and compared; each time more would be another second a gigabyte.
        hashed = exhibit.withheld or exhibit.conversion is not None
        return self.casefile.lend_original(exhibit.shown.sha256, hashed=hashed) | {"room": str(self.folder)}

    def begin(self) -> None:
        """Lays the pages out, and has all carried and poured."""
        with ThreadPoolExecutor(1, "fushen-layout") as aside:
            try:
                if self.limits == Limits():
                    self._pour_while_laying(aside)
                else:  # it may be divided otherwise
                    self._judge_while_laying(aside)
            except BaseException:
                aside.shutdown(wait=False, cancel_futures=True)
                raise
        if self.limits != Limits():
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
        target = str(self.derived(exhibit))
        return {
            "kind": exhibit.kind,
            "source": self.source(exhibit),
            "target": target,
            "masks": masks_of(exhibit),
            "numbers": list(self.plan.hidden),
        }

    def is_plain(self, exhibit: Exhibit) -> bool:
        """Says whether the exhibit was poured from its own file, so that there is no derived copy yet."""
        return bool(self._accepted.get(exhibit.number, {}).get("plain"))

    def drawn(self, exhibit: Exhibit) -> list[int]:
        """Returns the pages without a mask that became pictures, because they hid a number that lies under one."""
        return [int(page) for page in self._accepted.get(exhibit.number, {}).get("drawn", ())]

    @property
    def limits(self) -> Limits:
        """What the platform takes as one file."""
        return limits_of(self.plan.packs, self.plan.case.platform)

    def _pour_while_laying(self, aside: ThreadPoolExecutor) -> None:
        """Has each exhibit carried, and poured as soon as its sheets are laid out."""
        bound = self._bound_of(self.plan)
        laid: list[tuple[int, Future[Path | None]]] = [(0, aside.submit(copy_context().run, self._lay_front, bound))]
        laid += [
            (len(part), aside.submit(copy_context().run, self._lay_sheets, bound, part))
            for part in _parts(self.plan.exhibit_pages)
        ]
        forgetting = aside.submit(self._forget_layout)
        carrier = self.workers.apart()
        pouring = Pouring(self.workers, carrier, bound)
        self.bound, self._pouring = [bound], [pouring]
        carried = self._carry_to(pouring)
        carrier.close()
        for _exhibit in self._each_done(carried):
            self._pour_on(pouring, laid)
        while laid:
            gather([laid[0][1]], self.progress, _("正在排版"))
            self._pour_on(pouring, laid)
        forgetting.result()
        pouring.finish()

    def _judge_while_laying(self, aside: ThreadPoolExecutor) -> None:
        """Judges all papers, and derives those that need it."""
        self.bound = [self._bound_of(self.plan)]
        laying = aside.submit(copy_context().run, self._lay_front, self.bound[0])
        for _exhibit in self._each_done(self._judged()):
            pass
        gather([laying], self.progress, _("正在排版"))

    def _judged(self) -> dict[int, Future[Plain]]:
        nowhere = {"target": "", "token": "", "bare": ""}
        return {
            e.number: self.workers.submit("carry", seconds_for(len(e.sheets)), **self._carrying(e), **nowhere)
            for e in self.plan.exhibits
            if e.poured
        }

    def _carry_to(self, pouring: Pouring) -> dict[int, Future[Plain]]:
        return {e.number: pouring.carry(e, self._carrying(e)) for e in pouring.bound.exhibits if e.poured}

    def _each_done(self, futures: dict[int, Future[Plain]]) -> Iterator[Exhibit]:
        """Yields each exhibit when it is carried or judged."""
        exhibits = self.plan.exhibits
        for number, exhibit in enumerate(exhibits):
            told = _("正在整理附件：{label}").format(label=exhibit.label)
            self.progress.step(number, len(exhibits), told)
            if exhibit.number in futures:
                with named(exhibit.paper.file):
                    gather([futures[exhibit.number]], self.progress, told, number, len(exhibits))
                self._accept(exhibit, futures[exhibit.number])
            yield exhibit

    def _carrying(self, exhibit: Exhibit) -> Plain:
        """Returns the request that carries an exhibit: from its derived copy, where it is known to need one."""
        derived = exhibit.number in self._accepted and not self.is_plain(exhibit)
        # Pictures with the purpose mark are made of the copy, beside those without: it has to be there before.
        needed = exhibit.paper.watermark and self.plan.case.packet.marked_images
        return {
            "source": str(self.derived(exhibit)) if derived else self.source(exhibit),
            "kind": "" if derived else exhibit.kind,
            "masks": masks_of(exhibit),
            "numbers": list(self.plan.hidden),
            "unless_plain": not needed,
            "keep": str(self.original(exhibit)),
            "copy": str(self.derived(exhibit)),
        }

    def _pour_on(self, pouring: Pouring, laid: list[tuple[int, Future[Path | None]]]) -> None:
        """Pours on, as far as sheets are laid out and exhibits carried."""
        while laid and laid[0][1].done():
            count, layout = laid.pop(0)
            sheets = layout.result()
            if sheets is None:
                pouring.begin()
            else:
                pouring.lay(sheets, count)
        while (exhibit := pouring.next) is not None and pouring.has_carried(exhibit):
            pouring.add(exhibit, self._pouring_of(exhibit))

    def _accept(self, exhibit: Exhibit, judged: Future[Plain]) -> None:
        answer = self._accepted[exhibit.number] = accepted(judged, exhibit)
        found = (number for text in answer.get("hidden", ()) for number in numbers_in(folded(str(text))))
        self.hidden = tuple(dict.fromkeys((*self.hidden, *self.plan.hidden, *found)))

    def _pour(self) -> None:
        """Has all files poured whose exhibits are known."""
        carrier = self.workers.apart()
        self._pouring = [Pouring(self.workers, carrier, bound) for bound in self.bound]
        carried = [self._carry_to(pouring) for pouring in self._pouring]
        carrier.close()
        for pouring, futures in zip(self._pouring, carried, strict=True):
            pouring.begin()
            for part in _parts(pouring.bound.poured_pages):
                self.progress.step(part.start, pouring.bound.poured_pages, _("正在排版"))
                pouring.lay(self._lay_sheets(pouring.bound, part), len(part))
            for exhibit in pouring.bound.exhibits:
                if exhibit.poured:
                    with named(exhibit.paper.file):
                        gather([futures[exhibit.number]], self.progress, _("正在合成提交册"))
                pouring.add(exhibit, self._pouring_of(exhibit))
            pouring.finish()
        self._forget_layout()

    def _pouring_of(self, exhibit: Exhibit) -> Plain:
        read = self.readings(exhibit)
        return {
            "source": "",
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
        source = self.source(exhibit)
        return int(source["size"]) if isinstance(source, dict) else self.derived(exhibit).stat().st_size

    def _volumes(self, parts: Sequence[tuple[int, ...]]) -> list[Bound]:
        """Lays out the later volumes first: the first one names their pages."""
        self.progress.step(0, len(parts), _("正在分册排版"))
        opening, *others = numbered(parts)
        later = [self._laid_out(replace(self.plan, volume=volume)) for volume in others]
        elsewhere = {number: place for bound in later for number, place in _places(bound)}
        return [self._laid_out(replace(self.plan, volume=replace(opening, elsewhere=elsewhere))), *later]

    def _bound_of(self, plan: Plan) -> Bound:
        number = plan.volume.number if plan.volume else 1
        name = "packet.pdf" if number == 1 else f"packet-{number}.pdf"
        return Bound(name, plan, self.folder / f"front-{number}.pdf", self.folder / name)

    def _laid_out(self, plan: Plan) -> Bound:
        bound = self._bound_of(plan)
        self._lay_front(bound)
        return bound

    def _lay_front(self, bound: Bound) -> None:
        """Lays out the pages before the exhibits."""
        content = typeset.to_pdf(payload(bound.plan), bound.plan.now.astimezone(CHINA))
        bound.front.write_bytes(content)
        if self._is_long:
            typeset.forget()
        from pypdf import PdfReader  # only here: it is large, and whoever previews a packet has no use for it

        bound.first = PdfReader(BytesIO(content)).get_num_pages()

    def _lay_sheets(self, bound: Bound, part: range) -> Path:
        """Lays out some of the sheets, the exhibits' frames still empty."""
        content = typeset.to_pdf(sheets_payload(bound.plan, part, bound.first), bound.plan.now.astimezone(CHINA))
        sheets = bound.front.with_name(f"{bound.front.stem}-{part.start}.pdf")
        sheets.write_bytes(content)
        if len(part) == _AT_A_TIME:  # the next ones need the memory more
            typeset.forget()
        return sheets

    def _forget_layout(self) -> None:
        """Gives back the memory of the layout: all that follows needs it more than the next layout does."""
        if self._is_long:
            typeset.forget(fonts=True)

    @property
    def _is_long(self) -> bool:
        return self.plan.exhibit_pages > _AT_A_TIME


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
