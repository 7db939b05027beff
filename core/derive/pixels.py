"""Compares pages by their pictures: the red, the dark and all colour of both must lie in the same places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageOps

from core.derive.geometry import Sheet, placed
from core.derive.masking import Box, painted
from core.derive.picture import frames_of, opaque, orientation, paper_size
from core.derive.turns import SIDEWAYS
from core.probe.image import FORMATS

Mask = NDArray[np.bool_]
Planes = tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.int16]]
_WIDTH: Final = 1200
# A seal is red ink on a light ground; both figures leave room for faded stamps and for scans.
_RED_ABOVE: Final = 40
# A signature in blue ink, a green stamp: neither red nor, when it is bright, dark.
_COLOUR_ABOVE: Final = 60
_DARK_BELOW: Final = 110
_GREY_BELOW: Final = 205
# So few pixels are dust or the edge of a letter at this size, not a seal.
_DUST: Final = 40
_FOUND_AGAIN: Final = 0.9
# Of all the ink on a page, so much is there again however it is drawn; the purpose mark only adds to it.
_FADED: Final = 0.75
# A digit that changed, or a small seal that is gone, leaves more than this in one cell of 16 × 16 pixels.
_CELL: Final = 16
_STRAY: Final = 16
# A JPEG of black is not quite black.
_BLACK: Final = 48
# Text of form fields is smoothed for flat screens, with red and blue fringes, unless the bitmap has an alpha channel.
_GREY_TEXT: Final[dict[str, Any]] = {"force_bitmap_format": pypdfium2.raw.FPDFBitmap_BGRA}


def same_picture(before: Image.Image, after: Image.Image) -> bool:
    """Says whether the red, the dark and the coloured of a picture are found again, a pixel or two aside."""
    ours = after.convert("RGB").resize(before.size, Image.Resampling.BOX)
    first, second = _planes(before), _planes(ours)
    return all(
        _found_again(clear(mine), faint(theirs))
        for clear, faint in ((_red, _reddish), (_dark, _darkish), (_coloured, _tinted))
        for mine, theirs in ((first, second), (second, first))
    ) and all(_has_as_much(first, second, ink) for ink in (_darkness, _chroma))


def same_page(
    before: Drawn | Frames, after: Drawn, number: int, first: int, sheet: Sheet, masks: Sequence[Box] = ()
) -> bool:
    """Says whether page `number` of an exhibit shows on page `first + number` of the packet what it shows itself.

    What lies under `masks` must be gone in the packet; around it all must be there.
    """
    if first + number >= len(after):
        return False
    width, height = before.size(number)
    scale, x, y = placed(sheet, width, height)
    box = (x, sheet.height - y - height * scale, x + width * scale, sheet.height - y)
    original = before.picture(number, _WIDTH / width)
    poured = after.picture(first + number, _WIDTH / (width * scale), box)
    if not masks:
        return same_picture(original, poured)
    return _is_gone(poured, masks) and same_picture(painted(original, masks), painted(poured, masks))


def _is_gone(poured: Image.Image, masks: Sequence[Box]) -> bool:
    """Says whether there is nothing but black inside the boxes, a pixel or two from their edges."""
    bright = np.asarray(poured.convert("RGB")).max(axis=-1) > _BLACK
    high, wide = bright.shape
    for left, top, right, bottom in masks:
        # Of a mask in the very corner the end would lie before the page's beginning, which means its other end.
        below, beside = max(int(bottom * high) - 3, 0), max(int(right * wide) - 3, 0)
        inside = bright[max(int(top * high), 0) + 3 : below, max(int(left * wide), 0) + 3 : beside]
        if inside.any():
            return False
    return True


class Frames:
    """A picture whose frames can be shown the right way up, as a PDF's pages are drawn."""

    def __init__(self, path: Path, kind: str) -> None:
        with Image.open(path, formats=FORMATS[kind]) as image:
            self._frames = [_upright(frame) for frame in frames_of(image, kind)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._frames.clear()

    def size(self, number: int) -> tuple[float, float]:
        return self._frames[number][1]

    def picture(self, number: int, scale: float) -> Image.Image:
        shown, (width, height) = self._frames[number]
        return shown.resize((round(width * scale), round(height * scale)), Image.Resampling.BOX)


def _upright(frame: Image.Image) -> tuple[Image.Image, tuple[float, float]]:
    width, height = paper_size(frame, sideways=orientation(frame) >= SIDEWAYS)
    return opaque(ImageOps.exif_transpose(frame)).convert("RGB"), (width, height)


class Drawn:
    """A PDF whose pages can be drawn, seals and fields included."""

    def __init__(self, path: Path) -> None:
        self._pdf: Any = pypdfium2.PdfDocument(path)
        if self._pdf.get_formtype() != pypdfium2.raw.FORMTYPE_NONE:
            self._pdf.init_forms()  # before any page is loaded, or widgets are not drawn

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    def __len__(self) -> int:
        return len(self._pdf)

    def size(self, number: int) -> tuple[float, float]:
        width, height = self._pdf[number].get_size()
        return float(width), float(height)

    def says(self, number: int, words: str) -> bool:
        """Tells whether a page's text holds some words, however they are broken into lines."""
        if number >= len(self):
            return False
        text = "".join(self._pdf[number].get_textpage().get_text_bounded().split())
        return all("".join(line.split()) in text for line in words.splitlines())

    def picture(self, number: int, scale: float, box: tuple[float, float, float, float] | None = None) -> Image.Image:
        """Draws a page, or the part of it inside `box` (points from the upper left corner)."""
        drawn: Image.Image = self._pdf[number].render(scale=scale, may_draw_forms=True, **_GREY_TEXT).to_pil()
        if box is None:
            return drawn
        left, top, right, bottom = (round(v * scale) for v in box)
        return drawn.crop((left, top, right, bottom))


def _planes(picture: Image.Image) -> Planes:
    """Returns red, and the stronger and the weaker of the other two; apart, for that is much quicker to compare."""
    red, green, blue = (np.asarray(plane, np.int16) for plane in picture.convert("RGB").split())
    return red, np.maximum(green, blue), np.minimum(green, blue)


def _red(planes: Planes) -> Mask:
    return np.asarray(planes[0] - planes[1] > _RED_ABOVE)


def _reddish(planes: Planes) -> Mask:
    return np.asarray(planes[0] - planes[1] > _RED_ABOVE // 2)


def _coloured(planes: Planes) -> Mask:
    return _chroma(planes) > _COLOUR_ABOVE


def _tinted(planes: Planes) -> Mask:
    return _chroma(planes) > _COLOUR_ABOVE // 2


def _chroma(planes: Planes) -> NDArray[np.int16]:
    red, most, least = planes
    return np.asarray(np.maximum(red, most) - np.minimum(red, least))


def _dark(planes: Planes) -> Mask:
    return np.asarray(np.maximum(planes[0], planes[1]) < _DARK_BELOW)


def _darkish(planes: Planes) -> Mask:
    # A hairline that is dark here may be grey there, where it falls between two pixels.
    return np.asarray(np.maximum(planes[0], planes[1]) < _GREY_BELOW)


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


def _has_as_much(first: Planes, second: Planes, ink: Callable[[Planes], NDArray[np.int16]]) -> bool:
    """Says whether a picture has not faded: all of its ink together, for a page that pales does so everywhere."""
    before, after = (int(ink(planes).sum(dtype=np.int64)) for planes in (first, second))
    return before <= _DUST * 255 or after >= _FADED * before


def _darkness(planes: Planes) -> NDArray[np.int16]:
    return np.asarray(255 - np.maximum(planes[0], planes[1]))


def _widened(mask: Mask, by: int = 2) -> Mask:
    wide = mask.copy()
    for axis in (0, 1):
        thin = wide.copy()
        for step in range(1, by + 1):
            wide |= np.roll(thin, step, axis) | np.roll(thin, -step, axis)
    return wide
