"""The parent's side of distrust: every value a worker sends is checked before it becomes a fact.

A worker may have been taken over by the file it read. What it says is therefore taken as a claim:
wrong type, number out of range, text too long or unknown word, and the whole answer is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.model import ActiveContent, FileFacts, ImageFacts, PageFacts, PdfFacts, Verdict
from core.probe.limits import VERSION, Limits

# fmt: off
KINDS: Final = frozenset({
    "pdf", "jpeg", "png", "webp", "tiff", "bmp", "heic", "docx", "xlsx", "doc", "xls", "ofd", "xml", "zip", "text",
    "empty", "unknown",
})
REASONS: Final = frozenset({
    "",
    "encrypted", "owner-encrypted", "certificate", "truncated", "damaged", "no-pages", "readers-disagree",
    "one-reader-only", "unreadable", "active-content", "signature-coverage", "structure-loop", "too-large",
    "too-many-pages", "xfa", "format", "memory", "timed-out", "crashed", "polyglot", "empty", "partly-read",
})
ACTIVE: Final = frozenset({
    "javascript", "launch", "open-action", "submit-form", "import-data", "reset-form", "goto-remote",
    "goto-embedded", "embedded-file", "rich-media", "sound", "movie", "rendition", "goto-3d-view", "set-ocg",
    "hide", "xfa", "macro",
})
# fmt: on
_SHORT: Final = 500
_MAX_SIDE: Final = 2_000_000  # points or pixels; a PDF page may use UserUnit, a picture is capped by its area
_MAX_ACTIVE: Final = 200


class Lying(Exception):
    """A worker's answer that can't be true. The message names the value, never its content."""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page as pixels: `height` rows of `width` times red, green and blue, no padding."""

    width: int
    height: int
    rgb: bytes


def accept_facts(plain: Mapping[str, Any], *, file: str, sha256: str, size: int, limits: Limits) -> FileFacts:
    """Builds facts from a worker's answer.

    Raises:
        Lying: When any value is not what it must be.
    """
    return FileFacts(
        file=file,
        kind=_word(plain, "kind", KINDS),
        sha256=sha256,
        size=size,
        verdict=Verdict(_word(plain, "verdict", frozenset(Verdict))),
        reason=_word(plain, "reason", REASONS),
        detail=_text(plain, "detail", _SHORT),
        pages=tuple(_page(p, limits) for p in _list(plain, "pages", limits.pages)),
        active=tuple(_active(a) for a in _list(plain, "active", _MAX_ACTIVE)),
        pdf=_pdf(plain["pdf"]) if plain.get("pdf") is not None else None,
        image=_image(plain["image"], limits) if plain.get("image") is not None else None,
        probe=VERSION,
    )


def accept_page(plain: Mapping[str, Any], pixels: bytes, limits: Limits) -> RenderedPage:
    """Builds a rendered page from a worker's answer; raises like `accept_facts`."""
    width = _integer(plain, "width", 1, limits.render_pixels)
    height = _integer(plain, "height", 1, limits.render_pixels)
    if width * height > limits.render_pixels or len(pixels) != width * height * 3:
        raise Lying("pixels")
    return RenderedPage(width, height, pixels)


def accept_failure(plain: Mapping[str, Any]) -> tuple[str, str]:
    """Reads the reason code and the technical sentence of an answer that says the file defeated the worker."""
    return _word(plain, "failed", REASONS), _text(plain, "detail", _SHORT) if "detail" in plain else ""


def _page(value: object, limits: Limits) -> PageFacts:
    page = _dict(value, "page")
    rotation = _integer(page, "rotation", 0, 270)
    if rotation % 90:
        raise Lying("rotation")
    width, height = _number(page, "width", 0, _MAX_SIDE), _number(page, "height", 0, _MAX_SIDE)
    return PageFacts(width, height, rotation, _text(page, "text", limits.text_chars_per_page))


def _active(value: object) -> ActiveContent:
    active = _dict(value, "active")
    return ActiveContent(_word(active, "kind", ACTIVE), _text(active, "where", 80))


def _pdf(value: object) -> PdfFacts:
    pdf = _dict(value, "pdf")
    texts = {name: _text(pdf, name, _SHORT) for name in _PDF_TEXTS}
    counts = {name: _integer(pdf, name, least, 10**7) for name, least in _PDF_COUNTS.items()}
    warnings = tuple(_string(w, "warning", _SHORT) for w in _list(pdf, "warnings", 50))
    return PdfFacts(**texts, **counts, warnings=warnings)  # type: ignore[arg-type]  # the keys are PdfFacts' own


_PDF_TEXTS: Final = ("version", "reader", "producer", "creator", "created", "modified")
_PDF_COUNTS: Final = {"revisions": 1, "signatures": 0, "annotations": 0}


def _image(value: object, limits: Limits) -> ImageFacts:
    image = _dict(value, "image")
    facts = ImageFacts(
        width=_integer(image, "width", 1, _MAX_SIDE),
        height=_integer(image, "height", 1, _MAX_SIDE),
        dpi=_number(image, "dpi", 0, 100_000),
        orientation=_integer(image, "orientation", 1, 8),
        mode=_text(image, "mode", 16),
        frames=_integer(image, "frames", 1, 1_000_000),
    )
    if facts.width * facts.height > limits.pixels * 1000:
        raise Lying("image")
    return facts


def _dict(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Lying(name)
    return value


def _list(plain: Mapping[str, Any], name: str, most: int) -> list[Any]:
    value = plain.get(name)
    if not isinstance(value, list) or len(value) > most:
        raise Lying(name)
    return value


def _word(plain: Mapping[str, Any], name: str, words: frozenset[Any]) -> str:
    value = plain.get(name)
    if not isinstance(value, str) or value not in words:
        raise Lying(name)
    return value


def _text(plain: Mapping[str, Any], name: str, most: int) -> str:
    return _string(plain.get(name), name, most)


def _string(value: object, name: str, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise Lying(name)
    # A lone surrogate can't be stored or printed; half a character from a damaged file is no lie.
    return value.encode("utf-8", "replace").decode("utf-8")


def _integer(plain: Mapping[str, Any], name: str, least: int, most: int) -> int:
    value = plain.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Lying(name)
    return value


def _number(plain: Mapping[str, Any], name: str, least: float, most: float) -> float:
    value = plain.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Lying(name)
    if not least <= value <= most:  # which infinity and what is not a number never are
        raise Lying(name)
    return float(value)
