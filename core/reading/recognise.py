"""Characters of a picture, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from core.reading.models import engine
from core.reading.pixels import Pixels
from core.reading.straighten import Points

_UPSIDE_DOWN: Final = "180"
_SLENDER: Final = 4  # a strip longer than this is blown up to gigabytes on its way to the detector
_SMALLEST: Final = 64


@dataclass(frozen=True, slots=True)
class Found:
    """A recognised line: its four corners in pixels, clockwise from where its text begins."""

    text: str
    score: float
    corners: Points
    flipped: bool  # the line stands on its head

    @property
    def upright(self) -> bool:
        """Whether the line is taller than wide, as all are on a page that lies on its side."""
        width, height = np.ptp(self.corners, axis=0)
        return bool(height > 1.5 * width)


def recognise(pixels: Pixels) -> tuple[Found, ...]:
    """Reads the lines of a picture (red, green, blue), from top to bottom."""
    height, width = pixels.shape[:2]
    padded, left, top = _padded(pixels[:, :, ::-1])
    image, record = engine().preprocess_img(padded)
    boxes, turns, texts, _crops = engine().run_ocr_steps(image, record)
    if boxes.boxes is None or texts.txts is None or turns.cls_res is None:
        return ()
    ratio = record["preprocess"]["ratio_w"], record["preprocess"]["ratio_h"]
    places = np.asarray(boxes.boxes, np.float64) - [0, record.get("padding_1", {}).get("top", 0)]
    places = np.clip(places * ratio - (left, top), 0, (width, height))
    found = zip(texts.txts, texts.scores, places, turns.cls_res, strict=True)
    return tuple(Found(t.strip(), float(s), p, c[0] == _UPSIDE_DOWN) for t, s, p, c in found if t.strip())


def _padded(pixels: Pixels) -> tuple[Pixels, int, int]:
    """Puts strips and specks on paper that the detector can bear (RapidOCR issues 538 and 317)."""
    height, width = pixels.shape[:2]
    right = max(0, _SMALLEST - width, -(-height // _SLENDER) - width)
    below = max(0, _SMALLEST - height, -(-width // _SLENDER) - height)
    if not right and not below:
        return np.ascontiguousarray(pixels), 0, 0
    left, top = right // 2, below // 2
    paper = [int(v) for v in np.median(pixels.reshape(-1, 3), axis=0)]
    around = (top, below - top, left, right - left)
    return np.asarray(cv2.copyMakeBorder(pixels, *around, cv2.BORDER_CONSTANT, value=paper), np.uint8), left, top
