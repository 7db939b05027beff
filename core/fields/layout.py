"""Puts the recognised lines of a page back into rows, as a person reads them.

A recogniser gives pieces of text with places. Pieces side by side make one row, in which a label stands
before its value; pieces below each other in one column may be one value that was too long for its line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from core.fields.lines import begins_with_label, squeezed
from core.model import Box, PageReading

_WORTH: Final = 0.5  # below this it is the rim of a seal or a pattern, not text
_SAME_ROW: Final = 0.5  # of a line's height
_SAME_EDGE: Final = 0.6
_NEXT_LINE: Final = 1.5
_COLON_WITHIN: Final = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text.

    Attributes:
        box: Where it stands on the page as shown.
        left, right, middle, height: Where it would stand on the level, upright page, in heights of that page.
    """

    text: str
    box: Box
    score: float
    left: float
    right: float
    middle: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces side by side, from left to right."""

    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        return "　".join(cell.text for cell in self.cells)


def rows(reading: PageReading, width: float, height: float) -> tuple[Row, ...]:
    """Returns the rows of a page from top to bottom.

    Args:
        reading: What was recognised on it.
        width, height: Of the page as shown, in any unit.
    """
    cells = [_cell(line.text, line.box, line.score, reading, width / (height or 1.0)) for line in reading.lines]
    cells = [cell for cell in cells if cell.score >= _WORTH and cell.text.strip()]
    return tuple(_joined(_in_rows(cells)))


def place_of(raw: str, page: Iterable[Row]) -> tuple[Box, float] | None:
    """Returns where a text stands on a page, and the lowest score of the pieces that it was read from."""
    wanted = squeezed(raw)
    for row in page:
        whole = [cell for cell in row.cells if wanted in squeezed(cell.text)]
        parts = [cell for cell in row.cells if squeezed(cell.text) in wanted and len(squeezed(cell.text)) > 1]
        if found := whole[:1] or (parts if wanted in squeezed(row.text) else []):
            return _around(found), min(cell.score for cell in found)
    return None


def _cell(text: str, box: Box, score: float, reading: PageReading, aspect: float) -> Cell:
    quality = reading.quality
    left, top, right, bottom = _upright(box, quality.turned if quality else 0)
    if quality is not None and quality.turned in {90, 270}:
        aspect = 1 / aspect
    lean = math.tan(math.radians(quality.skew)) if quality else 0.0
    left, right = left * aspect, right * aspect
    return Cell(
        text=text,
        box=box,
        score=score,
        left=left,
        right=right,
        middle=(top + bottom) / 2 - (left + right) / 2 * lean,
        height=max(bottom - top - (right - left) * abs(lean), 1e-4),
    )


def _upright(box: Box, turned: int) -> Box:
    left, top, right, bottom = box
    if turned == 90:
        return 1 - bottom, left, 1 - top, right
    if turned == 180:
        return 1 - right, 1 - bottom, 1 - left, 1 - top
    if turned == 270:
        return top, 1 - right, bottom, 1 - left
    return box


def _in_rows(cells: list[Cell]) -> list[Row]:
    found: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda c: c.middle):
        last = found[-1] if found else []
        level = median(c.middle for c in last) if last else -1.0
        if last and cell.middle - level <= _SAME_ROW * min(cell.height, median(c.height for c in last)):
            last.append(cell)
        else:
            found.append([cell])
    return [Row(tuple(sorted(row, key=lambda c: c.left))) for row in found]


def _joined(page: list[Row]) -> list[Row]:
    """Joins a value that goes on below, in the same column and without a label before it, to where it began."""
    done: list[list[Cell]] = []
    open_cells: list[tuple[int, int, Cell]] = []  # row and place of a cell that may go on, and its last line
    for row in page:
        kept: list[Cell] = []
        for cell in row.cells:
            before = next((o for o in open_cells if _goes_on(o[2], cell, row)), None)
            if before is None:
                kept.append(cell)
                continue
            at, place, _last = before
            start = done[at][place]
            done[at][place] = replace(
                start, text=start.text + cell.text, box=_around([start, cell]), score=min(start.score, cell.score)
            )
            open_cells[open_cells.index(before)] = (at, place, cell)
        done.append(kept)
        open_cells += [(len(done) - 1, place, cell) for place, cell in enumerate(kept)]
        open_cells = [o for o in open_cells if row.cells[0].middle - o[2].middle < _NEXT_LINE * 2 * o[2].height]
    return [Row(tuple(cells)) for cells in done if cells]


def _goes_on(last: Cell, cell: Cell, row: Row) -> bool:
    size = min(last.height, cell.height)
    if not 0 < cell.middle - last.middle < _NEXT_LINE * max(last.height, cell.height):
        return False
    if abs(cell.left - last.left) > _SAME_EDGE * size or cell.right > last.right + size:
        return False
    if begins_with_label(cell.text) or any(sign in cell.text[:_COLON_WITHIN] for sign in ":："):
        return False
    before = [other for other in row.cells if other.right <= cell.left]
    return not any(begins_with_label(other.text) for other in before)


def _around(cells: Iterable[Cell]) -> Box:
    boxes = [cell.box for cell in cells]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
