"""Where pages stand one below the other: sizes, zoom and turn in; rectangles out. Knows no widget."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, QSizeF

from core.model import Box, FileFacts

GAP = 12.0
MARGIN = 8.0
_SCREEN_DPI, _POINTS = 96.0, 72.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Pages in a column, each in its middle.

    Attributes:
        sizes: Width and height of each page at 100 %, in device-independent pixels, as the file shows them.
        scale: 1.0 is 100 %.
        turn: Degrees clockwise by which every page is turned in the view: 0, 90, 180 or 270.
        room: What there is to see of it at once.
    """

    sizes: tuple[tuple[float, float], ...]
    scale: float
    turn: int
    room: QSizeF
    tops: tuple[float, ...]

    @property
    def pages(self) -> int:
        return len(self.sizes)

    def size(self, page: int) -> QSizeF:
        """Returns the size of a page as it stands in the view."""
        width, height = shown_size(self.sizes[page - 1], self.turn)
        return QSizeF(width * self.scale, height * self.scale)

    def rect(self, page: int) -> QRectF:
        """Returns where a page stands, from the top left corner of the whole column."""
        size = self.size(page)
        left = max(MARGIN, (self.width - size.width()) / 2)
        return QRectF(left, self.tops[page - 1], size.width(), size.height())

    @property
    def width(self) -> float:
        widest = max((shown_size(size, self.turn)[0] for size in self.sizes), default=0.0) * self.scale + 2 * MARGIN
        return max(widest, self.room.width())

    @property
    def height(self) -> float:
        return self.tops[-1] + self.size(self.pages).height() + MARGIN if self.sizes else 0.0

    def page_at(self, y: float) -> int:
        """Returns the page that stands at a height, or the next one above it."""
        return max(1, bisect_right(self.tops, y))

    def visible(self, top: float) -> range:
        """Returns the numbers of the pages of which something can be seen below `top`."""
        return range(self.page_at(top), self.page_at(top + self.room.height()) + 1) if self.sizes else range(0)

    def between(self, start: QPointF, end: QPointF) -> tuple[int, Box] | None:
        """Returns the page under `start` and the box from there to `end`, in fractions of it as the file shows it."""
        page = min(self.page_at(start.y()), self.pages)
        if not page:
            return None
        rect = self.rect(page)
        room = QRectF(start, end).normalized().intersected(rect)
        left, top = (room.left() - rect.left()) / rect.width(), (room.top() - rect.top()) / rect.height()
        box = (left, top, left + room.width() / rect.width(), top + room.height() / rect.height())
        return page, turned(box, -self.turn % 360)


def lay_out(sizes: Sequence[tuple[float, float]], scale: float, turn: int, room: QSizeF) -> Layout:
    """Places pages."""
    heights = [shown_size(size, turn)[1] * scale for size in sizes]
    tops = accumulate((height + GAP for height in heights[:-1]), initial=MARGIN) if heights else ()
    return Layout(tuple(sizes), scale, turn, room, tuple(tops))


def page_sizes(facts: FileFacts, ratio: float) -> tuple[tuple[float, float], ...]:
    """Returns the pages' sizes at 100 %: paper as large as it is on a desk, a picture dot by dot.

    Args:
        facts: Of the file; a picture's own dots count, a page's points do.
        ratio: Dots of the screen for one device-independent pixel.
    """
    own = facts.image.dpi or _POINTS if facts.image is not None else 0
    dots = own / _POINTS / ratio if own else _SCREEN_DPI / _POINTS
    return tuple((max(1.0, page.width * dots), max(1.0, page.height * dots)) for page in facts.pages)


def shown_size(size: tuple[float, float], turn: int) -> tuple[float, float]:
    return (size[1], size[0]) if turn in {90, 270} else size


def turned(box: Box, turn: int) -> Box:
    """Returns a box, in fractions of a page, as it lies when the page is turned clockwise."""
    left, top, right, bottom = box
    if turn == 90:
        return (1 - bottom, left, 1 - top, right)
    if turn == 180:
        return (1 - right, 1 - bottom, 1 - left, 1 - top)
    if turn == 270:
        return (top, 1 - right, bottom, 1 - left)
    return box


def box_on(rect: QRectF, box: Box) -> QRectF:
    """Returns where a box lies on a page that stands in `rect`."""
    left, top, right, bottom = box
    start = QPointF(rect.left() + left * rect.width(), rect.top() + top * rect.height())
    end = QPointF(rect.left() + right * rect.width(), rect.top() + bottom * rect.height())
    return QRectF(start, end)
