"""The purpose mark over a copy: grey slanted words that leave numbers, codes and seals readable.

Words go in as shapes, not as text: what is searched and copied stays the paper's own. They darken what lies
under them and never lighten it, so nothing that stands on the paper can be lost beneath. A place that must
stay clear gets no mark; where nobody knows what stands on a page, only its edge is marked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from core.derive.textlayer import Area

_EM: Final = 1000
_SLANT: Final = 30.0
_GREY: Final = 0.80  # light on white paper, and still to be seen on a print
# Of the paper's shorter side; tried one after the other until a mark finds room.
_SIZES: Final = (1 / 22, 1 / 30, 1 / 40)
_LARGEST, _SMALLEST = 24.0, 6.0
_MOST: Final = 9
_ROOM: Final = 3.0  # points between a mark and what it must leave clear
_EDGE_SIZE: Final = 0.022

Place = tuple[float, float, float, float]  # cosine, sine (times the size), x, y
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the marks of one page stand.

    Attributes:
        how: `between` what must stay clear, or on the `edge`.
    """

    how: str
    places: tuple[Place, ...]


class Marker:
    """The shapes of one mark in one PDF."""

    def __init__(self, pdf: Pdf, text: str, font: Path) -> None:
        self._length, shapes = outlines(text, font)
        form = Stream(pdf, shapes)
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = Array([0, -_EM // 4, self._length, _EM])
        self.form: Object = pdf.make_indirect(form)
        self.state: Object = pdf.make_indirect(Dictionary(Type=Name.ExtGState, BM=Name.Multiply))

    def place(self, area: Area, clear: Sequence[Sequence[float]] | None) -> Placed:
        """Decides where the mark stands on a page.

        Args:
            area: Where the page lies on its sheet.
            clear: Boxes that stay clear, as fractions of the page; None when they are not known.
        """
        between = self._between(area, clear) if clear is not None else ()
        return Placed("between", between) if between else Placed("edge", (self._edge(area),))

    def content(self, form: str, state: str, placed: Placed) -> bytes:
        """Returns page content that draws the marks; `form` and `state` are names among the page's resources."""
        rows = [
            f"q {cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {x:.3f} {y:.3f} cm /{form} Do Q"
            for cos, sin, x, y in placed.places
        ]
        return "\n".join((f"q /{state} gs {_GREY} g", *rows, "Q")).encode("ascii")

    def _between(self, area: Area, clear: Sequence[Sequence[float]]) -> tuple[Place, ...]:
        shorter = min(area.width, area.height)
        taken = [_corners(area.part(box), _ROOM) for box in clear]
        for share in _SIZES:
            size = min(max(shorter * share, _SMALLEST), _LARGEST)
            found = tuple(place for place in self._grid(area, size) if self._is_free(place, area, taken))
            if found:
                return _spread(found)
        return ()

    def _grid(self, area: Area, size: float) -> Iterator[Place]:
        """Yields slanted rows of places over the page, every second row moved."""
        cos, sin = math.cos(math.radians(_SLANT)), math.sin(math.radians(_SLANT))
        length, pitch = self._length / _EM * size, size * 5
        steps = int(area.height / pitch) + 1
        for row in range(steps):
            y = area.bottom + row * pitch
            x = area.left + (length / 3 if row % 2 else 0)
            while x < area.left + area.width:
                yield cos * size / _EM, sin * size / _EM, x, y
                x += length * cos * 1.15

    def _is_free(self, place: Place, area: Area, taken: Sequence[Sequence[Point]]) -> bool:
        mine = self._corners_of(place)
        inside = all(
            area.left <= x <= area.left + area.width and area.bottom <= y <= area.bottom + area.height for x, y in mine
        )
        return inside and not any(_meet(mine, other) for other in taken)

    def _corners_of(self, place: Place) -> list[Point]:
        cos, sin, x, y = place
        box = ((0, -_EM / 4), (self._length, -_EM / 4), (self._length, _EM), (0, _EM))
        return [(x + cos * across - sin * up, y + sin * across + cos * up) for across, up in box]

    def _edge(self, area: Area) -> Place:
        """Returns the place of one level mark on the lower edge, as large as the edge is wide."""
        size = min(area.height * _EDGE_SIZE, area.width * 0.9 / (self._length / _EM))
        x = area.left + (area.width - self._length / _EM * size) / 2
        return size / _EM, 0.0, x, area.bottom + size * 0.3


def _spread(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Keeps so many marks that the paper stays readable, from all over the page."""
    step = max(1, math.ceil(len(places) / _MOST))
    return places[step // 2 :: step]


def _corners(area: Area, room: float) -> list[Point]:
    left, bottom = area.left - room, area.bottom - room
    right, top = area.left + area.width + room, area.bottom + area.height + room
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def _meet(one: Sequence[Point], other: Sequence[Point]) -> bool:
    """Says whether two rectangles overlap: they don't when a line parallel to a side of one lies between them."""
    for corners in (one, other):
        for first, second in zip(corners, [*corners[1:], corners[0]], strict=True):
            across, up = second[1] - first[1], first[0] - second[0]
            spans = [[across * x + up * y for x, y in shape] for shape in (one, other)]
            if max(spans[0]) < min(spans[1]) or max(spans[1]) < min(spans[0]):
                return False
    return True


@cache
def outlines(text: str, font: Path) -> tuple[float, bytes]:
    """Returns a text's length in thousandths of its size, and its shapes as page content."""
    from fontTools.pens.basePen import BasePen
    from fontTools.ttLib import TTFont

    class _Pen(BasePen):  # type: ignore[misc]  # fontTools has no types
        """Writes shapes as PDF draws them; fontTools turns quadratic curves into cubic ones."""

        def __init__(self, glyphs: object, left: float) -> None:
            super().__init__(glyphs)
            self.left, self.drawn = left, list[str]()

        def _at(self, *points: Point) -> str:
            return " ".join(f"{(x + self.left) * scale:.1f} {y * scale:.1f}" for x, y in points)

        def _moveTo(self, pt: Point) -> None:  # fontTools' name
            self.drawn.append(f"{self._at(pt)} m")

        def _lineTo(self, pt: Point) -> None:
            self.drawn.append(f"{self._at(pt)} l")

        def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:
            self.drawn.append(f"{self._at(pt1, pt2, pt3)} c")

        def _closePath(self) -> None:
            self.drawn.append("h")

    with TTFont(font, lazy=True) as opened:
        glyphs, names = opened.getGlyphSet(), opened.getBestCmap()
        scale, left, drawn = _EM / opened["head"].unitsPerEm, 0.0, list[str]()
        for sign in text:
            glyph = glyphs[names.get(ord(sign), ".notdef")]
            pen = _Pen(glyphs, left)
            glyph.draw(pen)
            drawn.extend([*pen.drawn, "f"] if pen.drawn else ())
            left += glyph.width
    return left * scale, "\n".join(drawn).encode("ascii")
