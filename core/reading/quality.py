"""How well a page can be read, measured where its text stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from core.model import PageQuality
from core.reading.pixels import Pixels, shrunk
from core.reading.recognise import Found

_LINE: Final = 32  # every line is looked at in this height, so that large and small print compare
_SAMPLE: Final = 15
_PAPER: Final = 235  # white as a scanner makes it: there is nothing brighter that could glare
_BURNT: Final = 250
_PATCH: Final = 0.004  # fraction of the page from which a burnt patch hides something
_GLARE_WIDTH: Final = 500
_EDGE: Final = 0.004
_TOUCHING: Final = 2  # one line may be a page number or a mark in the margin


def measure(
    pixels: Pixels, lines: Sequence[Found], *, skew: float, turned: int, original: tuple[int, int]
) -> PageQuality:
    """Measures a page.

    Args:
        pixels: The page as shown, upright or not.
        lines: Its text, corners in those pixels.
        skew: Degrees, as in `PageQuality`.
        turned: Degrees, as in `PageQuality`.
        original: Width and height of the one picture that the page is; zeros when it is something else.
    """
    scale = original[0] / pixels.shape[1]
    heights = [_size(line)[1] for line in lines]
    return PageQuality(
        width=original[0],
        height=original[1],
        line_height=round(float(np.median(heights)) * scale, 1) if heights else 0.0,
        sharpness=round(_sharpness(pixels, lines), 3),
        skew=skew,
        turned=turned,
        glare=round(_glare(pixels), 4),
        cut=_cut(pixels, lines),
    )


def _size(line: Found) -> tuple[float, float]:
    """Returns length and height of a line along its own direction."""
    first, second, _third, last = line.corners
    sides = float(np.hypot(*(second - first))), float(np.hypot(*(last - first)))
    return max(sides), min(sides)


def _sharpness(pixels: Pixels, lines: Sequence[Found]) -> float:
    """Returns the median over the longest lines of edge variance against contrast."""
    longest = sorted(lines, key=lambda line: -_size(line)[0])[:_SAMPLE]
    values = [value for line in longest if (value := _edge_strength(pixels, line)) is not None]
    return float(np.median(values)) if values else 0.0


def _edge_strength(pixels: Pixels, line: Found) -> float | None:
    length, height = _size(line)
    if height < 4 or length < height:
        return None
    corners = line.corners.astype(np.float32)
    width = max(_LINE, round(length * _LINE / height))
    flat = np.array([(0, 0), (width, 0), (width, _LINE), (0, _LINE)], np.float32)
    if line.upright:
        flat = np.array([(0, 0), (_LINE, 0), (_LINE, width), (0, width)], np.float32)
    size = (_LINE, width) if line.upright else (width, _LINE)
    crop = cv2.warpPerspective(pixels, cv2.getPerspectiveTransform(corners, flat), size, flags=cv2.INTER_AREA)
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.float64)
    contrast = float(grey.var())
    return float(cv2.Laplacian(grey, cv2.CV_64F).var()) / contrast if contrast > 25 else None


def _glare(pixels: Pixels) -> float:
    """Returns the fraction of the page that is burnt out in patches, on paper that is darker than that."""
    scale = _GLARE_WIDTH / max(pixels.shape[:2])
    dimmest = shrunk(pixels, scale).min(axis=2)
    if np.median(dimmest) >= _PAPER:
        return 0.0
    burnt = cv2.erode((dimmest >= _BURNT).astype(np.uint8), np.ones((3, 3), np.uint8))
    count, _labels, stats, _centres = cv2.connectedComponentsWithStats(burnt)
    areas = stats[1:count, cv2.CC_STAT_AREA] / burnt.size
    return float(areas[areas >= _PATCH].sum())


def _cut(pixels: Pixels, lines: Sequence[Found]) -> tuple[str, ...]:
    height, width = pixels.shape[:2]
    boxes = [(*line.corners.min(axis=0), *line.corners.max(axis=0)) for line in lines]
    touching = {
        "left": sum(box[0] <= width * _EDGE for box in boxes),
        "top": sum(box[1] <= height * _EDGE for box in boxes),
        "right": sum(box[2] >= width * (1 - _EDGE) for box in boxes),
        "bottom": sum(box[3] >= height * (1 - _EDGE) for box in boxes),
    }
    return tuple(side for side, count in touching.items() if count >= _TOUCHING)
