"""Small real PDFs with red ink in every way that papers carry seals, each with the truth: where the ink must show.

A page is white with black print, so red can only be the seal. Boxes are fractions of the page as it is shown, from
its upper left corner; they are reckoned here from the page's own numbers, not by the code under test.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from warnings import catch_warnings

import numpy as np
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

Box = tuple[float, float, float, float]
# Where the seal stands in the page's own space; off the middle, so that a turned page shows.
RECT = (340.0, 160.0, 460.0, 280.0)
SIZE = (595.0, 842.0)
_PRINT, _HIDDEN, _NO_VIEW, _NO_ROTATE = 4, 2, 32, 16
_INK = b"q 0.85 0.05 0.1 RG 8 w 10 10 100 100 re S 0.85 0.05 0.1 rg 10 10 50 50 re f Q"


@dataclass(frozen=True, slots=True)
class Sealed:
    """One paper of the set.

    Attributes:
        make: Draws the page; returns nothing.
        boxes: Where red must be on the page as shown; none where a viewer shows no seal.
        carrier: annotation, field or page: what the seal is part of.
    """

    name: str
    carrier: str
    make: Callable[[Pdf], None]
    boxes: tuple[Box, ...]

    def write(self, path: Path) -> Path:
        with Pdf.new() as pdf:
            self.make(pdf)
            with catch_warnings(action="ignore"):  # of a widget that no form lists, which is meant so
                pdf.save(path, static_id=True)
        return path


def shown(rect: tuple[float, ...] = RECT, view: tuple[float, ...] = (0, 0, *SIZE), turn: int = 0) -> Box:
    """Returns where a rectangle of the page's own space lies on the page as shown, cropped to `view` and turned."""
    left, bottom, right, top = view
    wide, high = right - left, top - bottom
    points = [((rect[i] - left) / wide, (top - rect[j]) / high) for i, j in ((0, 1), (2, 3))]
    turned = {0: lambda u, v: (u, v), 90: lambda u, v: (1 - v, u)}
    turned |= {180: lambda u, v: (1 - u, 1 - v), 270: lambda u, v: (v, 1 - u)}
    (a, b), (c, d) = (turned[turn % 360](u, v) for u, v in points)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def ink(pdf: Pdf, content: bytes = _INK, box: tuple[float, ...] = (0, 0, 120, 120), **more: Any) -> Object:
    """Returns a form of 120 points with a ring and a block in its lower left quarter."""
    form = Stream(pdf, content)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array(list(box))
    for key, value in more.items():
        form[f"/{key}"] = value
    return pdf.make_indirect(form)


def annotate(pdf: Pdf, page: Page, look: Object | None, **more: Any) -> Object:
    """Hangs an annotation on a page: a stamp unless `more` says otherwise."""
    given = {"Type": Name.Annot, "Subtype": Name.Stamp, "Rect": Array(list(RECT)), "F": _PRINT, "P": page.obj}
    given |= {"AP": Dictionary(N=look)} if look is not None else {}
    annotation = pdf.make_indirect(Dictionary(**(given | more)))
    page.obj.Annots = Array([*page.obj.get(Name.Annots, Array()), annotation])
    return annotation


def field(pdf: Pdf, page: Page, look: Object | None, **more: Any) -> Object:
    """Hangs a signature widget on a page, field and widget in one, and enters it in the form."""
    given = {"Subtype": Name.Widget, "FT": Name.Sig, "T": f"Signature{len(pdf.pages)}", "F": 132}
    widget = annotate(pdf, page, look, **(given | more))
    enter(pdf, widget)
    return widget


def enter(pdf: Pdf, entry: Object, **more: Any) -> None:
    form = pdf.Root.get(Name.AcroForm) or Dictionary(Fields=Array(), SigFlags=3)
    form.Fields.append(entry)
    for key, value in more.items():
        form[f"/{key}"] = value
    pdf.Root.AcroForm = form


def draw(page: Page, content: bytes) -> None:
    """Adds to what a page draws itself, at the seal's place, as a square of one unit times 120."""
    page.contents_add(b"q 120 0 0 120 340 160 cm " + content + b" Q")


def layer(pdf: Pdf, *, on: bool) -> Object:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="seal"))
    state = Dictionary(OFF=Array([] if on else [group]), ON=Array([group] if on else []), Order=Array())
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=state)
    return group


def picture(pdf: Pdf, space: Object, content: bytes, bits: int = 8, side: int = 40, **more: Any) -> Object:
    image = Stream(pdf, zlib.compress(content))
    given = {"Type": Name.XObject, "Subtype": Name.Image, "Width": side, "Height": side}
    given |= {"BitsPerComponent": bits, "ColorSpace": space, "Filter": Name.FlateDecode}
    for key, value in (given | more).items():
        image[f"/{key}"] = value
    return pdf.make_indirect(image)


def ring(side: int = 40) -> Any:
    """Returns where a ring has ink, one byte a pixel."""
    down, across = np.mgrid[0:side, 0:side] - (side - 1) / 2
    far = np.hypot(down, across)
    return ((far < side / 2) & (far > side / 4)).astype(np.uint8)


def coloured(inked: tuple[int, ...], paper: tuple[int, ...]) -> bytes:
    """Returns pixels of the ring in one colour on paper of another."""
    table = np.array([paper, inked], np.uint8)
    return table[ring()].tobytes()


RED, WHITE = (215, 20, 30), (255, 255, 255)
