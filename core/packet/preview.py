"""Pages of the packet as pictures for the screen: the very document that is built, laid out warm.

Laid out at once are the pages before the exhibits; an exhibit's sheet only when it is looked at, with its strip,
its number and an empty frame; the exhibit's own page is poured into it on demand. So typing never waits for
megabytes, however many exhibits there are.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock, RLock
from types import TracebackType
from typing import Final, Self

import pikepdf

from core.derive.geometry import A4, Sheet
from core.derive.worker import TaskFailed
from core.derive.workers import Workers, seconds_for
from core.errors import PageNotShown
from core.packet import typeset
from core.packet.characters import Plain
from core.packet.nearby import Laid, Place, near, without_spots
from core.packet.overlays import Readings, mark_over
from core.packet.own_words import words
from core.packet.payload import (
    exhibit_places,
    front_payload,
    near_payload,
    part_payload,
    sheet_payload,
    together,
)
from core.packet.plan import Exhibit, Plan
from core.packet.pouring import masks_of
from core.scratch import Scratch

_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an exhibit page lies on its sheet, and which page it is.

    Attributes:
        page: 1-based page of the exhibit.
    """

    plan: Plan
    exhibit: Exhibit
    page: int
    sheet: Sheet


class _Tools:
    """A folder, and processes that start with the first page."""

    def __init__(self) -> None:
        self._folder = Scratch()
        self._made: dict[str, Workers] = {}
        self._guard = Lock()
        self._closed = False

    @property
    def folder(self) -> Path:
        return self._folder.path

    def workers(self, purpose: str) -> Workers:
        """Returns the process for a purpose: what takes long for one holds up no other."""
        with self._guard:  # what is made while another thread closes would be left behind
            if self._closed:
                raise TaskFailed("cancelled")
            if purpose not in self._made:
                self._made[purpose] = Workers(1)
            return self._made[purpose]

    def close(self) -> None:
        with self._guard:
            self._closed = True
        for made in self._made.values():
            made.close()
        self._folder.close()


