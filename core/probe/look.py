"""How a page looks, in 64 bits that survive smaller sizes, harder compression and a slightly crooked scan.

A perceptual hash: the page in grey, straightened and cut to its ink, shrunk to 32 × 32; of its cosine
transform the 64 slowest waves, each above or below their median.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.float64]
Places = NDArray[np.float32]  # x and y from the centre
_SIDE: Final = 32
_WAVES: Final = 8
_WORKING: Final = 480  # pixels of the longer side while the lean is measured
_LEAN: Final = 5.0  # degrees to either side; people straighten what leans more
_COARSE, _FINE = 1.0, 0.25  # degrees between two tries
_FEW: Final = 3  # one place in so many is enough for the coarse tries
_PLAIN: Final = 4.0  # grey levels of spread; an empty page looks like every other one
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def look_of(picture: Image.Image, orientation: int = 1) -> str:
    """Returns the hash as 16 hex digits, or "" for a page on which nothing stands."""
    small = _on_white(picture) if _is_clear(picture) else picture.convert("L")
    small.thumbnail((_WORKING, _WORKING), Image.Resampling.BOX)
    if orientation in _TURNS:
        small = small.transpose(_TURNS[orientation])
    grey = np.asarray(small)
    if min(grey.shape) < _WAVES or float(grey.std(dtype=np.float32)) < _PLAIN:
        return ""
    straight = small.rotate(_lean(small), Image.Resampling.BICUBIC, fillcolor=_paper(small))
    return _hash(_cut(straight))


def _is_clear(picture: Image.Image) -> bool:
    """Tells whether anything shines through; most pictures that could let it do not."""
    return "A" in picture.getbands() and picture.getchannel("A").getextrema() != (255, 255)


def _on_white(picture: Image.Image) -> Image.Image:
    small = picture.copy()
    small.thumbnail((_WORKING, _WORKING), Image.Resampling.BOX)
    paper = Image.new("RGBA", small.size, "white")
    paper.alpha_composite(small.convert("RGBA"))
    return paper.convert("L")


def _paper(grey: Image.Image) -> int:
    """Returns the brightness that nine tenths of the places do not exceed."""
    counts = np.cumsum(grey.histogram())  # counted, not sorted: there are 256 levels and a hundred thousand places
    return int(np.searchsorted(counts, counts[-1] * 0.9))


def _lean(small: Image.Image) -> float:
    """Returns the turn, in degrees, that makes rows of ink and of paper differ most."""
    down, across = np.nonzero(_ink(small))
    ink = np.stack([across - small.width / 2, down - small.height / 2]).astype(np.float32)
    rough = _best(ink[:, ::_FEW], np.arange(-_LEAN, _LEAN + _COARSE / 2, _COARSE))
    return _best(ink, rough + np.arange(-_COARSE + _FINE, _COARSE, _FINE))


def _best(ink: Places, angles: Grey) -> float:
    return float(max(angles, key=lambda angle: (_contrast(ink, float(angle)), -abs(angle))))


def _ink(grey: Image.Image) -> NDArray[np.bool_]:
    darkest = int(np.flatnonzero(grey.histogram())[0])
    return np.asarray(grey) < (_paper(grey) + darkest) // 2


def _contrast(ink: Places, angle: float) -> float:
    """Turns the places of ink alone, not the picture: each counts for the two rows that it comes to lie between."""
    across, down = ink
    turn = np.radians(angle)
    rows = down * np.float32(np.cos(turn)) - across * np.float32(np.sin(turn)) + np.float32(_WORKING)
    whole = rows.astype(np.intp)
    part = rows - whole
    sums = np.bincount(whole, 1 - part, 2 * _WORKING + 1) + np.bincount(whole + 1, part, 2 * _WORKING + 1)
    return float(np.square(np.diff(sums)).sum())


def _cut(picture: Image.Image) -> Image.Image:
    """Cuts away what is only margin, whose width differs from scan to scan."""
    ink = _ink(picture)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows) or not len(columns):
        return picture
    return picture.crop((int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1))


def _hash(picture: Image.Image) -> str:
    grey = np.asarray(picture.resize((_SIDE, _SIDE), Image.Resampling.BOX), dtype=np.float64)
    waves = (_COSINES @ grey @ _COSINES.T)[:_WAVES, :_WAVES].flatten()
    bits = waves > np.median(waves[1:])
    return f"{sum(1 << place for place, bit in enumerate(bits) if bit):016x}"


def _cosines() -> Grey:
    """Returns the matrix of the cosine transform (type II)."""
    wave, place = np.meshgrid(np.arange(_SIDE), np.arange(_SIDE), indexing="ij")
    return np.cos(np.pi * wave * (2 * place + 1) / (2 * _SIDE))


_COSINES: Final = _cosines()
