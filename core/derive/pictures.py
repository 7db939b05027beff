"""Makes the portal's pictures of one exhibit: clean, in order, within the platform's limits.

A page that is one photographed or scanned JPEG goes out as that very JPEG, one that was packed losslessly as a PNG of
the same pixels; anything else is drawn. Only a limit makes a picture smaller than it is, and then that is told.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Matrix, Name, Object, Page

from core.derive.worker import Plain

_PNG_COLOURS: Final[dict[Any, int]] = {Name.DeviceGray: 0, Name.DeviceRGB: 2}


@dataclass(frozen=True, slots=True)
class Picture:
    """Attributes: how: kept, lossless, drawn or reduced."""

    content: bytes
    how: str
    width: int
    height: int


def task(request: Plain) -> Plain:
    """Writes a picture for each page of `source` to the paths in `stems`, each with its ending; tells of each."""
    source = _marked(request) if request.get("mark") else Path(request["source"])
    made = []
    with pikepdf.open(source) as pdf:
        for number, stem in enumerate(request["stems"]):
            picture = _own(pdf.pages[number], request) or _drawn(source, number, request)
            ending = ".png" if picture.how == "lossless" else ".jpg"
            Path(stem).with_suffix(ending).write_bytes(picture.content)
            told = {"how": picture.how, "ending": ending, "size": len(picture.content)}
            made.append(told | {"width": picture.width, "height": picture.height})
    return {"pictures": made}


def _marked(request: Plain) -> Path:
    from core.derive.marked import marked_copy  # what few packets ask for

    target = Path(request["stems"][0]).with_suffix(".marked")
    marked_copy(Path(request["source"]), target, request["mark"])
    return target


def _own(page: Page, limits: Mapping[str, Any]) -> Picture | None:
    """Returns the picture that is the whole of a page, or None when there is more to it or it is over a limit."""
    image = _only_image(page)
    if image is None or Name.SMask in image or Name.Decode in image:
        return None
    width, height = int(image.Width), int(image.Height)
    picture = _own_jpeg(image, width, height) or (_own_png(image, width, height) if limits["png"] else None)
    return picture if picture is not None and _within(picture, limits["px_max"], limits["kb_max"]) else None


def _within(picture: Picture, px: int | None, kb: int | None) -> bool:
    small = px is None or max(picture.width, picture.height) <= px
    return small and (kb is None or len(picture.content) <= kb * 1024)


def _own_jpeg(image: Object, width: int, height: int) -> Picture | None:
    if image.get(Name.Filter) != Name.DCTDecode or image.get(Name.ColorSpace) == Name.DeviceCMYK:
        return None
    return Picture(image.read_raw_bytes(), "kept", width, height)


def _own_png(image: Object, width: int, height: int) -> Picture | None:
    """Puts a losslessly packed picture into a PNG as it is: both pack the same rows in the same way."""
    colours, how = _PNG_COLOURS.get(image.get(Name.ColorSpace)), image.get(Name.DecodeParms)
    if image.get(Name.Filter) != Name.FlateDecode or colours is None or how is None:
        return None
    if int(how.get(Name.Predictor, 1)) != 15:
        return None
    head = struct.pack(">IIBBBBB", width, height, int(image.BitsPerComponent), colours, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", image.read_raw_bytes()), (b"IEND", b""))
    content = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)
    return Picture(content, "lossless", width, height)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _only_image(page: Page) -> Object | None:
    """Returns the image that fills an unturned page which draws nothing else."""
    pictures = page.obj.Resources.get(Name.XObject, Dictionary())
    if len(pictures) != 1 or int(page.obj.get(Name.Rotate, 0)) or Name.Font in page.obj.Resources:
        return None
    matrix, drawn = Matrix(), 0
    for step in pikepdf.parse_content_stream(page):
        name = str(step.operator) if isinstance(step, ContentStreamInstruction) else "inline image"
        if name == "cm":
            matrix = Matrix(Array(step.operands)) @ matrix
        elif name == "Do":
            drawn += 1
        elif name not in {"q", "Q", "gs"}:
            return None
    image = next(iter(pictures.values()))
    fills = drawn == 1 and _fills(matrix, page) and image.get(Name.Subtype) == Name.Image
    return image if fills else None


def _fills(matrix: Matrix, page: Page) -> bool:
    left, bottom, right, top = (float(v) for v in page.mediabox)
    ours = (matrix.e, matrix.f, matrix.e + matrix.a, matrix.f + matrix.d)
    upright = abs(matrix.b) + abs(matrix.c) < 0.01
    return upright and all(abs(a - b) < 2 for a, b in zip(ours, (left, bottom, right, top), strict=True))


def _drawn(source: Path, number: int, limits: Mapping[str, Any]) -> Picture:
    from core.derive.shrinking import drawn_jpeg  # libraries that pages of one JPEG don't need

    with pikepdf.open(source) as pdf:
        photographed = _only_image(pdf.pages[number]) is not None
    content, size, smaller = drawn_jpeg(source, number, limits["px_max"], limits["kb_max"])
    return Picture(content, "reduced" if smaller or photographed else "drawn", *size)
