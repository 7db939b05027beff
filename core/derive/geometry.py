"""Where an exhibit page goes on its sheet. The layout and the pouring both read it here.

All lengths are PostScript points; frames are (left, top, right, bottom) measured from the sheet's upper left corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
_SIDE, _ABOVE, _BELOW = 8 * MM, 15 * MM, 13 * MM
# A small paper is enlarged a little to be read, but not so far that its scan looks coarse.
_LARGEST_SCALE = 1.5


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the packet that carries an exhibit page."""

    width: float
    height: float
    frame: tuple[float, float, float, float]


@lru_cache(maxsize=256)  # pages come in a few sizes, and a book has thousands
def sheet_for(width: float, height: float) -> Sheet:
    """Returns the A4 sheet for a page of this size as shown: a wide page gets a landscape sheet."""
    across, down = (A4[1], A4[0]) if width > height else A4
    frame = (_SIDE, _ABOVE, across - _SIDE, down - _BELOW)
    return Sheet(round(across, 3), round(down, 3), tuple(round(v, 3) for v in frame))  # type: ignore[arg-type]  # four


def placed(sheet: Sheet, width: float, height: float) -> tuple[float, float, float]:
    """Returns (scale, x, y): how a page of this size sits centred in the frame; y counts up from the sheet's foot."""
    left, top, right, bottom = sheet.frame
    scale = min((right - left) / width, (bottom - top) / height, _LARGEST_SCALE)
    x = left + (right - left - width * scale) / 2
    y = sheet.height - bottom + (bottom - top - height * scale) / 2
    return scale, x, y
