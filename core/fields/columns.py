"""Takes apart pieces that a recogniser read across two columns: a value, and the label that stands right behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from core.fields.cells import Cell
from core.fields.lines import Vocabulary

_LONGEST: Final = 8  # letters of a label
_REST: Final = 2  # letters of a label that became a piece of their own
_SAME_EDGE: Final = 0.8  # of a line's height
_SAME_ROW: Final = 0.5


def parted(cells: Sequence[Cell], words: Vocabulary) -> list[Cell]:
    """Returns the pieces with such values and labels apart.

    Labels stand in columns: what ends a piece is one only where another label ends at the same edge.
    """
    cells = _letters_joined(cells, words)
    labels = [cell for cell in cells if words.fits(cell.text)]
    done: list[Cell] = []
    used: set[int] = set()
    for cell in cells:
        rest = next((c for c in cells if _follows(cell, c)), None)
        pieces = next(_cuts(cell, rest, labels, words), None)
        if pieces is None:
            done.append(cell)
            continue
        taken, value, label = pieces
        done += [value, label]
        if taken is not None:
            used.add(id(taken))
    return [cell for cell in done if id(cell) not in used]


def _letters_joined(cells: Sequence[Cell], words: Vocabulary) -> list[Cell]:
    """Makes one label of two letters that stand right behind a value, to whose end they would else be put."""
    done = list(cells)
    for first in [cell for cell in cells if len(cell.text) == 1]:
        last = next(
            (c for c in cells if len(c.text) == 1 and _level(first, c) and words.fits(first.text + c.text)), None
        )
        if last is not None and any(len(c.text) > _REST and _follows(c, first) for c in cells):
            done.remove(last)
            done[done.index(first)] = replace(first, text=first.text + last.text, right=last.right)
    return done


def _follows(cell: Cell, other: Cell) -> bool:
    near = -cell.height < other.left - cell.right < cell.height
    return other is not cell and len(other.text) <= _REST and near and _level(cell, other)


def _level(cell: Cell, other: Cell) -> bool:
    return abs(cell.middle - other.middle) < _SAME_ROW * min(cell.height, other.height)


def _cuts(
    cell: Cell, rest: Cell | None, labels: Sequence[Cell], words: Vocabulary
) -> Iterator[tuple[Cell | None, Cell, Cell]]:
    """Yields the piece that was used up, the value and the label, the longest label first."""
    for taken, tail, right in ((None, "", cell.right), *([(rest, rest.text, rest.right)] if rest else [])):
        column = next((c for c in labels if _of_column(c, cell, right)), None)
        for size in range(_LONGEST - len(tail), 0, -1) if column else ():
            word, value = cell.text[-size:] + tail, cell.text[:-size]
            if column is not None and len(word) > 1 and len(value) > 1 and words.fits(word):
                yield (
                    taken,
                    replace(cell, text=value, right=column.left - cell.height),
                    replace(cell, text=word, left=column.left, right=right),
                )


def _of_column(label: Cell, cell: Cell, right: float) -> bool:
    """Tells whether a label stands in the column in which a piece ends, and far from where it begins."""
    within = cell.left + 2 * cell.height < label.left < cell.right
    return within and abs(label.right - right) < _SAME_EDGE * cell.height and not _level(cell, label)
