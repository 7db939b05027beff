"""The parent's side of distrust: every value a worker sends is checked before it becomes a fact.

A worker may have been taken over by the file it read. What it says is therefore taken as a claim:
wrong type, number out of range, text too long or unknown word, and the whole answer is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.model import ActiveContent, FileFacts, ImageFacts, PageFacts, PdfFacts, Verdict
from core.probe.accept_more import entry, invoice, look, ofd, office, signature
from core.probe.claims import Lying, as_dict, integer, items, number, string, text, word
from core.probe.limits import VERSION, Limits

__all__ = ["ACTIVE", "KINDS", "REASONS", "Lying", "RenderedPage", "accept_facts", "accept_failure", "accept_page"]

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
    "photo-too-large", "unsafe-path", "archive-bomb", "doctype", "not-convertible",
})
ACTIVE: Final = frozenset({
    "javascript", "launch", "open-action", "submit-form", "import-data", "reset-form", "goto-remote",
    "goto-embedded", "embedded-file", "rich-media", "sound", "movie", "rendition", "goto-3d-view", "set-ocg",
    "hide", "xfa", "macro", "ole-object", "activex", "external-link", "dde",
})
# fmt: on
_SHORT: Final = 500
_MAX_SIDE: Final = 2_000_000  # points or pixels; a PDF page may use UserUnit, a picture is capped by its area
_MAX_ACTIVE: Final = 200
_MAX_SIGNATURES: Final = 200
_MAX_ENTRIES: Final = 1000


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
        kind=word(plain, "kind", KINDS),
        sha256=sha256,
        size=size,
        verdict=Verdict(word(plain, "verdict", frozenset(Verdict))),
        reason=word(plain, "reason", REASONS),
        detail=text(plain, "detail", _SHORT),
        pages=tuple(_page(p, limits) for p in items(plain, "pages", limits.pages)),
        active=tuple(_active(a) for a in items(plain, "active", _MAX_ACTIVE)),
        pdf=_pdf(plain["pdf"]) if plain.get("pdf") is not None else None,
        image=_image(plain["image"], limits) if plain.get("image") is not None else None,
        probe=VERSION,
        signatures=tuple(signature(s) for s in items(plain, "signatures", _MAX_SIGNATURES)),
        office=office(plain["office"], limits) if plain.get("office") is not None else None,
        ofd=ofd(plain["ofd"]) if plain.get("ofd") is not None else None,
        invoice=invoice(plain["invoice"]) if plain.get("invoice") is not None else None,
        entries=tuple(entry(e) for e in items(plain, "entries", _MAX_ENTRIES)),
        look=look(plain),
    )


def accept_page(plain: Mapping[str, Any], pixels: bytes, limits: Limits) -> RenderedPage:
    """Builds a rendered page from a worker's answer; raises like `accept_facts`."""
    width = integer(plain, "width", 1, limits.render_pixels)
    height = integer(plain, "height", 1, limits.render_pixels)
    if width * height > limits.render_pixels or len(pixels) != width * height * 3:
        raise Lying("pixels")
    return RenderedPage(width, height, pixels)


def accept_failure(plain: Mapping[str, Any]) -> tuple[str, str]:
    """Reads the reason code and the technical sentence of an answer that says the file defeated the worker."""
    return word(plain, "failed", REASONS), text(plain, "detail", _SHORT) if "detail" in plain else ""


def _page(value: object, limits: Limits) -> PageFacts:
    page = as_dict(value, "page")
    rotation = integer(page, "rotation", 0, 270)
    if rotation % 90:
        raise Lying("rotation")
    width, height = number(page, "width", 0, _MAX_SIDE), number(page, "height", 0, _MAX_SIDE)
    return PageFacts(width, height, rotation, text(page, "text", limits.text_chars_per_page))


def _active(value: object) -> ActiveContent:
    active = as_dict(value, "active")
    return ActiveContent(word(active, "kind", ACTIVE), text(active, "where", 80))


def _pdf(value: object) -> PdfFacts:
    pdf = as_dict(value, "pdf")
    texts = {name: text(pdf, name, _SHORT) for name in _PDF_TEXTS}
    counts = {name: integer(pdf, name, least, 10**7) for name, least in _PDF_COUNTS.items()}
    warnings = tuple(string(w, "warning", _SHORT) for w in items(pdf, "warnings", 50))
    return PdfFacts(**texts, **counts, warnings=warnings)  # type: ignore[arg-type]  # the keys are PdfFacts' own


_PDF_TEXTS: Final = ("version", "reader", "producer", "creator", "created", "modified")
_PDF_COUNTS: Final = {"revisions": 1, "signatures": 0, "annotations": 0}


def _image(value: object, limits: Limits) -> ImageFacts:
    image = as_dict(value, "image")
    facts = ImageFacts(
        width=integer(image, "width", 1, _MAX_SIDE),
        height=integer(image, "height", 1, _MAX_SIDE),
        dpi=number(image, "dpi", 0, 100_000),
        orientation=integer(image, "orientation", 1, 8),
        mode=text(image, "mode", 16),
        frames=integer(image, "frames", 1, 1_000_000),
        software=text(image, "software", _SHORT),
        taken=text(image, "taken", _SHORT),
        changed=text(image, "changed", _SHORT),
    )
    if facts.width * facts.height > limits.pixels * 1000:
        raise Lying("image")
    return facts
