"""Proves, after building, that every exhibit page shows in the packet what its original shows.

A page that draws nothing but its own content is proved by its bytes: the packet holds the very same
drawing, and it lies whole, upright and uncovered in its place. A page with annotations or fields, where
seals get lost, is proved by its picture: original and packet are both drawn, and their red, their dark and all
that is coloured must lie in the same places.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from core.derive.flat import boxes_of
from core.derive.geometry import Sheet
from core.derive.lying import draws, lies_right
from core.derive.memory import give_back
from core.derive.originals import Original
from core.derive.worker import Plain

if TYPE_CHECKING:
    from PIL.Image import Image

_WRITTEN_ANEW: Final = frozenset({"/Length", "/Filter", "/DecodeParms"})
_PRINTERS: Final = (Name.TrimBox, Name.ArtBox, Name.BleedBox)
_LEFT_BEHIND: Final = frozenset({"/AF", "/AA", "/EF", "/OPI", "/Metadata", "/PieceInfo", "/LastModified"})


def task(request: Plain) -> Plain:
    """Compares the pages of one exhibit; returns how each was proved, and `lost` for those that were not."""
    sheets = [Sheet(s["width"], s["height"], tuple(s["frame"])) for s in request["sheets"]]
    with Original(request["source"]) as original:
        return {"pages": _proved(original, request, sheets)}


def _proved(original: Original, request: Plain, sheets: list[Sheet]) -> list[str]:
    packet, first = Path(request["packet"]), int(request["first"])
    kind, masks = request["kind"], boxes_of(request.get("masks", []))
    by_bytes = _same_bytes(original, kind, packet, first, sheets)
    # A masked page must not be the original's; and a picture has no annotations that only drawing would show.
    proved = ["lost" if number in masks or not same else "bytes" for number, same in enumerate(by_bytes, start=1)]
    drawn = [n for n, how in enumerate(proved, start=1) if how == "lost" and (kind == "pdf" or n in masks)]
    if drawn:
        _by_pixels(proved, drawn, _Pair(original.path, kind, packet, first), sheets, masks)
    return proved


@dataclass(frozen=True, slots=True)
class _Pair:
    original: Path
    kind: str
    packet: Path
    first: int


def _by_pixels(
    proved: list[str], drawn: list[int], pair: _Pair, sheets: list[Sheet], masks: dict[int, list[list[float]]]
) -> None:
    """Draws the pages `drawn` (1-based) of both and notes in `proved` which show the same."""
    # Libraries that most exhibits don't need: they are loaded with the first one that does.
    from core.derive.pixels import Drawn, Frames, same_page
    from core.derive.unlisted import listed

    values: Sequence[tuple[int, str]] = ()
    with ExitStack() as opened:
        if pair.kind == "pdf":
            shown, values = opened.enter_context(listed(pair.original))
            before: Drawn | Frames = opened.enter_context(Drawn(shown))
        else:
            before = opened.enter_context(Frames(pair.original, pair.kind))
        after = opened.enter_context(Drawn(pair.packet))
        for number in drawn:
            boxes = masks.get(number, [])
            wanted = [] if boxes else [value for page, value in values if page == number - 1]
            if not all(after.says(pair.first + number - 1, value) for value in wanted):
                continue
            if same_page(before, after, number - 1, pair.first, sheets[number - 1], boxes):
                proved[number - 1] = "masked" if boxes else "pixels"


def _same_bytes(original: Original, kind: str, packet: Path, first: int, sheets: list[Sheet]) -> list[bool]:
    count = len(sheets)
    built = _BUILT.pages(packet)
    pages = [built[n] if n < len(built) else None for n in range(first, first + count)]
    return _same_pages(original, kind, [_form_on(page, sheet) for page, sheet in zip(pages, sheets, strict=True)])


def draws_the_same(original: Original, kind: str, derived: Path) -> list[bool]:
    """Says of each page of a derived copy whether it draws what the page of its original draws, to the byte."""
    with pikepdf.open(derived) as copy:
        return _same_pages(original, kind, [page.as_form_xobject() for page in copy.pages])


def _same_pages(original: Original, kind: str, forms: list[Object | None]) -> list[bool]:
    if kind != "pdf":
        return _same_frames(original, kind, forms)
    with pikepdf.open(original.opened()) as source:
        # Whether layers are hidden there as they are here can only be seen.
        if len(source.pages) != len(forms) or Name.OCProperties in source.Root:
            return [False] * len(forms)
        pairs = zip(source.pages, forms, strict=True)
        return [form is not None and _same_drawing(page, form) for page, form in pairs]


class _Built:
    """The packet that this process opened last: one task after the other proves another exhibit of the same one."""

    def __init__(self) -> None:
        self._known: tuple[Path, int, int] | None = None
        self._pdf: Pdf | None = None
        self._pages: list[Page] = []

    def pages(self, packet: Path) -> list[Page]:
        """Returns all pages of a packet, as it now lies on the disk."""
        told = packet.stat()
        known = (packet, told.st_mtime_ns, told.st_size)
        if self._pdf is None or known != self._known:
            if self._pdf is not None:
                self._pdf.close()
            give_back()  # of what this process did before
            self._pdf, self._known = pikepdf.open(packet), known
            self._pages = list(self._pdf.pages)
        return self._pages


_BUILT: Final = _Built()


def _form_on(page: Page | None, sheet: Sheet) -> Object | None:
    """Returns what was poured into a sheet, when it is there and lies there as it should."""
    if page is None:
        return None
    form = page.obj.get(Name.Resources, Dictionary()).get(Name.XObject, Dictionary()).get(Name.Exhibit)
    return form if form is not None and lies_right(page, sheet) else None


def _same_frames(original: Original, kind: str, forms: list[Object | None]) -> list[bool]:
    """Says of each frame of a picture whether the packet holds its very pixels, drawn the right way up."""
    from PIL import Image

    from core.derive.picture import frames_of
    from core.probe.image import FORMATS

    with Image.open(original.opened(), formats=FORMATS[kind]) as image:
        pairs = zip(frames_of(image, kind), forms, strict=False)
        return [form is not None and _same_frame(original, frame, form) for frame, form in pairs]


def _same_frame(original: Original, frame: Image, form: Object) -> bool:
    from core.derive.picture import bare_jpeg, drawing, opaque

    stream = form.Resources.XObject.get(Name.Im0)
    if not isinstance(stream, Stream) or form.read_bytes().strip() != drawing(frame):
        return False
    if stream.get(Name.Filter) == Name.DCTDecode:
        return stream.read_raw_bytes() == bare_jpeg(bytes(original.view()))
    return stream.read_bytes() == opaque(frame).tobytes()


def _same_drawing(page: Page, form: Object) -> bool:
    """Says whether a page draws only its own content and the packet holds all of it, turned the same way."""
    if any(draws(annotation) for annotation in page.obj.get(Name.Annots, Array())):
        return False
    for box in _PRINTERS:  # else the form would be what is left after trimming, which no viewer shows alone
        if box in page.obj:
            del page.obj[box]
    mine = page.as_form_xobject()
    return (
        _same_turn(mine, form)
        and mine.read_bytes() == form.read_bytes()
        and _alike(mine.get(Name.Resources), form.get(Name.Resources), set())
    )


def _same_turn(mine: Object, form: Object) -> bool:
    matrices = [[round(float(v), 3) for v in f.get(Name.Matrix, Array([1, 0, 0, 1, 0, 0]))] for f in (mine, form)]
    boxes = [[round(float(v), 2) for v in f.BBox] for f in (mine, form)]
    return matrices[0] == matrices[1] and boxes[0] == boxes[1]


def _alike(mine: Object | None, theirs: Object | None, seen: set[tuple[int, int]]) -> bool:
    """Compares two trees of PDF objects, streams by their bytes."""
    if isinstance(mine, (Dictionary, Stream)) and isinstance(theirs, (Dictionary, Stream)):
        if mine.is_indirect and mine.objgen in seen:
            return True
        if mine.is_indirect:
            seen.add(mine.objgen)
        anew = _WRITTEN_ANEW if isinstance(mine, Stream) else frozenset()
        keys = [set(each.keys()) - anew - _LEFT_BEHIND for each in (mine, theirs)]
        if keys[0] != keys[1] or (isinstance(mine, Stream) and not _same_stream(mine, theirs)):
            return False
        return all(_alike(mine.get(key), theirs.get(key), seen) for key in sorted(keys[0]) if key != "/Parent")
    if isinstance(mine, Array) and isinstance(theirs, Array):
        return len(mine) == len(theirs) and all(_alike(a, b, seen) for a, b in zip(mine, theirs, strict=True))
    return bool(mine == theirs)


def _same_stream(mine: Stream, theirs: Object) -> bool:
    if not isinstance(theirs, Stream):
        return False
    return mine.read_raw_bytes() == theirs.read_raw_bytes() or mine.read_bytes() == theirs.read_bytes()
