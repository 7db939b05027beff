"""Draws one page of a PDF as a PNG picture, for the preview."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from core.derive.worker import Plain, TaskFailed


def task(request: Plain) -> Plain:
    """Draws page `page` (0-based, else the last) of `source` at `width` pixels for `points`; returns its pixels."""
    with pypdfium2.PdfDocument(request["source"]) as pdf:
        if request["page"] < 0 or len(pdf) == 0:
            raise TaskFailed("no-such-page")
        page = min(request["page"], len(pdf) - 1)
        picture = pdf[page].render(scale=request["width"] / request["points"], rev_byteorder=True).to_pil()
    _write(_plainest(picture), Path(request["target"]))
    return {"size": list(picture.size)}


def _write(picture: Image.Image, target: Path) -> None:
    """Writes a PNG (ISO/IEC 15948) neither filtered nor compressed: it is shown once and thrown away."""
    rows = _rows(picture)
    kind = 0 if picture.mode == "L" else 2
    head = struct.pack(">2I5B", picture.width, picture.height, 8, kind, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    target.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks))


def _rows(picture: Image.Image) -> bytes:
    """Returns the pixels with a nought before each row: it is not filtered."""
    if picture.mode == "L":
        beside = Image.new("L", (picture.width + 1, picture.height))
        beside.paste(picture, (1, 0))
        return beside.tobytes()
    pixels, across = picture.tobytes(), picture.width * 3
    return b"".join(b"\0" + pixels[at : at + across] for at in range(0, len(pixels), across))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _plainest(picture: Image.Image) -> Image.Image:
    """Returns a picture without colour in one channel, which is written three times as fast; any other as it is."""
    if picture.mode != "RGB":
        return picture if picture.mode == "L" else picture.convert("RGB")
    red, green, blue = picture.split()
    grey = ImageChops.difference(red, green).getbbox() is None and ImageChops.difference(green, blue).getbbox() is None
    return red if grey else picture
