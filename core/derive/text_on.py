"""Where the pieces of a page's own text stand, so that something can be laid beside them or taken away."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_int
from pathlib import Path
from typing import Any, Final

import pypdfium2

# A number, a date or a code; a single digit in running text is none.
_FEWEST_DIGITS: Final = 3
_GRID: Final = 100_000


def boxes_of_numbers(source: Path, number: int) -> list[list[float]]:
    """Returns boxes, as fractions of page `number` (1-based) as shown, of the pieces of text that hold numbers."""
    with pypdfium2.PdfDocument(source) as pdf:
        return [box for text, box in pieces(pdf[number - 1]) if sum(map(str.isdigit, text)) >= _FEWEST_DIGITS]


def pieces(page: Any) -> Iterator[tuple[str, list[float]]]:
    """Yields the pieces of a page's text, each with its box as fractions of the page as shown."""
    text = page.get_textpage()
    for index in range(text.count_rects()):
        rect = text.get_rect(index)
        yield text.get_text_bounded(*rect), _as_shown(page, rect)


def _as_shown(page: Any, rect: tuple[float, float, float, float]) -> list[float]:
    left, bottom, right, top = rect
    corners = [_shown(page, x, y) for x, y in ((left, bottom), (right, top))]
    xs, ys = sorted(c[0] for c in corners), sorted(c[1] for c in corners)
    return [xs[0], ys[0], xs[1], ys[1]]


def _shown(page: Any, x: float, y: float) -> tuple[float, float]:
    """Returns a point of the page's own space as fractions of the page as it is shown, turned and cropped."""
    across, down = c_int(), c_int()
    pypdfium2.raw.FPDF_PageToDevice(page.raw, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return across.value / _GRID, down.value / _GRID