class Preview:
    """Draws pages of a plan, with one warm process for drawing. A context manager; callable from any thread."""

    def __init__(self, plan: Plan | None = None) -> None:
        self._turn, self._pouring = RLock(), RLock()
        self._derived: dict[tuple[str, str], Path] = {}
        self._tools = _Tools()
        # Whoever forgets to close leaves neither process nor files behind.
        self._end = weakref.finalize(self, self._tools.close)
        self._plan: Plan | None = None
        self._first = 0
        self._starts: dict[str, int] = {}
        self._laid = Laid()
        if plan is not None:
            self.show(plan)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the drawing process and removes its files."""
        self._end()

    def show(self, plan: Plan) -> int:
        """Lays out a changed plan; returns its number of pages."""
        with self._turn:
            told = front_payload(plan)
            content = typeset.to_draft_pdf(told)
            self._fronts.write_bytes(content)
            with pikepdf.open(BytesIO(content)) as pdf:
                self._first, self._starts, self._laid = len(pdf.pages), _starts(pdf), _laid(pdf, told)
            self._plan = plan
            return self.pages

    def sketch(self, plan: Plan, number: int, width: int) -> bytes:
        """Returns a page after an edit as soon as can be, as PNG; `show` follows when typing rests.

        Only the part that the page belongs to is laid out. Where that part grows by a page, what lies behind it keeps
        the number that it had, until all is laid out again.

        Raises:
            PageNotShown: As `page`.
        """
        with self._turn:
            part, begin = self._part_at(number)
            if part in {"", "cover"} or self._plan is None:  # the cover lists all the others
                self.show(plan)
                return self.page(number, width)
            content, begin = self._laid_out(plan, part, begin, number)
            self._part.write_bytes(content)
            return self._shown(self._part, number - begin + 1, width, number)

    def _laid_out(self, plan: Plan, part: str, begin: int, number: int) -> tuple[bytes, int]:
        """Lays out one part, of the letter only what is near the page; returns the page it begins with too."""
        places = {f"s-{key}": page for key, page in self._starts.items()}
        places |= exhibit_places(plan, self._first + 1)
        content = part_payload(plan, part, begin, places)
        some = near(self._laid, content["letter"], number) if part == "letter" else None
        if some is not None:
            try:
                return typeset.to_draft_pdf(near_payload(content, some, number)), some.first
            except typeset.Moved:
                self._laid = Laid()  # until all is laid out again
        return typeset.to_draft_pdf(content), begin

    @property
    def pages(self) -> int:
        """The number of pages of the packet, 0 while there is no plan."""
        return self._first + self._plan.exhibit_pages if self._plan else 0

    def page(self, number: int, width: int) -> bytes:
        """Returns a page as PNG.

        Args:
            number: 1-based; the same number that the page prints.
            width: Pixels of an upright sheet; a wide one is wider in proportion.

        Raises:
            PageNotShown: There is no such page, or it can't be drawn.
        """
        with self._turn:
            if not 1 <= number <= self.pages:
                raise PageNotShown("packet.pdf", number, "no-such-page")
            frame = self.frame_of(number)
            source, page = (self._fronts, number) if frame is None else (self._sheet(frame, number), 1)
            return self._shown(source, page, width, number)

    def poured(self, number: int, width: int, original: Callable[[str], Path], readings: Readings) -> bytes:
        """Returns an exhibit's page as the packet will show it: masked, marked, in its frame. May take long.

        Args:
            number: As for `page`; any other page is drawn as `page` does.
            width: As for `page`.
            original: Gives a copy of a stored file by its SHA-256.
            readings: What was read on the exhibit, by page: the purpose mark keeps clear of it.

        Raises:
            PageNotShown: As `page`, or the exhibit can't be poured.
        """
        frame = self.frame_of(number)
        if frame is None or not frame.exhibit.poured:
            return self.page(number, width)
        try:
            with self._pouring:
                return self._shown(self._poured(frame, number, original, readings), 1, width, number)
        except TaskFailed as error:
            raise PageNotShown(frame.exhibit.paper.file, frame.page, error.code) from error

    def frame_of(self, number: int) -> Frame | None:
        """Returns where an exhibit page lies on a page of the packet, None for a front page."""
        with self._turn:
            plan = self._plan
            if plan is None or not 1 <= number <= self.pages:
                return None
            offset = number - 1 - self._first
            for exhibit in plan.exhibits if offset >= 0 else ():
                if offset < len(exhibit.sheets):
                    return Frame(plan, exhibit, offset + 1, exhibit.sheets[offset])
                offset -= len(exhibit.sheets)
            return None

    def _sheet(self, frame: Frame, number: int) -> Path:
        """Lays out one exhibit's sheet alone."""
        sheet = self._tools.folder / "sheet.pdf"
        sheet.write_bytes(typeset.to_draft_pdf(sheet_payload(frame.plan, frame.exhibit, frame.page, number)))
        return sheet

    def _poured(self, frame: Frame, number: int, original: Callable[[str], Path], readings: Readings) -> Path:
        exhibit, workers = frame.exhibit, self._tools.workers("pour")
        masks = masks_of(exhibit)
        key = (exhibit.shown.sha256, json.dumps(masks))
        derived = self._derived.get(key)
        if derived is None:
            derived = self._tools.folder / f"derived-{len(self._derived)}.pdf"
            told = {"kind": exhibit.kind, "source": str(original(exhibit.shown.sha256)), "target": str(derived)}
            workers.submit("derive", seconds_for(len(exhibit.sheets)), masks=masks, **told).result()
            self._derived[key] = derived
        with self._turn:
            laid_out = self._sheet(frame, number).rename(self._tools.folder / "frame.pdf")
        target = self._tools.folder / "poured.pdf"
        places = {"frame": str(laid_out), "source": str(derived), "target": str(target)}
        mark = mark_over(frame.plan, exhibit, readings)
        if mark is not None:
            mark["clear"] = {"1": mark["clear"][str(frame.page)]}
        workers.submit("sheet", _SECONDS, page=frame.page, sheet=asdict(frame.sheet), mark=mark, **places).result()
        return target

    def _shown(self, source: Path, page: int, width: int, number: int) -> bytes:
        target = self._tools.folder / f"{source.stem}.png"
        request = {"source": str(source), "target": str(target), "page": page - 1, "width": width}
        try:
            self._tools.workers("draw").submit("draw", _SECONDS, points=A4[0], **request).result()
        except TaskFailed as error:
            raise PageNotShown("packet.pdf", number, error.code) from error
        return target.read_bytes()

    def _part_at(self, number: int) -> tuple[str, int]:
        """Returns a part that a page belongs to, and the first page of those that may share pages with it.

        An exhibit's page, and one that is not there, belong to "".
        """
        if not 1 <= number <= self._first:
            return "", 0
        before = [(page, part) for part, page in self._starts.items() if page <= number]
        _page, part = max(before, default=(0, ""))
        return part, min((self._starts[key] for key in together(part) if key in self._starts), default=0)

    @property
    def _fronts(self) -> Path:
        return self._tools.folder / "front.pdf"

    @property
    def _part(self) -> Path:
        return self._tools.folder / "part.pdf"


def _laid(pdf: pikepdf.Pdf, told: Plain) -> Laid:
    """Returns where each piece of the letter begins, as the layout has told it."""
    places = (place.split(b":") for place in pdf.attachments["pieces"].get_file().read_bytes().split())
    return Laid(tuple(without_spots(told["letter"])), tuple(Place(int(page), float(y)) for page, y in places))


def _starts(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Returns the page on which each part begins, as the bookmarks have it."""
    parts = {title: part for part, title in words().items() if isinstance(title, str)}
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    starts = {}
    with pdf.open_outline() as outline:
        for item in outline.root:
            place = item.destination if item.destination is not None else item.action and item.action.D
            if isinstance(place, pikepdf.Array) and item.title in parts:
                starts[parts[item.title]] = pages[place[0].objgen]
    return starts
