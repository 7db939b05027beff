"""The parent's side of distrust: what the reader's worker says is a claim, and every value is checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from core.model import Box, Code, PageQuality, PageReading, TextLine
from core.probe.accept import REASONS, Lying
from core.reading.limits import CODE_CHARS, CODES_PER_PAGE, LINE_CHARS, LINES, VERSION

# The kinds of `Code.kind`.
# fmt: off
CODES: Final = frozenset({
    "qr", "micro-qr", "data-matrix", "aztec", "pdf417", "ean-13", "ean-8", "upc-a", "upc-e",
    "code-128", "code-39", "code-93", "itf", "codabar", "other",
})
# fmt: on
_EDGES: Final = frozenset({"left", "top", "right", "bottom"})
_SIDE: Final = 100_000


def accept_reading(plain: Mapping[str, Any], *, sha256: str, page: int, recognised: bool) -> PageReading:
    """Builds a reading from a worker's answer.

    Raises:
        Lying: When any value is not what it must be.
    """
    if "failed" in plain:
        reason = plain["failed"]
        if not isinstance(reason, str) or reason not in REASONS - {""} | {"no-such-page"}:
            raise Lying("failed")
        return PageReading(sha256, page, VERSION, reason=reason)
    return PageReading(
        sha256=sha256,
        page=page,
        reader=VERSION,
        recognised=recognised,
        lines=tuple(_line(line) for line in _list(plain, "lines", LINES)),
        codes=tuple(_code(code, page) for code in _list(plain, "codes", CODES_PER_PAGE)),
        quality=_quality(plain["quality"]) if plain.get("quality") is not None else None,
    )


def _line(value: object) -> TextLine:
    line = _dict(value)
    return TextLine(_text(line, "text", LINE_CHARS), _box(line), _number(line, "score", 0, 1))


def _code(value: object, page: int) -> Code:
    code = _dict(value)
    kind = _text(code, "kind", 20)
    if kind not in CODES:
        raise Lying("kind")
    return Code(kind, _text(code, "text", CODE_CHARS), page, _box(code))


def _quality(value: object) -> PageQuality:
    quality = _dict(value)
    turned = _number(quality, "turned", 0, 270)
    if turned % 90:
        raise Lying("turned")
    cut = tuple(_list(quality, "cut", 4))
    if not all(isinstance(edge, str) and edge in _EDGES for edge in cut):
        raise Lying("cut")
    return PageQuality(
        width=int(_number(quality, "width", 0, _SIDE)),
        height=int(_number(quality, "height", 0, _SIDE)),
        line_height=_number(quality, "line_height", 0, _SIDE),
        sharpness=_number(quality, "sharpness", 0, 1000),
        skew=_number(quality, "skew", -45, 45),
        turned=int(turned),
        glare=_number(quality, "glare", 0, 1),
        cut=cut,
    )


def _box(plain: Mapping[str, Any]) -> Box:
    left, top, right, bottom = (_real(v, 0, 1, "box") for v in _four(plain))
    if left > right or top > bottom:
        raise Lying("box")
    return left, top, right, bottom


def _four(plain: Mapping[str, Any]) -> list[Any]:
    values = _list(plain, "box", 4)
    if len(values) != 4:
        raise Lying("box")
    return values


def _dict(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Lying("answer")
    return value


def _list(plain: Mapping[str, Any], name: str, most: int) -> list[Any]:
    value = plain.get(name)
    if not isinstance(value, list) or len(value) > most:
        raise Lying(name)
    return value


def _text(plain: Mapping[str, Any], name: str, most: int) -> str:
    value = plain.get(name)
    if not isinstance(value, str) or len(value) > most:
        raise Lying(name)
    return value.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate can't be stored


def _number(plain: Mapping[str, Any], name: str, least: float, most: float) -> float:
    return _real(plain.get(name), least, most, name)


def _real(value: object, least: float, most: float, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Lying(name)
    if not least <= value <= most:
        raise Lying(name)
    return float(value)
