"""Pages of the packet as pictures for the screen: the very document that is built, laid out warm.

Exhibits are not poured in: an exhibit's sheet shows its strip, its number and an empty frame, so typing
never waits for megabytes. `frame_of` says where the app may lay the page's own thumbnail.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Final

from core.derive.geometry import Sheet
from core.packet import typeset
from core.packet.payload import payload
from core.packet.plan import Exhibit, Plan

_POINTS_PER_INCH: Final = 72.0
_WIDE = 595.276  # an upright A4 sheet, in points


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an exhibit page lies on its sheet, and which page it is.

    Attributes:
        page: 1-based page of the exhibit.
    """

    exhibit: Exhibit
    page: int
    sheet: Sheet


class Preview:
    """Draws pages of a plan. Show another plan with `show`; may be used from any one thread at a time."""

    def __init__(self, plan: Plan | None = None) -> None:
        self._guard = Lock()
        self._plan = plan
        self._drawn: tuple[float, list[bytes]] | None = None

    def show(self, plan: Plan) -> None:
        """Takes a changed plan; its pages are drawn when they are asked for."""
        with self._guard:
            self._plan, self._drawn = plan, None

    def pages(self) -> int:
        """Returns the number of pages of the packet, 0 while there is no plan."""
        return len(self._pictures(self._last_width()))

    def page(self, number: int, width: int) -> bytes:
        """Returns a page as PNG.

        Args:
            number: 1-based; the same number that the page prints.
            width: Pixels of an upright sheet; a wide one is wider in proportion.

        Raises:
            IndexError: There is no such page.
        """
        pictures = self._pictures(width)
        if not 1 <= number <= len(pictures):
            raise IndexError(number)
        return pictures[number - 1]

    def frame_of(self, number: int) -> Frame | None:
        """Returns where an exhibit page lies on a page of the packet, None for a front page."""
        plan = self._plan
        if plan is None:
            return None
        offset = number - 1 - (self.pages() - plan.exhibit_pages)
        for exhibit in plan.exhibits if offset >= 0 else ():
            if offset < len(exhibit.sheets):
                return Frame(exhibit, offset + 1, exhibit.sheets[offset])
            offset -= len(exhibit.sheets)
        return None

    def _last_width(self) -> float:
        return self._drawn[0] if self._drawn else _WIDE

    def _pictures(self, width: float) -> list[bytes]:
        with self._guard:
            if self._plan is None:
                return []
            if self._drawn is None or self._drawn[0] != width:
                ppi = width / _WIDE * _POINTS_PER_INCH
                self._drawn = (width, typeset.to_png(payload(self._plan), ppi))
            return self._drawn[1]
