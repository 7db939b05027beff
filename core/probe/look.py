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
_SIDE: Final = 32
_WAVES: Final = 8
_WORKING: Final = 480  # pixels of the longer side while the lean is measured
_LEAN: Final = 5.0  # degrees to either side; people straighten what leans more
_COARSE, _FINE = 1.0, 0.25  # degrees between two tries
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
    small = picture.convert("L") if "A" not in picture.getbands() else _on_white(picture)
    small.thumbnail((_WORKING, _WORKING), Image.Resampling.BOX)
    if orientation in _TURNS:
        small = small.transpose(_TURNS[orientation])
    grey = np.asarray(small, dtype=np.float64)
    if min(grey.shape) < _WAVES or float(grey.std()) < _PLAIN:
        return ""
    straight = small.rotate(_lean(small), Image.Resampling.BICUBIC, fillcolor=_paper(grey))
    return _hash(_cut(straight))


def _on_white(picture: Image.Image) -> Image.Image:
    small = picture.copy()
    small.thumbnail((_WORKING, _WORKING), Image.Resampling.BOX)
    paper = Image.new("RGBA", small.size, "white")
    paper.alpha_composite(small.convert("RGBA"))
    return paper.convert("L")


def _paper(grey: Grey) -> int:
    return int(np.percentile(grey, 90))


def _lean(small: Image.Image) -> float:
    """Returns the turn, in degrees, that makes rows of ink and of paper differ most."""
    ink = Image.fromarray(_ink(np.asarray(small, dtype=np.float64)).astype(np.uint8) * 255)
    half = ink.resize((max(1, ink.width // 2), max(1, ink.height // 2)), Image.Resampling.BOX)
    rough = _best(half, np.arange(-_LEAN, _LEAN + _COARSE / 2, _COARSE))
    return _best(ink, rough + np.arange(-_COARSE + _FINE, _COARSE, _FINE))


def _best(ink: Image.Image, angles: Grey) -> float:
    return float(max(angles, key=lambda angle: (_contrast(ink, float(angle)), -abs(angle))))


def _ink(grey: Grey) -> NDArray[np.bool_]:
    return grey < (float(np.percentile(grey, 90)) + float(grey.min())) / 2


def _contrast(ink: Image.Image, angle: float) -> float:
    rows = np.asarray(ink.rotate(angle, Image.Resampling.BILINEAR)).sum(axis=1, dtype=np.int64)
    return float(np.square(np.diff(rows)).sum())


def _cut(picture: Image.Image) -> Image.Image:
    """Cuts away what is only margin, whose width differs from scan to scan."""
    ink = _ink(np.asarray(picture, dtype=np.float64))
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
