"""Turns a picture into PDF pages without changing a pixel.

A JPEG's own data goes in as it is, only without what a camera adds about place and owner. Anything else
is packed losslessly. How the camera was held (EXIF) is told by turning the page, not the pixels.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageSequence

from core.derive.geometry import A4
from core.derive.turns import ORIENTATION, SIDEWAYS, TURNS
from core.probe.image import FORMATS

_SPACES: Final = {"1": Name.DeviceGray, "L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}
_DEFAULT_DPI: Final = 150.0


def to_pdf(source: BinaryIO, target: Path, kind: str) -> list[list[float]]:
    """Writes one page for each frame; returns the pages' sizes in points."""
    with Pdf.new() as pdf:
        sizes = into(pdf, source, kind)
        pdf.save(target, static_id=True, compress_streams=True)
    return sizes


def sizes_of_plain(source: BinaryIO, kind: str) -> list[list[float]] | None:
    """Returns the size of a picture's page when its own data goes in as it is, None when it is packed anew."""
    if kind != "jpeg":
        return None
    with Image.open(source, formats=FORMATS[kind]) as image:
        return [paper_size(image, sideways=orientation(image) >= SIDEWAYS)] if _goes_in_as_it_is(image) else None


def into(pdf: Pdf, source: BinaryIO, kind: str) -> list[list[float]]:
    """Adds one page for each frame to a document in memory; returns the pages' sizes in points."""
    with Image.open(source, formats=FORMATS[kind]) as image:
        if _goes_in_as_it_is(image):
            frames: Iterator[tuple[Stream, Image.Image]] = iter([(_jpeg(pdf, source, image), image)])
        elif image.format == "HEIF":
            frames = iter([(_packed(pdf, image), image)])  # bursts and depth maps stay behind, as when it is shown
        else:
            frames = ((_packed(pdf, frame), frame) for frame in frames_of(image, kind))
        return [_page(pdf, stream, frame) for stream, frame in frames]


def frames_of(image: Image.Image, kind: str) -> Iterator[Image.Image]:
    """Yields the pages of a picture: every frame of a TIFF, and of a moving picture the first, as when it is shown."""
    if kind == "tiff":
        yield from ImageSequence.Iterator(image)
    else:
        yield image


def orientation(image: Image.Image) -> int:
    """Returns how the camera was held, 1–8; 1 when the file says nothing usable."""
    value = image.getexif().get(ORIENTATION, 1)
    return value if value in TURNS else 1


def drawing(frame: Image.Image) -> bytes:
    """Returns the page content that shows a frame the right way up."""
    turn = orientation(frame)
    width, height = paper_size(frame, sideways=turn >= SIDEWAYS)
    matrix = [a * b for a, b in zip(TURNS[turn], (width, height) * 3, strict=True)]
    return ("q " + " ".join(f"{value:.4f}" for value in matrix) + " cm /Im0 Do Q").encode("ascii")


def opaque(frame: Image.Image) -> Image.Image:
    """Returns a frame in a mode that a page can show; see-through parts become white paper."""
    if frame.mode in {"1", "L", "RGB"} and "transparency" not in frame.info:
        return frame
    if frame.mode.startswith("I;16"):
        return frame.convert("I").point(lambda value: value / 256).convert("L")
    if frame.mode in {"I", "F", "CMYK", "YCbCr", "LAB", "HSV"}:
        return frame.convert("RGB")
    paper = Image.new("RGBA", frame.size, "white")
    paper.alpha_composite(frame.convert("RGBA"))
    return paper.convert("RGB")


def bare_jpeg(content: bytes) -> bytes:
    """Returns a JPEG without comments and application data; colour profile and transform stay, pixels too."""
    kept, position = [content[:2]], 2
    while position + 4 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if marker == 0xFF:  # fill byte
            position += 1
            continue
        if marker == 0xDA:  # the picture itself, to the end
            return b"".join((*kept, content[position:]))
        end = position + 2 + struct.unpack(">H", content[position + 2 : position + 4])[0]
        if not (marker == 0xFE or (0xE1 <= marker <= 0xEF and marker not in {0xE2, 0xEE})):
            kept.append(content[position:end])
        position = end
    return content


def _goes_in_as_it_is(image: Image.Image) -> bool:
    return image.format in {"JPEG", "MPO"} and image.mode in _SPACES


def _jpeg(pdf: Pdf, source: BinaryIO, image: Image.Image) -> Stream:
    values = _image_values(image.width, image.height, 8, image.mode)
    if image.mode == "CMYK" and "adobe" in image.info:
        values.Decode = Array([1, 0] * 4)  # Adobe writes CMYK JPEGs inverted
    values.Filter = Name.DCTDecode
    source.seek(0)
    return Stream(pdf, bare_jpeg(source.read()), values)


def _packed(pdf: Pdf, frame: Image.Image) -> Stream:
    """Packs a frame as PNG does: the same bytes are what PDF calls Flate with a PNG predictor."""
    plain = opaque(frame)
    buffer = io.BytesIO()
    plain.save(buffer, "PNG", compress_level=6)
    bits = 1 if plain.mode == "1" else 8
    values = _image_values(plain.width, plain.height, bits, plain.mode)
    values.Filter = Name.FlateDecode
    colors = 3 if plain.mode == "RGB" else 1
    values.DecodeParms = Dictionary(Predictor=15, Colors=colors, BitsPerComponent=bits, Columns=plain.width)
    return Stream(pdf, b"".join(_chunks(buffer.getvalue())), values)


def _chunks(png: bytes) -> Iterator[bytes]:
    position = 8
    while position < len(png):
        length, kind = struct.unpack(">I4s", png[position : position + 8])
        if kind == b"IDAT":
            yield png[position + 8 : position + 8 + length]
        position += 12 + length


def _image_values(width: int, height: int, bits: int, mode: str) -> Dictionary:
    return Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        BitsPerComponent=bits,
        ColorSpace=_SPACES[mode],
    )


def _page(pdf: Pdf, stream: Stream, frame: Image.Image) -> list[float]:
    size = paper_size(frame, sideways=orientation(frame) >= SIDEWAYS)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, *(round(v, 4) for v in size)]),
        Resources=Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(stream))),
        Contents=Stream(pdf, drawing(frame)),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return size


def paper_size(frame: Image.Image, *, sideways: bool) -> list[float]:
    """Returns the natural size in points, no larger than A4 either way up."""
    dpi = frame.info.get("dpi", (0, 0))[0]
    dpi = float(dpi) if 50 <= dpi <= 1200 else _DEFAULT_DPI
    width, height = (frame.height, frame.width) if sideways else (frame.width, frame.height)
    most = sorted(A4, reverse=width > height)
    scale = min(72 / dpi, most[0] / width, most[1] / height)
    return [max(width * scale, 1.0), max(height * scale, 1.0)]
