"""Puts the recognised lines of a page back into rows, as a person reads them.

A recogniser gives pieces of text with places. Pieces side by side make one row, in which a label stands
before its value; pieces below each other in one column may be one value that was too long for its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from core.fields.cells import Cell
from core.fields.columns import parted
from core.fields.dates import canonical, under_seal
from core.fields.lines import COLUMN, Vocabulary, squeezed
from core.fields.slopes import Slopes, slopes_of
from core.model import Box, PageReading, TextLine

_WORTH: Final = 0.5  # below this it is the rim of a seal or a pattern, not text
_SAME_ROW: Final = 0.5  # of a line's height
_SAME_SIZE: Final = 0.7  # of the larger of two lines of one text
_SAME_EDGE: Final = 0.6
_NEXT_LINE: Final = 1.9
_FULL: Final = 1.6  # a line that goes on below ends this near to the right edge of its column, in its own heights
_BROKEN: Final = 0.55  # pieces nearer to each other than this were one, cut by a seal or a fold
_STANDING: Final = 1.5  # a piece this much taller than wide holds letters of several rows
_COLON_WITHIN: Final = 10
_ITEM: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.、)）](?![0-9])|[（(][一二三四五六七八九十0-9]{1,2}[)）]|[*＊]"
)


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces side by side, from left to right."""

    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        return COLUMN.join(cell.text for cell in self.cells)


def rows(reading: PageReading, width: float, height: float, words: Vocabulary) -> tuple[Row, ...]:
    """Returns the rows of a page from top to bottom.

    Args:
        reading: What was recognised on it.
        width: Of the page as shown, in any unit.
        height: Of the page as shown, in the same unit.
        words: The words that stand before values on a paper of this type.
    """
    lines = [line for line in reading.lines if line.score >= _WORTH and line.text.strip()]
    cells = _level(lines, reading, width, height)
    return tuple(_in_rows(_joined(_mended(parted(cells, words), words), words), words))


def place_of(raw: str, page: Iterable[Row]) -> tuple[Box, float] | None:
    """Returns where a text stands on a page, and the lowest score of the pieces that it was read from."""
    wanted = squeezed(raw)
    cells = [cell for row in page for cell in row.cells]
    for cell in cells:
        if wanted in squeezed(cell.text):
            return _around([cell]), cell.score
    whole, ends = "", []
    for cell in cells:
        whole += squeezed(cell.text)
        ends.append(len(whole))
    begin = whole.find(wanted)
    if begin < 0 or not wanted:
        return None
    spans = ((c, end - len(squeezed(c.text)), end) for c, end in zip(cells, ends, strict=True))
    found = [c for c, start, end in spans if end > begin and start < begin + len(wanted)]
    return _around(found), min(cell.score for cell in found)


def _level(lines: Sequence[TextLine], reading: PageReading, width: float, height: float) -> list[Cell]:
    quality = reading.quality
    turned, aspect = quality.turned if quality else 0, width / (height or 1.0)
    aspect = 1 / aspect if turned in {90, 270} else aspect
    boxes = [_upright(line.box, turned) for line in lines]
    places = [(left * aspect, top, right * aspect, bottom) for left, top, right, bottom in boxes]
    slopes = slopes_of(places, quality.skew if quality else 0.0)
    cells = [_cell(line, place, slopes) for line, place in zip(lines, places, strict=True)]
    return [piece for cell in cells for piece in _letters(cell)]


def _cell(line: TextLine, place: Box, slopes: Slopes) -> Cell:
    left, top, right, bottom = place
    middle = slopes.levelled((left + right) / 2, (top + bottom) / 2)
    height = max(bottom - top - (right - left) * abs(slopes.at((top + bottom) / 2)), (bottom - top) / 3, 1e-4)
    return Cell(line.text, line.box, line.score, left, right, middle, middle, height)


def _letters(cell: Cell) -> list[Cell]:
    """Takes apart a piece that runs down the page: first letters of labels whose letters are set far apart."""
    text = squeezed(cell.text)
    if len(text) < 2 or cell.height < _STANDING * (cell.right - cell.left):
        return [cell]
    size = cell.height / len(text)
    tops = [cell.middle - cell.height / 2 + size * (n + 0.5) for n in range(len(text))]
    return [replace(cell, text=sign, middle=y, last=y, height=size * 0.8) for sign, y in zip(text, tops, strict=True)]


def _upright(box: Box, turned: int) -> Box:
    left, top, right, bottom = box
    if turned == 90:
        return 1 - bottom, left, 1 - top, right
    if turned == 180:
        return 1 - right, 1 - bottom, 1 - left, 1 - top
    if turned == 270:
        return top, 1 - right, bottom, 1 - left
    return box


def _mended(cells: list[Cell], words: Vocabulary) -> list[Cell]:
    """Puts pieces of one line together that were cut by a seal, a fold or a narrow blank."""
    done: list[Cell] = []
    for cell in sorted(cells, key=lambda c: c.left):
        before = next((c for c in done if _cut_from(c, cell) and not _is_label(c, words)), None)
        if before is None or words.begins(cell.text):
            done.append(cell)
        else:
            done[done.index(before)] = replace(
                before, text=before.text + cell.text, box=_around([before, cell]), score=min(before.score, cell.score),
                right=cell.right,
            )  # fmt: skip
    return done


