"""Pours the derived pages of the exhibits into the frames that the layout left for them.

Pages stay in their files until the packet is written and go over as they are: nothing is decoded,
recompressed or held in memory, and what the pages of one exhibit share stays shared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name, Object, OutlineItem, Page, Pdf, Stream, String

from core.derive.geometry import Sheet, placed
from core.derive.layers import hidden_layers
from core.derive.lazily import opened
from core.derive.overlays import Overlays, own
from core.derive.standards import claims_of, is_harmless, take_back
from core.derive.tagging import Tagger, opening
from core.derive.textlayer import Area
from core.derive.worker import Plain, TaskFailed


def task(request: Plain) -> Plain:
    """Writes `target` from the laid-out `frames` and the `exhibits`; returns the number of pages."""
    with ExitStack() as files:
        packet = files.enter_context(pikepdf.open(request["frames"]))
        first = len(packet.pages) - sum(len(exhibit["sheets"]) for exhibit in request["exhibits"])
        if first < 0:
            raise TaskFailed("page-count", "fewer pages than exhibits")
        hidden: list[Object] = []
        over, tags = Overlays(packet), Tagger(packet)
        marked, harmless = [], []
        for exhibit in request["exhibits"]:
            if exhibit["source"]:
                source = files.enter_context(opened(Path(exhibit["source"])))
                marks = _tagged(tags, packet, first, exhibit)
                areas = pour_pages(packet, first, source, exhibit["sheets"], marks)
                marked.append(over.lay(first, areas, exhibit, marks))
                sheets = packet.pages[first : first + len(areas)]
                harmless.append(all(is_harmless(page.obj.Resources.XObject.Exhibit) for page in sheets))
                hidden.extend(packet.copy_foreign(layer) for layer in hidden_layers(source))
            first += len(exhibit["sheets"])
        over.finish()
        tags.finish()
        if not all(harmless):
            take_back(packet)
        claims = claims_of(packet)
        _keep_hidden(packet, hidden)
        _number_bookmarks(packet)
        count = len(packet.pages)
        _identify(packet, request)
        _write(packet, Path(request["target"]))
    return {"pages": count, "marked": marked, "claims": claims, "harmless": harmless}


def _write(packet: Pdf, target: Path) -> None:
    # Into an open file: by a path, the library would write beside an earlier one and rename, which waits for the disk.
    with target.open("wb") as stream:
        packet.save(
            stream,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
            static_id=True,  # the second half; the first is ours
        )


def _identify(packet: Pdf, request: Plain) -> None:
    """Gives the file an identifier of its own (ISO 32000-1, 14.4) from what it is made of.

    The library would hash the whole file as it writes it, which takes longer than writing.
    """
    hashed = hashlib.sha256(Path(request["frames"]).read_bytes())
    for exhibit in request["exhibits"]:
        told = [exhibit.get("made_of"), exhibit.get("texts"), (exhibit.get("mark") or {}).get("text")]
        hashed.update(json.dumps(told, sort_keys=True).encode("ascii"))
    identifier = String(hashed.digest()[:16])
    packet.trailer.ID = Array([identifier, identifier])


def _tagged(tags: Tagger, packet: Pdf, first: int, exhibit: Plain) -> list[list[int] | None]:
    """Names each sheet's picture for screen readers; returns the marks of its pieces of content."""
    count = len(exhibit["sheets"])
    names = exhibit.get("names", [""] * count)
    return [
        tags.begin(packet.pages[first + n], names[n], 2 if str(n + 1) in exhibit.get("texts", {}) else 1)
        for n in range(count)
    ]


def pour_pages(
    packet: Pdf, first: int, source: Pdf, sheets: list[dict[str, Any]], marks: Sequence[list[int] | None] = ()
) -> list[Area]:
    """Pours the pages of one exhibit; returns where each lies on its sheet."""
    areas = []
    if len(source.pages) != len(sheets):
        raise TaskFailed("page-count", f"{len(source.pages)} pages, {len(sheets)} planned")
    for offset, (page, sheet) in enumerate(zip(source.pages, sheets, strict=True)):
        form = packet.copy_foreign(source.make_indirect(page.as_form_xobject()))
        place = Sheet(sheet["width"], sheet["height"], sheet["frame"])
        named = opening((marks[offset] or [])[:1] if offset < len(marks) else [])
        areas.append(_place(packet, packet.pages[first + offset], form, place, named))
    return areas


def _place(packet: Pdf, page: Page, form: Object, sheet: Sheet, named: bytes) -> Area:
    left, bottom, right, top = shown_box(form)
    scale, x, y = placed(sheet, right - left, top - bottom)
    numbers = (scale, 0, 0, scale, x - left * scale, y - bottom * scale)
    matrix = " ".join(f"{number:.6f}" for number in numbers)
    # The layout's pages may share one resource dictionary; this page needs its own.
    resources = own(page.obj, Name.Resources)
    own(resources, Name.XObject)[Name.Exhibit] = form
    drawing = named + f" q {matrix} cm /Exhibit Do Q EMC\n".encode("ascii")
    page.contents_add(Stream(packet, drawing))
    return Area(x, y, (right - left) * scale, (top - bottom) * scale)


def shown_box(form: Object) -> tuple[float, float, float, float]:
    """Returns the form's box after its own matrix (rotation, user units) is applied."""
    left, bottom, right, top = (float(v) for v in form.BBox)
    matrix = Matrix(form.get(Name.Matrix, Array([1, 0, 0, 1, 0, 0])))
    corners = [matrix.transform(corner) for corner in ((left, bottom), (right, bottom), (right, top), (left, top))]
    xs, ys = [float(c[0]) for c in corners], [float(c[1]) for c in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _keep_hidden(packet: Pdf, hidden: list[Object]) -> None:
    if hidden:
        packet.Root.OCProperties = Dictionary(OCGs=Array(hidden), D=Dictionary(OFF=Array(hidden), Order=Array()))


def _number_bookmarks(packet: Pdf) -> None:
    """Writes each bookmark's page number behind its title."""
    numbers = {page.obj.objgen: number for number, page in enumerate(packet.pages, start=1)}
    with packet.open_outline() as outline:
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
