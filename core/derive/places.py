"""Where the pages of a packet are: outline, links and page labels, once the sheets stand behind the front pages.

The layout of the front pages knows the sheets by name alone (`ex-3`, `ex-3-2`, `s-exhibits`); here the names become
places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf, String

from core.derive.worker import Plain, TaskFailed

_NAMED: Final = "sheet:"
_ALL: Final = "s-exhibits"
# A reader shows so much above the place that it is led to, as the layout's own links do.
_ABOVE: Final = 10


class Places:
    """The places of one file. `add` each exhibit with its sheets, then `lead_there` once."""

    def __init__(self, exhibits: str, leads_to: str) -> None:
        """Takes the outline's name for all exhibits, and how a link says to which `{page}` it leads."""
        self._exhibits = exhibits
        self._leads_to = leads_to
        self._bookmarks: list[OutlineItem] = []
        # By name: which sheet, counted from 0, and the place on it.
        self._places: dict[str, tuple[int, Array]] = {}
        self._count = 0

    def add(self, exhibit: Plain, sheets: Sequence[Page]) -> None:
        """Notes where an exhibit begins, and each page of it."""
        name = f"ex-{exhibit['number']}"
        for number, (page, sheet) in enumerate(zip(sheets, exhibit["sheets"], strict=True), start=1):
            left, top = sheet["frame"][0], sheet["height"] - sheet["frame"][1] + _ABOVE
            place = Array([page.obj, Name.XYZ, round(left, 3), round(top, 3), 0])
            self._places[f"{name}-{number}"] = self._count, place
            self._count += 1
        self._places[name] = self._places[f"{name}-1"]
        self._places.setdefault(_ALL, self._places[name])
        self._bookmarks.append(OutlineItem(str(exhibit["title"]), self._places[name][1]))

    def lead_there(self, packet: Pdf, front: int) -> None:
        """Writes outline, links and labels of a file whose first `front` pages stand before the sheets.

        Raises:
            TaskFailed: A link names a sheet that there is not.
        """
        for page in packet.pages[:front]:
            for link in page.obj.get(Name.Annots, Array()):
                self._lead(link, front)
        self._write_outline(packet)
        numbered = Dictionary(Type=Name.PageLabel, S=Name.D, St=1)
        packet.Root.PageLabels = Dictionary(Nums=Array([0, numbered]))

    def _lead(self, link: Object, front: int) -> None:
        action = link.get(Name.A)
        uri = str(action.get(Name.URI, "")) if isinstance(action, Dictionary) else ""
        if not uri.startswith(_NAMED):
            return
        place = self._places.get(uri.removeprefix(_NAMED))
        if place is None:
            raise TaskFailed("page-count", "a link to no sheet")
        number, target = place
        del link[Name.A]
        link.Dest = target
        link.Contents = String(self._leads_to.format(page=front + number + 1))

    def _write_outline(self, packet: Pdf) -> None:
        """Adds the exhibits, and writes each bookmark's page number behind its title."""
        numbers = {page.obj.objgen: number for number, page in enumerate(packet.pages, start=1)}
        with packet.open_outline() as outline:
            if self._bookmarks:
                whole = OutlineItem(self._exhibits, self._places[_ALL][1])
                whole.children.extend(self._bookmarks)
                whole.is_closed = True
                outline.root.append(whole)
            for item in _items(outline.root):
                target = _target(item)
                if target is not None and target.objgen in numbers:
                    item.title = f"{item.title}  {numbers[target.objgen]}"


def _items(items: list[OutlineItem]) -> Iterator[OutlineItem]:
    for item in items:
        yield item
        yield from _items(item.children)


def _target(item: OutlineItem) -> Object | None:
    destination: object = item.destination
    if destination is None and item.action is not None:
        destination = item.action.get(Name.D)
    if isinstance(destination, Array) and len(destination):
        return destination[0]
    return None
