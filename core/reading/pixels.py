"""The picture of a page as it is shown, as an array."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.probe import Limits

Pixels = npt.NDArray[np.uint8]


class NotDrawn(Exception):
    """A page that can't be drawn; the message is its reason code."""


def draw(path: Path, kind: str, page: int, width: int, limits: Limits) -> Pixels:
    """Returns rows × columns × (red, green, blue), `width` columns wide, EXIF orientation and page rotation applied.

    Raises:
        NotDrawn: With the code of why.
    """
    from core.probe.render import render  # loads PDFium and Pillow, which only the worker needs

    plain, pixels = render(path, kind, page, width, limits)
    if pixels is None:
        raise NotDrawn(str(plain.get("failed", "unreadable")))
    if plain["width"] * plain["height"] > limits.render_pixels:
        raise NotDrawn("too-large")
    return np.frombuffer(pixels, np.uint8).reshape(plain["height"], plain["width"], 3)


def shrunk(pixels: Pixels, scale: float) -> Pixels:
    """Returns an array made smaller by averaging; one that would grow is not touched."""
    import cv2  # with the worker's other libraries, never in the parent

    if scale >= 1:
        return pixels
    height, width = pixels.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
