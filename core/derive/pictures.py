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

from core.derive import flat
from core.derive.originals import Original
from core.derive.turns import ORIENTATION, SIDEWAYS, TURNS
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
    """Writes a picture for each page of `source` to the paths in `stems`, each with its ending; tells of each.

    `derive` asks for that copy to be made before, as a request of that task, and compared with the paper.
    """
    same = _derived(request["derive"]) if request.get("derive") else []
    source = _marked(request) if request.get("mark") else Path(request["source"])
    made = []
    with pikepdf.open(source) as pdf:
        for number, stem in enumerate(request["stems"]):
            page = pdf.pages[number]
            picture = _own(page, request) or _drawn(source, number, page, request)
            ending = ".png" if picture.how == "lossless" else ".jpg"
            Path(stem).with_suffix(ending).write_bytes(picture.content)
            told = {"how": picture.how, "ending": ending, "size": len(picture.content)}
            made.append(told | {"width": picture.width, "height": picture.height})
    return {"pictures": made, "same": same}


def _derived(request: Plain) -> list[bool]:
    """Makes a derived copy of a paper that was poured itself; says which of its pages draw what the paper draws."""
    from core.derive.proof import draws_the_same  # what only such papers need

    with Original(request["source"]) as paper:
        flat.copied(paper, Path(request["target"]), request)
        return draws_the_same(paper, str(request["kind"]), Path(request["target"]))


def _marked(request: Plain) -> Path:
    from core.derive.marked import marked_copy  # what few packets ask for

    target = Path(request["stems"][0]).with_suffix(".marked")
    marked_copy(Path(request["source"]), target, request["mark"])
    return target


def _own(page: Page, limits: Mapping[str, Any]) -> Picture | None:
    """Returns the picture that is the whole of a page, or None when there is more to it or it is over a limit."""
    image, turn = _only_image(page)
    if image is None or Name.SMask in image or Name.Decode in image:
        return None
    width, height = int(image.Width), int(image.Height)
    lossless = limits["png"] and turn == 1
    picture = _own_jpeg(image, width, height, turn) or (_own_png(image, width, height) if lossless else None)
    return picture if picture is not None and _within(picture, limits["px_max"], limits["kb_max"]) else None


def _within(picture: Picture, px: int | None, kb: int | None) -> bool:
    small = px is None or max(picture.width, picture.height) <= px
    return small and (kb is None or len(picture.content) <= kb * 1024)


def _own_jpeg(image: Object, width: int, height: int, turn: int) -> Picture | None:
    if image.get(Name.Filter) != Name.DCTDecode or image.get(Name.ColorSpace) == Name.DeviceCMYK:
        return None
    content = image.read_raw_bytes()
    if turn == 1:
        return Picture(content, "kept", width, height)
    # How the camera was held is told again, and nothing else of what it wrote: no pixel has to be turned for it.
    tiff = struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, ORIENTATION, 3, 1, turn, 0, 0)
    told = b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff
    size = (height, width) if turn >= SIDEWAYS else (width, height)
    return Picture(content[:2] + told + content[2:], "kept", *size)


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


def _only_image(page: Page) -> tuple[Object | None, int]:
    """Returns the image that fills an unturned page which draws nothing else, and how it is turned (EXIF, 1–8)."""
    pictures = page.obj.Resources.get(Name.XObject, Dictionary())
    if len(pictures) != 1 or int(page.obj.get(Name.Rotate, 0)) or Name.Font in page.obj.Resources:
        return None, 1
    matrix, drawn = Matrix(), 0
    for step in pikepdf.parse_content_stream(page):
        name = str(step.operator) if isinstance(step, ContentStreamInstruction) else "inline image"
        if name == "cm":
            matrix = Matrix(Array(step.operands)) @ matrix
        elif name == "Do":
            drawn += 1
        elif name not in {"q", "Q", "gs"}:
            return None, 1
    image, turn = next(iter(pictures.values())), _turn(matrix, page)
    fills = drawn == 1 and turn and image.get(Name.Subtype) == Name.Image
    return (image, turn) if fills else (None, 1)


def _turn(matrix: Matrix, page: Page) -> int:
    """Returns how an image lies that fills the page, 1–8 as EXIF counts; 0 when it does not fill it."""
    left, bottom, right, top = (float(v) for v in page.mediabox)
    wide, high = right - left, top - bottom
    across = (matrix.a / wide, matrix.c / wide, (matrix.e - left) / wide)
    up = (matrix.b / high, matrix.d / high, (matrix.f - bottom) / high)
    ours = [value for pair in zip(across, up, strict=True) for value in pair]
    room = 2 / min(wide, high)
    near = (turn for turn, exact in TURNS.items() if all(abs(a - b) < room for a, b in zip(ours, exact, strict=True)))
    return next(near, 0)


def _drawn(source: Path, number: int, page: Page, limits: Mapping[str, Any]) -> Picture:
    from core.derive.shrinking import drawn_jpeg  # libraries that pages of one JPEG don't need

    photographed = _only_image(page)[0] is not None
    content, size, smaller = drawn_jpeg(source, number, limits["px_max"], limits["kb_max"])
    return Picture(content, "reduced" if smaller or photographed else "drawn", *size)
