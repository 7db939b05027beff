"""What goes over an exhibit's picture on its sheet: recognised text, unseen, and the purpose mark, seen.

Both lie beside the exhibit's own drawing, never in it, so that its proof by bytes holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pikepdf import Dictionary, Name, Object, Page, Pdf, Stream

from core.derive.tagging import opening
from core.derive.textlayer import Area, Line, TextLayer
from core.derive.worker import Plain

if TYPE_CHECKING:
    from core.derive.marking import Marker

_FONT, _MARK, _STATE = "Unseen", "Purpose", "Over"


class Overlays:
    """Lays texts and marks over the sheets of one packet. `lay` for each exhibit, then `finish` once."""

    def __init__(self, packet: Pdf) -> None:
        self._packet = packet
        self._texts = TextLayer(packet)
        self._markers: dict[str, Marker] = {}

    def lay(
        self, sheets: Sequence[Page], areas: Sequence[Area], exhibit: Plain, marks: Sequence[list[int] | None] = ()
    ) -> list[str]:
        """Lays over an exhibit's sheets what a request says of it; returns how each was marked."""
        for number, area in enumerate(areas, start=1):
            recognised = exhibit.get("texts", {}).get(str(number))
            if recognised:
                named = opening((marks[number - 1] or [])[1:] if number <= len(marks) else [])
                self._text(sheets[number - 1], area, recognised, named)
        mark = exhibit.get("mark")
        if not mark:
            return []
        return [
            self._mark(sheets[number - 1], area, mark, _clear(exhibit, mark, number))
            for number, area in enumerate(areas, start=1)
        ]

    def finish(self) -> None:
        """Writes what the pages share."""
        self._texts.finish()

    def _text(self, page: Page, area: Area, recognised: dict[str, Any], named: bytes) -> None:
        lines = [Line(str(text), (box[0], box[1], box[2], box[3])) for text, box in recognised["lines"]]
        content = self._texts.content(_FONT, lines, area, int(recognised["turned"]))
        if content:
            own(page.obj.Resources, Name.Font)[Name(f"/{_FONT}")] = self._texts.font
            self._add(page, content, named)

    def _mark(self, page: Page, area: Area, mark: Plain, clear: list[list[float]] | None) -> str:
        marker = self._marker(str(mark["text"]), Path(mark["font"]))
        placed = marker.place(area, clear)
        own(page.obj.Resources, Name.XObject)[Name(f"/{_MARK}")] = marker.form
        own(page.obj.Resources, Name.ExtGState)[Name(f"/{_STATE}")] = marker.state
        self._add(page, marker.content(_MARK, _STATE, placed), opening([]))
        return placed.how

    def _marker(self, text: str, font: Path) -> Marker:
        if text not in self._markers:
            from core.derive.marking import Marker  # fonts and shapes, which most packets don't need

            self._markers[text] = Marker(self._packet, text, font)
        return self._markers[text]

    def _add(self, page: Page, content: bytes, named: bytes) -> None:
        page.contents_add(Stream(self._packet, named + b"\n" + content + b"\nEMC\n"))


def own(holder: Object, key: Name) -> Object:
    """Gives an object its own copy of one of its dictionaries and returns that."""
    held = holder.get(key)
    holder[key] = Dictionary(dict(held.items())) if isinstance(held, Dictionary) else Dictionary()
    return holder[key]


def _clear(exhibit: Plain, mark: Plain, number: int) -> list[list[float]] | None:
    """Returns what must stay clear on a page: what the request names, and numbers in the page's own text."""
    named: list[list[float]] | None = mark["clear"].get(str(number))
    if named is None:
        return None
    from core.derive.text_on import boxes_of_numbers

    return named + boxes_of_numbers(Path(exhibit["source"]), number)
