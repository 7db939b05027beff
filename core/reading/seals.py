"""Reads once more what stands under red seals: in red light the seal is as bright as paper, and black print stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from core.reading.pixels import Pixels, shrunk
from core.reading.recognise import Found, recognise

Place = tuple[float, float, float, float]  # left, top, right, bottom

_LOOK: Final = 500  # pixels of the longer side in which seals are looked for
_SMALLEST, _LARGEST = 0.05, 0.5  # of that side: a dot is no seal, and a red page is none either
_ROUND: Final = 2.5  # a seal is no longer than this against its height
_INK: Final = 0.04  # of its square that a seal's ring and signs fill at least
_MOST: Final = 4
_BESIDE, _ABOVE = 0.4, 0.2  # of its own size, that are looked at around it
# In fractions of the paper's brightness: what is darker is print, what is brighter is paper or seal.
_PRINT, _PAPER = 0.3, 0.75
_SURE: Final = 0.85  # of a line in red light
_LESS_SURE: Final = 0.05  # than what it takes the place of, when it says more
_WORTH: Final = 0.5  # below this it is no text
_SAME: Final = 0.4  # of the smaller of two lines that lie over each other


def with_covered(pixels: Pixels, lines: Sequence[Found]) -> list[Found]:
    """Returns the lines of a page, those that a seal had spoilt as they are read without it."""
    found = list(lines)
    for seal in _seals(pixels):
        left, top, right, bottom = _with_its_lines(seal, lines, pixels.shape)
        for line in recognise(_in_red_light(pixels[top:bottom, left:right])):
            found = _taken(replace(line, corners=line.corners + np.array((left, top))), found)
    return found


def _seals(pixels: Pixels) -> list[Place]:
    """Returns where the largest seals are."""
    scale = min(1.0, _LOOK / max(pixels.shape[:2]))
    colours = cv2.cvtColor(shrunk(pixels, scale), cv2.COLOR_RGB2HSV)
    hue, strength = colours[:, :, 0], colours[:, :, 1]
    red = (((hue <= 12) | (hue >= 168)) & (strength >= 60)).astype(np.uint8)
    whole = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, _labels, stats, _centres = cv2.connectedComponentsWithStats(whole)
    boxes = [tuple(map(int, stats[n, :4])) for n in range(1, count)]
    largest = sorted((box for box in boxes if _like_a_seal(box, red)), key=lambda box: -box[2] * box[3])[:_MOST]
    return [(x / scale, y / scale, (x + across) / scale, (y + down) / scale) for x, y, across, down in largest]


def _with_its_lines(seal: Place, lines: Sequence[Found], shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Returns a seal's square with what stands around it, so wide that the lines that run through it are whole."""
    left, top, right, bottom = seal
    more = (right - left) * _BESIDE, (bottom - top) * _ABOVE
    spans = [(*line.corners.min(axis=0), *line.corners.max(axis=0)) for line in lines]
    through = [s for s in spans if s[0] < right and s[2] > left and s[1] < bottom and s[3] > top]
    first, last = min([left, *(s[0] for s in through)]), max([right, *(s[2] for s in through)])
    height, width = shape[:2]
    edges = first - more[0], top - more[1], last + more[0], bottom + more[1]
    return max(0, int(edges[0])), max(0, int(edges[1])), min(width, int(edges[2])), min(height, int(edges[3]))


def _like_a_seal(box: tuple[int, ...], red: Pixels) -> bool:
    x, y, across, down = box
    side = max(red.shape)
    sized = _SMALLEST * side <= min(across, down) and max(across, down) <= _LARGEST * side
    shaped = max(across, down) <= _ROUND * min(across, down)
    return sized and shaped and float(red[y : y + down, x : x + across].mean()) >= _INK


def _in_red_light(part: Pixels) -> Pixels:
    light = part[:, :, 0].astype(np.float32)
    paper = float(np.percentile(light, 80)) or 1.0
    grey = np.clip((light / paper - _PRINT) / (_PAPER - _PRINT), 0, 1) * 255
    return np.repeat(grey.astype(np.uint8)[:, :, None], 3, axis=2)


def _taken(line: Found, found: list[Found]) -> list[Found]:
    """Puts a line in the place of those that it lies over, when it says more than they do or is surer."""
    under = [other for other in found if _overlap(line, other) >= _SAME]
    # Signs of the seal itself, and what it made of the print, say nothing against the line.
    rivals = [other for other in under if other.score >= _WORTH and len(other.text) > 1]
    more = _length(line) - sum(map(_length, rivals))
    surest = max((other.score for other in rivals), default=0.0)
    if line.score < max(_SURE, surest - _LESS_SURE) or _length(line) < 2 or more < 0:
        return found
    if more == 0 and line.score <= surest:
        return found
    place = found.index(under[0]) if under else len(found)
    kept = [other for other in found if not any(other is one for one in under)]
    return [*kept[:place], line, *kept[place:]]


def _length(line: Found) -> int:
    return len("".join(line.text.split()))


def _overlap(one: Found, other: Found) -> float:
    (a, b), (c, d) = ((line.corners.min(axis=0), line.corners.max(axis=0)) for line in (one, other))
    shared = np.clip(np.minimum(b, d) - np.maximum(a, c), 0, None)
    smaller = min(float(np.prod(b - a)), float(np.prod(d - c)))
    return float(np.prod(shared)) / smaller if smaller > 0 else 0.0
