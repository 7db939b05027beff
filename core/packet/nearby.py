"""Which pieces of the letter are laid out when only one of its pages is looked at, while a person types.

A page depends on all that stands before it, but where a piece begins at the top of a page and nothing before or on
that page has changed, the layout may begin with it; and of what follows the page only a little matters, which may draw
a last line or a heading after it. So a letter of twenty pages is laid out as one of a few, to the same pixels. A piece
is a block, or a row of a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from core.packet.characters import Plain

# So many pieces decide where a page ends: headings in a row keep to each other and to what follows them.
_AFTER: Final = 4
# What becomes shorter draws a few more pieces onto the page.
_SPARE: Final = 2
# A top margin of 37 mm (style.typ), in points; what begins there begins its page.
_TOP: Final = 37 / 25.4 * 72 + 1
_TOLD: Final = frozenset({"spot", "spots"})


class Place(NamedTuple):
    """Where a piece begins: the page, and how many points below its edge."""

    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Laid:
    """The letter as it was last laid out whole, and where each of its pieces began."""

    blocks: tuple[Plain, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """The part of a letter that is laid out.

    Attributes:
        first: The page of the packet on which it begins.
        continued: Whether it begins after the letter's own beginning.
        ends: Whether it ends before the letter's own end.
    """

    blocks: tuple[Plain, ...]
    first: int
    continued: bool
    ends: bool


class _Piece(NamedTuple):
    block: int
    row: int | None
    content: object
    whole: bool = True


def with_spots(blocks: Iterable[Plain]) -> list[Plain]:
    """Returns blocks that tell where each of them, and each row of a table, begins."""
    return [block | {"spot": "piece", "spots": ["piece" for _row in block.get("rows", ())]} for block in blocks]


def without_spots(blocks: Iterable[Plain]) -> list[Plain]:
    """Returns the blocks as they were before `with_spots`."""
    return [{name: value for name, value in block.items() if name not in _TOLD} for block in blocks]


def near(laid: Laid, blocks: Sequence[Plain], page: int) -> Near | None:
    """Returns what of a letter as it is now must be laid out to see a page; None where that is not known."""
    before, now = list(_pieces(laid.blocks)), list(_pieces(blocks))
    if not before or len(before) != len(laid.places):
        return None
    start = _start(before, laid.places, _unchanged(before, now), page)
    behind = sum(place.page <= page for place in laid.places) + max(0, len(now) - len(before)) + _SPARE
    end = _whole_tables(blocks, now, behind + _AFTER)
    if start is None or end <= start:
        return None
    ends = end < len(now)
    cut = _cut(blocks, now[start:end], now[behind] if ends else None)
    return Near(tuple(cut), laid.places[start].page, start > 0, ends)


def _whole_tables(blocks: Sequence[Plain], pieces: Sequence[_Piece], end: int) -> int:
    """Returns the end moved behind a table that stays on one page: a part of it might stand where all can't."""
    while 0 < end < len(pieces) and pieces[end].block == pieces[end - 1].block and blocks[pieces[end].block]["kept"]:
        end += 1
    return end


def _pieces(blocks: Iterable[Plain]) -> Iterator[_Piece]:
    for number, block in enumerate(blocks):
        rows = block.get("rows")
        if rows is None:
            yield _Piece(number, None, block)
            continue
        yield _Piece(number, None, (block["header"], block["widths"]))
        yield from (_Piece(number, place, row, block["whole"][place]) for place, row in enumerate(rows))


def _unchanged(before: Sequence[_Piece], now: Sequence[_Piece]) -> int:
    """Returns how many pieces at the beginning are what they were."""
    pairs = enumerate(zip(before, now, strict=False))
    return next((number for number, (old, new) in pairs if old != new), min(len(before), len(now)))


def _start(pieces: Sequence[_Piece], places: Sequence[Place], unchanged: int, page: int) -> int | None:
    """Returns the last piece that begins a page on which, and before which, nothing has changed; else the first."""
    found: int | None = 0
    for number, group in groupby(range(len(pieces)), lambda piece: places[piece].page):
        begun = list(group)
        if number > page or begun[-1] + _AFTER >= unchanged:
            break
        if _begins_page(pieces, places, begun[0]):
            found = begun[0]
    return found


def _begins_page(pieces: Sequence[_Piece], places: Sequence[Place], number: int) -> bool:
    piece = pieces[number]
    if piece.row is None:
        return places[number].y <= _TOP
    # A row stands below the header, which each page repeats; the one before must not go on beside it.
    return bool(piece.row) and pieces[number - 1].whole


def _cut(blocks: Sequence[Plain], pieces: Sequence[_Piece], behind: _Piece | None) -> Iterator[Plain]:
    """Yields the blocks of some pieces, a table with those of its rows; `behind` is marked."""
    for number, group in groupby(pieces, lambda piece: piece.block):
        block, rows = blocks[number], [piece.row for piece in group if piece.row is not None]
        if "rows" not in block:
            yield block | {"spot": "behind"} if behind and behind.block == number else block
            continue
        here = behind if behind and behind.block == number else None
        yield block | {
            "spot": "behind" if here and here.row is None else "",
            "rows": [block["rows"][row] for row in rows],
            "whole": [block["whole"][row] for row in rows],
            "spots": ["behind" if here and here.row == row else "" for row in rows],
        }
