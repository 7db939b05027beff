"""QR codes and barcodes, looked for at several scales."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import zxingcpp

from core.reading.pixels import NotDrawn, Pixels, shrunk
from core.reading.straighten import Points

_KINDS: Final = {
    "QRCode": "qr",
    "MicroQRCode": "micro-qr",
    "RMQRCode": "micro-qr",
    "DataMatrix": "data-matrix",
    "Aztec": "aztec",
    "PDF417": "pdf417",
    "EAN13": "ean-13",
    "EAN8": "ean-8",
    "UPCA": "upc-a",
    "UPCE": "upc-e",
    "Code128": "code-128",
    "Code39": "code-39",
    "Code93": "code-93",
    "ITF": "itf",
    "ITF14": "itf",
    "Codabar": "codabar",
}
# Square codes only: what a line of text looks like to a barcode reader at half size is not worth believing.
_SHRUNK: Final = 0.5


@dataclass(frozen=True, slots=True)
class Seen:
    """A code, its four corners as fractions of the picture's width and height."""

    kind: str
    text: str
    corners: Points


def find_codes(pixels: Pixels, larger: Callable[[], Pixels] | None) -> tuple[Seen, ...]:
    """Returns the codes of a page, the same payload once.

    Args:
        pixels: The page as the recogniser sees it.
        larger: Draws the page larger; called only when nothing could be decoded without it. None when it has
            nothing larger to show.
    """
    seen = _unique(_read(pixels))
    if not any(code.text for code in seen):
        seen = _unique([*_read(shrunk(pixels, _SHRUNK)), *_enlarged(larger), *seen])
    return tuple(seen)


def _read(pixels: Pixels) -> Iterator[Seen]:
    height, width = pixels.shape[:2]
    # OpenCV's order of colours is what the library takes an array to be in.
    for code in zxingcpp.read_barcodes(np.ascontiguousarray(pixels[:, :, ::-1]), return_errors=True):
        kind = _KINDS.get(code.format.name, "other")
        # A torn linear code is indistinguishable from a table's rules; a torn QR code has its three corners.
        if code.valid or kind == "qr":
            yield Seen(kind, code.text if code.valid else "", _corners(code.position) / (width, height))


def _corners(position: zxingcpp.Position) -> Points:
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return np.array([(point.x, point.y) for point in points], np.float64)


def _enlarged(larger: Callable[[], Pixels] | None) -> Iterator[Seen]:
    try:
        yield from _read(larger()) if larger else ()
    except NotDrawn:  # the page is there in the smaller size, that will have to do
        return


def _unique(codes: Iterator[Seen] | list[Seen]) -> list[Seen]:
    """Keeps one of each payload, and a code that could not be decoded only where no other stands."""
    found: dict[tuple[str, str], Seen] = {}
    for code in codes:
        found.setdefault((code.kind, code.text), code)
    decoded = [code for code in found.values() if code.text]
    torn = [code for code in found.values() if not code.text and not any(_near(code, other) for other in decoded)]
    return decoded + torn


def _near(one: Seen, other: Seen) -> bool:
    return bool(np.abs(one.corners.mean(axis=0) - other.corners.mean(axis=0)).max() < 0.05)
