"""Proves, after building, that every exhibit page shows in the packet what its original shows.

A page that draws nothing but its own content is proved by its bytes: the packet holds the very same
drawing. A page with annotations or fields, where seals get lost, is proved by its picture: original and
packet are both drawn, and their red and their dark must lie in the same places.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name, Object, Page, Stream
from PIL import Image, ImageSequence

from core.derive.geometry import Sheet, placed
from core.derive.picture import bare_jpeg, drawing, opaque
from core.derive.worker import Plain
from core.probe.image import FORMATS

Mask = NDArray[np.bool_]
_WIDTH: Final = 600
# A seal is red ink on a light ground; both figures leave room for faded stamps and for scans.
_RED_ABOVE: Final = 40
_DARK_BELOW: Final = 110
_GREY_BELOW: Final = 205
# So few pixels are dust or the edge of a letter at this size, not a seal.
_DUST: Final = 40
_FOUND_AGAIN: Final = 0.9
# A digit that changed, or a small seal that is gone, leaves more than this in one cell of 16 × 16 pixels.
_CELL: Final = 16
_STRAY: Final = 16
_WRITTEN_ANEW: Final = frozenset({"/Length", "/Filter", "/DecodeParms"})
_LEFT_BEHIND: Final = frozenset({"/AF", "/AA", "/EF", "/OPI", "/Metadata", "/PieceInfo", "/LastModified"})


def task(request: Plain) -> Plain:
    """Compares the pages of one exhibit; returns how each was proved, and `lost` for those that were not."""
    sheets = [Sheet(s["width"], s["height"], tuple(s["frame"])) for s in request["sheets"]]
    original, packet, first = Path(request["source"]), Path(request["packet"]), int(request["first"])
    by_bytes = _same_bytes(original, request["kind"], packet, first, len(sheets))
    if all(by_bytes):
        return {"pages": ["bytes"] * len(sheets)}
    if request["kind"] != "pdf":
        return {"pages": ["bytes" if same else "lost" for same in by_bytes]}
    with _Drawn(original) as before, _Drawn(packet) as after:
        return {
            "pages": [
                "bytes" if same else _by_pixels(before, after, number, first, sheet)
                for number, (same, sheet) in enumerate(zip(by_bytes, sheets, strict=True))
            ]
        }


def same_picture(before: Image.Image, after: Image.Image) -> bool:
    """Says whether the red and the dark of a picture are found again, a pixel or two aside."""
    ours = after.convert("RGB").resize(before.size, Image.Resampling.BOX)
    first, second = np.asarray(before.convert("RGB"), np.int16), np.asarray(ours, np.int16)
    return all(
        _found_again(clear(mine), faint(theirs))
        for clear, faint in ((_red, _reddish), (_dark, _darkish))
        for mine, theirs in ((first, second), (second, first))
    )


def _same_bytes(original: Path, kind: str, packet: Path, first: int, count: int) -> list[bool]:
    with pikepdf.open(packet) as built:
        forms = [built.pages[first + n].obj.Resources.XObject.get(Name.Exhibit) for n in range(count)]
        if kind != "pdf":
            return _same_frames(original, kind, forms)
        with pikepdf.open(original) as source:
            if len(source.pages) != count:
                return [False] * count
            pairs = zip(source.pages, forms, strict=True)
            return [form is not None and _same_drawing(page, form) for page, form in pairs]


def _same_frames(original: Path, kind: str, forms: list[Object | None]) -> list[bool]:
    """Says of each frame of a picture whether the packet holds its very pixels, drawn the right way up."""
    with Image.open(original, formats=FORMATS[kind]) as image:
        frames = ImageSequence.Iterator(image)
        return [
            form is not None and _same_frame(original, frame, form) for frame, form in zip(frames, forms, strict=False)
        ]


def _same_frame(original: Path, frame: Image.Image, form: Object) -> bool:
    stream = form.Resources.XObject.get(Name.Im0)
    if not isinstance(stream, Stream) or form.read_bytes().strip() != drawing(frame):
        return False
    if stream.get(Name.Filter) == Name.DCTDecode:
        return stream.read_raw_bytes() == bare_jpeg(original.read_bytes())
    return stream.read_bytes() == opaque(frame).tobytes()


def _same_drawing(page: Page, form: Object) -> bool:
    """Says whether a page draws only its own content and the packet holds all of it, turned the same way."""
    if len(page.obj.get(Name.Annots, Array())):
        return False
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


def _by_pixels(before: _Drawn, after: _Drawn, number: int, first: int, sheet: Sheet) -> str:
    width, height = before.size(number)
    scale, x, y = placed(sheet, width, height)
    box = (x, sheet.height - y - height * scale, x + width * scale, sheet.height - y)
    original = before.picture(number, _WIDTH / width)
    poured = after.picture(first + number, _WIDTH / (width * scale), box)
    return "pixels" if same_picture(original, poured) else "lost"


class _Drawn:
    """A PDF whose pages can be drawn, seals and fields included."""

    def __init__(self, path: Path) -> None:
        self._pdf: Any = pypdfium2.PdfDocument(path)
        if self._pdf.get_formtype() != pypdfium2.raw.FORMTYPE_NONE:
            self._pdf.init_forms()  # before any page is loaded, or widgets are not drawn

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    def size(self, number: int) -> tuple[float, float]:
        width, height = self._pdf[number].get_size()
        return float(width), float(height)

    def picture(self, number: int, scale: float, box: tuple[float, float, float, float] | None = None) -> Image.Image:
        """Draws a page, or the part of it inside `box` (points from the upper left corner)."""
        drawn: Image.Image = self._pdf[number].render(scale=scale, may_draw_forms=True).to_pil()
        if box is None:
            return drawn
        left, top, right, bottom = (round(v * scale) for v in box)
        return drawn.crop((left, top, right, bottom))


def _red(pixels: NDArray[np.int16]) -> Mask:
    return _redness(pixels) > _RED_ABOVE


def _reddish(pixels: NDArray[np.int16]) -> Mask:
    return _redness(pixels) > _RED_ABOVE // 2


def _redness(pixels: NDArray[np.int16]) -> NDArray[np.int16]:
    return np.asarray(pixels[..., 0] - np.maximum(pixels[..., 1], pixels[..., 2]))


def _dark(pixels: NDArray[np.int16]) -> Mask:
    return np.asarray(pixels.max(axis=-1) < _DARK_BELOW)


def _darkish(pixels: NDArray[np.int16]) -> Mask:
    # A hairline that is dark here may be grey there, where it falls between two pixels.
    return np.asarray(pixels.max(axis=-1) < _GREY_BELOW)


def _found_again(clear: Mask, faint: Mask) -> bool:
    """Says whether all that is clear in one picture is at least faint in the other, everywhere on the page."""
    astray = clear & ~_widened(faint)
    amount = int(clear.sum())
    if amount > _DUST and int(astray.sum()) > (1 - _FOUND_AGAIN) * amount:
        return False
    return _thickest(astray) <= _STRAY


def _thickest(mask: Mask) -> int:
    """Returns the most pixels that lie in one cell of a grid over the page."""
    high, wide = (side // _CELL * _CELL for side in mask.shape)
    cells = mask[:high, :wide].reshape(high // _CELL, _CELL, wide // _CELL, _CELL)
    return int(cells.sum(axis=(1, 3)).max(initial=0))


def _widened(mask: Mask, by: int = 2) -> Mask:
    wide = mask.copy()
    for axis in (0, 1):
        thin = wide.copy()
        for step in range(1, by + 1):
            wide |= np.roll(thin, step, axis) | np.roll(thin, -step, axis)
    return wide
