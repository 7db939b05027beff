"""Goes through every object of a PDF, compressed ones included, for what acts and what explodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

from core.probe.limits import Budget

# ISO 32000-1, table 198 (action types) and 12.5.6 (annotation types); /GoTo, /URI, /Thread and page
# turning only move the view or open a link that a person clicks, so they are not listed.
_ACTIONS: Final = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/SubmitForm": "submit-form",
    "/ImportData": "import-data",
    "/ResetForm": "reset-form",
    "/GoToR": "goto-remote",
    "/GoToE": "goto-embedded",
    "/Rendition": "rendition",
    "/Movie": "movie",
    "/Sound": "sound",
    "/GoTo3DView": "goto-3d-view",
    "/SetOCGState": "set-ocg",
    "/Hide": "hide",
    "/RichMediaExecute": "rich-media",
}
_ANNOTATIONS: Final = {"/RichMedia": "rich-media", "/Movie": "movie", "/Sound": "sound", "/3D": "rich-media"}
_SILENT: Final = frozenset({"/Link", "/Popup"})
# Cheap look before the careful one: only objects with one of these names are taken apart.
_KEYS: Final = {"/JS", "/EF", "/EmbeddedFiles", "/XFA", "/ByteRange", "/Image"}
_NAMES: Final = sorted(name[1:] for name in {*_ACTIONS, *_ANNOTATIONS, *_KEYS})
_INTEREST: Final = re.compile(rb"/(?:" + "|".join(_NAMES).encode() + rb")(?![A-Za-z0-9])")
_MAX_SIDE: Final = 10_000  # points, 3.5 metres: no paper, and gigabytes when drawn (Dangerzone's limit too)
_DEEP: Final = 60


@dataclass(slots=True)
class Walk:
    """What the walk found.

    Attributes:
        active: Pairs of kind and place.
        too_large: A picture or page that would cost gigabytes to draw.
        loop: The tree of pages or of form fields comes back to itself.
        complete: Whether every object was looked at.
        photo_bytes: Size of the packed pictures, whose decoding costs most of a full check.
        wrong_count: The file names another number of pages than it has.
    """

    active: set[tuple[str, str]] = field(default_factory=set)
    signatures: int = 0
    annotations: int = 0
    dynamic_xfa: bool = False
    too_large: bool = False
    loop: bool = False
    complete: bool = True
    wrong_count: bool = False
    photo_bytes: int = 0


def walk(pdf: pikepdf.Pdf, budget: Budget) -> Walk:
    """Looks at every object, within the limits."""
    found = Walk(loop=_loops(pdf.Root.get("/Pages")) or _loops(_fields(pdf)))
    places = _pages(pdf, found, budget)
    for number, item in enumerate(pdf.objects):
        if number >= budget.limits.objects or (number % 500 == 0 and budget.spent):
            found.complete = False
            break
        _look(item, places, found, budget)
    _catalogue(pdf, found)
    counted: Any = pdf.Root.Pages.get("/Count")
    found.wrong_count = isinstance(counted, int) and counted != len(pdf.pages)
    return found


def _pages(pdf: pikepdf.Pdf, found: Walk, budget: Budget) -> dict[tuple[int, int], str]:
    """Counts annotations that draw, looks for giant pages, and remembers on which page an annotation is."""
    places = {}
    for number, page in enumerate(pdf.pages, 1):
        if number > budget.limits.pages or budget.spent:
            found.complete = False
            break
        found.too_large |= _giant(page.obj)
        for annotation in _array(page.obj.get("/Annots")):
            if isinstance(annotation, pikepdf.Dictionary):
                places[annotation.objgen] = f"page {number}"
                found.annotations += _name(annotation, "/Subtype") not in _SILENT and "/AP" in annotation
    return places


def _giant(page: pikepdf.Object) -> bool:
    box = _array(page.get("/MediaBox"))
    sides = [float(v) for v in box if isinstance(v, int | float) or type(v).__name__ == "Decimal"]
    return len(sides) == 4 and max(abs(sides[2] - sides[0]), abs(sides[3] - sides[1])) > _MAX_SIDE


def _look(item: pikepdf.Object, places: dict[tuple[int, int], str], found: Walk, budget: Budget) -> None:
    top = item.stream_dict if isinstance(item, pikepdf.Stream) else item
    if not isinstance(top, pikepdf.Dictionary | pikepdf.Array) or not _INTEREST.search(top.unparse(resolved=True)):
        return
    place = places.get(item.objgen) or f"object {item.objgen[0]}"
    for part in _dictionaries(top):
        for kind in _kinds(part):
            found.active.add((kind, place))
        found.signatures += "/ByteRange" in part and "/Contents" in part
        if _name(part, "/Subtype") == "/Image":
            found.too_large |= _pixels(part) > budget.limits.pixels
            found.photo_bytes += _length(part)


def _kinds(part: pikepdf.Dictionary) -> Iterator[str]:
    action = _ACTIONS.get(_name(part, "/S"))
    if action:
        yield action
    if "/JS" in part:
        yield "javascript"
    if "/EF" in part or "/EmbeddedFiles" in part:
        yield "embedded-file"
    if "/Rect" in part and (kind := _ANNOTATIONS.get(_name(part, "/Subtype"))):
        yield kind
    if part.get("/XFA") is not None:
        yield "xfa"


def _catalogue(pdf: pikepdf.Pdf, found: Walk) -> None:
    start = pdf.Root.get("/OpenAction")
    if isinstance(start, pikepdf.Dictionary) and _name(start, "/S") in _ACTIONS:
        found.active.add(("open-action", "document"))
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and form.get("/XFA") is not None:
        found.dynamic_xfa = not _array(form.get("/Fields"))
    # A dynamic form draws itself from XML that no reader here understands (ISO 32000-1, table 28).
    found.dynamic_xfa |= bool(pdf.Root.get("/NeedsRendering", False))


def _fields(pdf: pikepdf.Pdf) -> pikepdf.Object | None:
    form = pdf.Root.get("/AcroForm")
    # The list of fields is wrapped so that it looks like any other node with children.
    if not isinstance(form, pikepdf.Dictionary) or "/Fields" not in form:
        return None
    return pikepdf.Dictionary(Kids=form["/Fields"])


def _loops(top: pikepdf.Object | None) -> bool:
    """Tells whether a tree of /Kids comes back to a node above itself."""
    stack: list[tuple[Any, frozenset[tuple[int, int]]]] = [(top, frozenset())]
    steps = 0
    while stack and steps < 100_000:
        node, above = stack.pop()
        steps += 1
        if not isinstance(node, pikepdf.Dictionary):
            continue
        own = node.objgen
        if own != (0, 0) and own in above:
            return True
        stack.extend((kid, above | {own}) for kid in _array(node.get("/Kids")))
    return False


def _dictionaries(top: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Goes through the direct dictionaries inside an object; indirect ones have their own turn."""
    stack = [(top, 0)]
    while stack:
        node, depth = stack.pop()
        if isinstance(node, pikepdf.Dictionary):
            yield node
        children = node.values() if isinstance(node, pikepdf.Dictionary) else node
        if depth < _DEEP:
            stack.extend((c, depth + 1) for c in children if _container(c) and not c.is_indirect)


def _container(value: object) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array)


def _array(value: Any) -> list[Any]:
    return list(value) if isinstance(value, pikepdf.Array) else []


def _name(part: pikepdf.Dictionary, key: str) -> str:
    value = part.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _length(part: pikepdf.Dictionary) -> int:
    length: Any = part.get("/Length")
    return length if isinstance(length, int) else 0


def _pixels(part: pikepdf.Dictionary) -> int:
    width: Any = part.get("/Width")
    height: Any = part.get("/Height")
    return width * height if isinstance(width, int) and isinstance(height, int) else 0
