"""Turns a picture so that its lines of text lie level, and turns places found in it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from core.reading.pixels import Pixels, shrunk

Matrix = npt.NDArray[np.float64]
Points = npt.NDArray[np.float64]

_WIDTH: Final = 800  # enough to tell lines from gaps, and small enough to try forty angles in 50 ms
_MOST: Final = 10.0  # degrees; beyond that the recogniser's own boxes follow the lines well enough
_COARSE: Final = 1.0
_FINE: Final = 0.1
_LEVEL: Final = 0.3  # degrees that are not worth a resampling
_CLEAR: Final = 1.02  # how much sharper the profile must be than that of the level page


@dataclass(frozen=True, slots=True)
class Straight:
    """A level picture.

    Attributes:
        skew: Degrees by which the text leaned clockwise.
        back: 2 × 3 matrix that takes a place in this picture to the one in the original.
    """

    pixels: Pixels
    skew: float
    back: Matrix

    def places(self, points: Points) -> Points:
        """Takes n × 2 places back to the original picture."""
        return points @ self.back[:, :2].T + self.back[:, 2]


def straighten(pixels: Pixels) -> Straight:
    """Returns the picture with its text level; one that is level already is not touched."""
    skew = skew_of(pixels)
    if abs(skew) < _LEVEL:
        return Straight(pixels, skew, np.eye(2, 3))
    height, width = pixels.shape[:2]
    forward = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    level = cv2.warpAffine(pixels, forward, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return Straight(level, skew, cv2.invertAffineTransform(forward))  # type: ignore[arg-type]  # arrays of OpenCV's own


def skew_of(pixels: Pixels) -> float:
    """Returns by how many degrees the text leans clockwise, 0 where no angle is clearly better than none.

    Rows of a level page are either full of ink or empty, so the sum of squared differences between
    neighbouring rows is largest there.
    """
    ink = _ink(pixels)
    if not ink.any():
        return 0.0
    level = _profile(ink, 0.0)
    best = max(np.arange(-_MOST, _MOST + _COARSE, _COARSE), key=lambda angle: _profile(ink, float(angle)))
    fine = np.arange(best - _COARSE, best + _COARSE + _FINE, _FINE)
    angle = max(fine, key=lambda a: _profile(ink, float(a)))
    return round(float(angle), 1) if _profile(ink, float(angle)) > level * _CLEAR else 0.0


def _ink(pixels: Pixels) -> Pixels:
    small = shrunk(pixels, _WIDTH / max(pixels.shape[:2]))
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    marks = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    return np.asarray(marks, np.uint8)


def _profile(ink: Pixels, angle: float) -> float:
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_NEAREST)
    rows = cv2.reduce(turned, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel().astype(np.float64)
    return float(np.square(np.diff(rows)).sum())