def _cut_from(before: Cell, cell: Cell) -> bool:
    size = min(before.height, cell.height)
    # A bracket is half a blank itself; a single letter may well begin a label of the next column.
    near = _BROKEN * (2 if cell.text[0] in "（(" else 1 if len(cell.text) > 1 else 0.3)
    return (
        abs(before.middle - cell.middle) < _SAME_ROW * size and -size < cell.left - before.right < near * size
        and len(before.text) > 1
    )  # fmt: skip


def _is_label(cell: Cell, words: Vocabulary) -> bool:
    return words.fits(cell.text)


def _joined(cells: list[Cell], words: Vocabulary) -> list[Cell]:
    """Joins a value that goes on below, in the same column, to where it began."""
    done: list[Cell] = []
    went_on: set[int] = set()
    for cell in _by_rows(cells):
        start = next((c for c in reversed(done) if _goes_on(c, cell, cells, words)), None)
        beside = [c for c in cells if c is not cell and abs(c.middle - cell.middle) < _SAME_ROW * cell.height]
        # A label that stands at half the height of its two lines is beside both and part of neither.
        beside = [
            c for c in beside if start is None or c.middle > cell.middle - 0.2 * cell.height or not words.fits(c.text)
        ]
        # Two values may go on side by side, each below its own labelled beginning.
        beside = [c for c in beside if c.left < cell.left or not _goes_on_labelled(c, done, cells, words)]
        if start is None or not _alone(cell, beside, went_on, words):
            done.append(cell)
            continue
        went_on.add(id(cell))
        done[done.index(start)] = replace(
            start,
            text=start.text + cell.text,
            box=_around([start, cell]),
            score=min(start.score, cell.score),
            right=max(start.right, cell.right),
            last=cell.middle,
        )
    return done


def _goes_on_labelled(cell: Cell, done: Sequence[Cell], cells: Sequence[Cell], words: Vocabulary) -> bool:
    start = next((c for c in reversed(done) if _goes_on(c, cell, cells, words)), None)
    return start is not None and any(
        words.fits(c.text) and c.right <= start.left and abs(c.middle - start.middle) < _SAME_ROW * start.height
        for c in cells
    )


def _by_rows(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Yields pieces row by row, each row from the left."""
    row: list[Cell] = []
    for cell in sorted(cells, key=lambda c: c.middle):
        if row and cell.middle - row[0].middle > _SAME_ROW * min(cell.height, row[0].height):
            yield from sorted(row, key=lambda c: c.left)
            row = []
        row.append(cell)
    yield from sorted(row, key=lambda c: c.left)


def _goes_on(start: Cell, cell: Cell, cells: Sequence[Cell], words: Vocabulary) -> bool:
    size = min(start.height, cell.height)
    if size < _SAME_SIZE * max(start.height, cell.height):
        return False
    if not 0 < cell.middle - start.last < _NEXT_LINE * max(start.height, cell.height):
        return False
    if abs(cell.left - start.left) > _SAME_EDGE * size or cell.right > start.right + size:
        return False
    # Behind a label that is part of the piece, only the edge of all the text tells that a line was full.
    whole = words.begins(start.text)
    edge = max(c.right for c in cells if whole or abs(c.left - start.left) <= _SAME_EDGE * size)
    if (
        start.right < edge - _FULL * size - _unbreakable(cell)
        or words.begins(cell.text)
        or _ITEM.match(cell.text)
        or canonical(cell.text)
        or under_seal(cell.text)
    ):
        return False
    return not words.fits(start.text) and not any(sign in cell.text[:_COLON_WITHIN] for sign in ":：")


def _unbreakable(cell: Cell) -> float:
    """Returns how much room the first word of a line takes, which can't be cut: `2314室` moves down whole."""
    word = re.match(r"[0-9A-Za-z.-]*", squeezed(cell.text))
    return 0.5 * cell.height * len(word[0]) if word else 0.0


def _alone(cell: Cell, beside: list[Cell], went_on: set[int], words: Vocabulary) -> bool:
    """Tells whether nothing stands beside a piece that makes its line one of a table or a labelled one."""
    if any(other.left < cell.left and id(other) not in went_on for other in beside):
        return False
    behind = min((other for other in beside if other.left > cell.left), key=lambda other: other.left, default=None)
    return behind is None or words.begins(behind.text)


def _in_rows(cells: list[Cell], words: Vocabulary) -> list[Row]:
    """Groups pieces by level; a value of several lines goes with the label that stands beside any of them."""
    found: list[list[Cell]] = []
    for cell in sorted((c for c in cells if c.last == c.middle), key=lambda c: c.middle):
        last = found[-1] if found else []
        if last and cell.middle - _height_of(last) <= _SAME_ROW * min(cell.height, median(c.height for c in last)):
            last.append(cell)
        else:
            found.append([cell])
    for cell in (c for c in cells if c.last != c.middle):
        row = next((row for row in found if _labels(row, cell, words)), None)
        if row is None:
            found.append([cell])
        else:
            row.append(cell)
    return [Row(tuple(sorted(row, key=lambda c: c.left))) for row in sorted(found, key=_height_of)]


def _labels(row: list[Cell], cell: Cell, words: Vocabulary) -> bool:
    before = sorted((c for c in row if (c.left + c.right) / 2 < cell.left), key=lambda c: c.left)
    reach = _SAME_ROW * cell.height
    return (
        bool(before)
        and words.begins(COLUMN.join(c.text for c in before))
        and cell.middle - reach <= before[-1].middle <= cell.last + reach
    )


def _height_of(row: list[Cell]) -> float:
    return median(cell.middle for cell in row)


def _around(cells: Iterable[Cell]) -> Box:
    boxes = [cell.box for cell in cells]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
