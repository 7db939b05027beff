"""Reads one page: codes first, then characters, then how well it could be read."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from core.probe import Limits
from core.reading.codes import Seen, find_codes
from core.reading.limits import CODE_CHARS, CODE_SIDE, CODES_PER_PAGE, LINE_CHARS, LINES
from core.reading.pixels import Pixels, draw
from core.reading.quality import measure
from core.reading.recognise import Found, recognise
from core.reading.seals import with_covered
from core.reading.straighten import Points, straighten

Plain = dict[str, Any]
_NOTHING: Final[Plain] = {"lines": [], "quality": None}
_WORTH_ENLARGING: Final = 1.25  # a picture hardly larger shows a code no better


def read_page(request: Plain, limits: Limits) -> Plain:
    """Answers a request for one page; raises `NotDrawn` where there is nothing to see."""
    path, kind, page, width = Path(request["path"]), request["kind"], request["page"], request["width"]
    pixels = draw(path, kind, page, width, limits)
    larger = min(request["most"], round(width * CODE_SIDE / max(pixels.shape[:2])))
    enlarge = partial(draw, path, kind, page, larger, limits) if larger >= width * _WORTH_ENLARGING else None
    # Beside the recogniser, whose threads wait for each other now and then.
    with ThreadPoolExecutor(1) as aside:
        codes = aside.submit(find_codes, pixels, enlarge)
        found = _characters(pixels, _original(request, pixels)) if request["recognise"] else _NOTHING
        return {"codes": [_code(code) for code in codes.result()[:CODES_PER_PAGE]], **found}


def _original(request: Plain, pixels: Pixels) -> tuple[int, int]:
    """Returns width and height of the one picture that the page is, zeros when it is something else."""
    if request["kind"] != "pdf":
        return tuple(request["original"])
    from core.probe.render import scan_width

    width = scan_width(Path(request["path"]), request["page"])
    return width, round(width * pixels.shape[0] / pixels.shape[1])


def _characters(pixels: Pixels, original: tuple[int, int]) -> Plain:
    straight = straighten(pixels)
    found = with_covered(straight.pixels, recognise(straight.pixels))
    lines = [Found(f.text, f.score, straight.places(f.corners), f.flipped) for f in found]
    turned = _turned(lines)
    if turned in {90, 270}:
        lines, turned = _read_turned(pixels)
    quality = measure(pixels, lines, skew=straight.skew, turned=turned, original=original)
    return {
        "lines": [_line(line, pixels.shape) for line in lines[:LINES]],
        "quality": {name: getattr(quality, name) for name in quality.__slots__},
    }


def _turned(lines: Sequence[Found]) -> int:
    """Returns how far the page has to be turned clockwise to stand upright, by what most of its lines do."""
    long = [line for line in lines if len(line.text) >= 3]
    if len(long) < 3:
        return 0
    if sum(line.upright for line in long) * 2 > len(long):
        return 90
    return 180 if sum(line.flipped for line in long) * 2 > len(long) else 0


def _read_turned(pixels: Pixels) -> tuple[list[Found], int]:
    """Reads a page that lies on its side standing up, because labels and values then have their places."""
    straight = straighten(np.ascontiguousarray(np.rot90(pixels, -1)))
    found = with_covered(straight.pixels, recognise(straight.pixels))
    upside_down = _turned(found) == 180
    lines = []
    for line in found:
        upright = straight.places(line.corners)
        # Turned back: x' = y, y' = height − x.
        places = np.column_stack([upright[:, 1], pixels.shape[0] - upright[:, 0]])
        lines.append(Found(line.text, line.score, places, line.flipped))
    return lines, 270 if upside_down else 90


def _line(line: Found, shape: tuple[int, ...]) -> Plain:
    height, width = shape[:2]
    return {"text": line.text[:LINE_CHARS], "score": line.score, "box": _box(line.corners / (width, height))}


def _code(code: Seen) -> Plain:
    return {"kind": code.kind, "text": code.text[:CODE_CHARS], "box": _box(code.corners)}


def _box(places: Points) -> list[float]:
    inside = np.clip(places, 0.0, 1.0)
    return [round(float(v), 5) for v in (*inside.min(axis=0), *inside.max(axis=0))]
