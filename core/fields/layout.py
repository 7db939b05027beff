"""Puts the recognised lines of a page back into rows, as a person reads them.

A recogniser gives pieces of text with places. Pieces side by side make one row, in which a label stands
before its value; pieces below each other in one column may be one value that was too long for its line.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from core.fields.lines import COLUMN, begins_with_label, squeezed
from core.model import Box, PageReading

_WORTH: Final = 0.5  # below this it is the rim of a seal or a pattern, not text
_SAME_ROW: Final = 0.5  # of a line's height
_SAME_EDGE: Final = 0.6
_NEXT_LINE: Final = 1.9
_COLON_WITHIN: Final = 10
_ITEM: Final = re.compile(r"[一二三四五六七八九十]{1,3}、|\d{1,2}[.、)）]|[（(][一二三四五六七八九十\d]{1,2}[)）]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text.

    Attributes:
        box: Where it stands on the page as shown.
        left: As `right`, `middle` and `height`, where it would be on the level, upright page, in heights of that page.
        middle: Of its first line, `last` of its last one.
    """

    text: str
    box: Box
    score: float
    left: float
    right: float
    middle: float
    last: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces side by side, from left to right."""

    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        return COLUMN.join(cell.text for cell in self.cells)


def rows(reading: PageReading, width: float, height: float) -> tuple[Row, ...]:
    """Returns the rows of a page from top to bottom.

    Args:
        reading: What was recognised on it.
        width: Of the page as shown, in any unit.
        height: Of the page as shown, in the same unit.
    """
    cells = [_cell(line.text, line.box, line.score, reading, width / (height or 1.0)) for line in reading.lines]
    return tuple(_in_rows(_joined([cell for cell in cells if cell.score >= _WORTH and cell.text.strip()])))


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
    middle = (top + bottom) / 2 - (left + right) / 2 * lean
    return Cell(
        text=text,
        box=box,
        score=score,
        left=left,
        right=right,
        middle=middle,
        last=middle,
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


def _joined(cells: list[Cell]) -> list[Cell]:
    """Joins a value that goes on below, in the same column, to where it began."""
    done: list[Cell] = []
    for cell in sorted(cells, key=lambda c: c.middle):
        beside = [c for c in cells if c is not cell and abs(c.middle - cell.middle) < _SAME_ROW * cell.height]
        start = next((c for c in reversed(done) if _goes_on(c, cell)), None)
        if start is None or not _alone(cell, beside):
            done.append(cell)
            continue
        done[done.index(start)] = replace(
            start,
            text=start.text + cell.text,
            box=_around([start, cell]),
            score=min(start.score, cell.score),
            right=max(start.right, cell.right),
            last=cell.middle,
        )
    return done


def _goes_on(start: Cell, cell: Cell) -> bool:
    size = min(start.height, cell.height)
    if not 0 < cell.middle - start.last < _NEXT_LINE * max(start.height, cell.height):
        return False
    if abs(cell.left - start.left) > _SAME_EDGE * size or cell.right > start.right + size:
        return False
    begins = begins_with_label(cell.text) or begins_with_label(start.text) or _ITEM.match(cell.text)
    return not begins and not any(sign in cell.text[:_COLON_WITHIN] for sign in ":：")


def _alone(cell: Cell, beside: list[Cell]) -> bool:
    """Tells whether nothing stands beside a piece that makes its line one of a table or a labelled one."""
    if any(other.left < cell.left for other in beside):
        return False
    behind = min((other for other in beside), key=lambda other: other.left, default=None)
    return behind is None or begins_with_label(behind.text)


def _in_rows(cells: list[Cell]) -> list[Row]:
    """Groups pieces by level; a value of several lines goes with the label that stands beside any of them."""
    found: list[list[Cell]] = []
    for cell in sorted((c for c in cells if c.last == c.middle), key=lambda c: c.middle):
        last = found[-1] if found else []
        if last and cell.middle - _level(last) <= _SAME_ROW * min(cell.height, median(c.height for c in last)):
            last.append(cell)
        else:
            found.append([cell])
    for cell in (c for c in cells if c.last != c.middle):
        row = next((row for row in found if _labels(row, cell)), None)
        if row is None:
            found.append([cell])
        else:
            row.append(cell)
    return [Row(tuple(sorted(row, key=lambda c: c.left))) for row in sorted(found, key=_level)]


def _labels(row: list[Cell], cell: Cell) -> bool:
    before = [other for other in row if other.right <= cell.left and begins_with_label(other.text)]
    reach = _SAME_ROW * cell.height
    return bool(before) and cell.middle - reach <= before[-1].middle <= cell.last + reach


def _level(row: list[Cell]) -> float:
    return median(cell.middle for cell in row)


def _around(cells: Iterable[Cell]) -> Box:
    boxes = [cell.box for cell in cells]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
