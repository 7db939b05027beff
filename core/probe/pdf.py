"""Facts of a PDF, from two readers that must agree: qpdf (through pikepdf) and PDFium.

qpdf tells damage, encryption and what acts; PDFium, which also draws the pages, tells their size
and text. A page count names its reader in `PdfFacts.reader`.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pikepdf
import pikepdf.jbig2
import pypdfium2

from core.probe import pdf_bytes
from core.probe.limits import Budget
from core.probe.look import look_of
from core.probe.other import plain
from core.probe.pdf_walk import Walk, walk

Plain = dict[str, Any]
_PASSWORD: Final = "password"  # noqa: S105  # a word in PDFium's messages
# Attachments are how e-invoices carry their data, and an optional part of PDF/A-3: shown, not condemned.
_HARMLESS: Final = frozenset({"embedded-file", "xfa", "open-action"})
_LOOK_SIDE: Final = 480  # pixels of the longer side
_PHOTO_BYTES: Final = 8 * 2**20
_UNCHECKED: Final = re.compile(r"missing some specialized decoders")


@dataclass(slots=True)
class _Read:
    """What the readers found, piece by piece."""

    raw: pdf_bytes.Raw
    pages: list[Plain] = field(default_factory=list)
    qpdf_pages: int = -1  # -1: that reader did not open the file
    pdfium_pages: int = -1
    locked: bool = False
    damage: list[str] = field(default_factory=list)
    info: dict[str, str] = field(default_factory=dict)
    walked: Walk = field(default_factory=Walk)
    owner_locked: bool = False
    error: str = ""
    look: str = ""
    signatures: list[Plain] = field(default_factory=list)


def read_pdf(path: Path, budget: Budget) -> Plain:
    """Returns facts of a PDF whatever state it is in."""
    read = _Read(pdf_bytes.scan(path))
    _read_by_qpdf(path, read, budget)
    if not read.walked.too_large:  # or drawing and text could cost gigabytes
        _read_by_pdfium(path, read, budget)
    if read.walked.signatures and not read.locked and not budget.spent:
        from core.probe.pdf_signed import read_signatures  # half a second to load, for the few that are signed

        read.signatures = read_signatures(path, budget)
    verdict, reason = _verdict(read, budget)
    answer = plain("pdf", verdict, reason, _detail(read))
    answer["pages"] = [] if verdict == "encrypted" else read.pages
    answer["active"] = [{"kind": k, "where": w} for k, w in _active(read)][:200]
    answer["pdf"] = _facts(read)
    answer["look"] = read.look
    answer["signatures"] = read.signatures
    return answer


def _read_by_qpdf(path: Path, read: _Read, budget: Budget) -> None:
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            read.owner_locked = pdf.is_encrypted
            read.qpdf_pages = len(pdf.pages)
            read.info = _info(pdf)
            read.walked = walk(pdf, budget)
            if not read.walked.too_large and not budget.spent:
                read.damage += _problems(pdf, full=read.walked.photo_bytes <= _PHOTO_BYTES)
            read.damage[:0] = [str(w) for w in pdf.get_warnings()]
    except pikepdf.PasswordError as error:
        read.locked, read.error = True, str(error)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        # qpdf's bindings raise these for files whose structure is of the wrong type.
        read.qpdf_pages, read.error = -1, str(error)


def _problems(pdf: pikepdf.Pdf, *, full: bool) -> list[str]:
    """Unpacks every stream and parses every page's content, as `qpdf --check` does.

    Scans of many megabytes would take longer than a person waits: there the packed pictures are
    left out, and PDFium meets them when a page is drawn.
    """
    if full:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [p for p in pdf.check_pdf_syntax() if not _UNCHECKED.search(p)]
    found = []
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.stream_dict.get("/Subtype") != "/Image":
            try:
                item.read_bytes(pikepdf.StreamDecodeLevel.generalized)
            except pikepdf.PdfError as error:
                found.append(str(error))
    return found


def _read_by_pdfium(path: Path, read: _Read, budget: Budget) -> None:
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        read.locked = read.locked or _PASSWORD in str(error).lower()
        read.error = read.error or str(error)
        return
    try:
        read.pdfium_pages = len(pdf)
        if read.pdfium_pages <= budget.limits.pages:
            _read_pages(pdf, read, budget)
    finally:
        pdf.close()


def _read_pages(pdf: pypdfium2.PdfDocument, read: _Read, budget: Budget) -> None:
    left = budget.limits.text_chars
    for number in range(read.pdfium_pages):
        try:
            page = pdf[number]
        except pypdfium2.PdfiumError:
            read.damage.append(f"page {number + 1} can't be loaded")
            read.pdfium_pages = -1  # what it can't load it can't show
            return
        if number == 0 and not budget.spent:
            read.look = _look(page)
        text = "" if budget.spent else _text(page, min(left, budget.limits.text_chars_per_page))
        left -= len(text)
        width, height = page.get_size()
        if min(width, height) <= 0:  # a crop box beside the page: some readers show the page, others nothing at all
            read.damage.append(f"page {number + 1} has no area")
            read.pdfium_pages = -1
            return
        read.pages.append({"width": width, "height": height, "rotation": page.get_rotation() % 360, "text": text})
        page.close()


def _look(page: pypdfium2.PdfPage) -> str:
    """Draws the first page small, without forms: what stands on it, not what was sealed over it."""
    try:
        width, height = page.get_size()
        scale = _LOOK_SIDE / max(width, height, 1)
        return look_of(page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil())
    except (pypdfium2.PdfiumError, ValueError):
        return ""


def _text(page: pypdfium2.PdfPage, most: int) -> str:
    try:
        layer = page.get_textpage()
    except pypdfium2.PdfiumError:
        return ""
    try:
        length = min(layer.count_chars(), most)
        return layer.get_text_range(0, length)[:most].replace("\0", "").replace("\r\n", "\n") if length > 0 else ""
    finally:
        layer.close()


def _verdict(read: _Read, budget: Budget) -> tuple[str, str]:
    for rule in (_lock, _ruin, _refusal, _danger, _damage):
        if found := rule(read, budget):
            return found
    if not read.walked.complete:
        return "ok", "partly-read"
    if read.raw.saved_after_signing or read.raw.signature_gap or any(s["changes"] == "other" for s in read.signatures):
        return "ok", "signature-coverage"
    return "ok", "owner-encrypted" if read.owner_locked else ""


def _lock(read: _Read, _budget: Budget) -> tuple[str, str] | None:
    if not read.raw.encrypt:
        return None
    if read.raw.certificate:
        return "encrypted", "certificate"
    # Readers differ on an empty owner password; whoever can't be sure to show it must say so.
    if read.locked and not read.raw.broken_lock:
        return "encrypted", "encrypted"
    return None


def _ruin(read: _Read, _budget: Budget) -> tuple[str, str] | None:
    if read.walked.loop:
        return "hostile", "structure-loop"
    if read.walked.too_large:
        return "hostile", "too-large"
    if read.raw.brotli and min(read.qpdf_pages, read.pdfium_pages) < 1:
        return "unsupported", "format"
    opened = [n for n in (read.qpdf_pages, read.pdfium_pages) if n > 0]
    if len(opened) == 2:
        return None
    if opened:
        return "corrupt", "truncated" if read.raw.truncated else "one-reader-only"
    if 0 in (read.qpdf_pages, read.pdfium_pages):
        return "corrupt", "no-pages"
    return "corrupt", "truncated" if read.raw.truncated else "unreadable"


def _danger(read: _Read, _budget: Budget) -> tuple[str, str] | None:
    if any(kind not in _HARMLESS for kind, _where in _active(read)):
        return "hostile", "active-content"
    # What a signature leaves out can be exchanged without breaking it (signature wrapping).
    # A signature that is broken anyway, as in a file saved anew, deceives nobody.
    deceives = not read.signatures or any(s["state"] != "broken" for s in read.signatures)
    return ("hostile", "signature-coverage") if read.raw.signature_gap and deceives else None


def _refusal(read: _Read, budget: Budget) -> tuple[str, str] | None:
    if max(read.pdfium_pages, read.qpdf_pages) > budget.limits.pages:
        return "unsupported", "too-many-pages"
    if read.walked.dynamic_xfa:
        return "unsupported", "xfa"
    return None


def _damage(read: _Read, _budget: Budget) -> tuple[str, str] | None:
    if read.qpdf_pages != read.pdfium_pages:
        return "repaired", "readers-disagree"
    if read.raw.truncated:
        return "repaired", "truncated"
    if read.damage or read.raw.broken_tail or read.walked.wrong_count:
        return "repaired", "damaged"
    return None


def _active(read: _Read) -> list[tuple[str, str]]:
    """Joins both ways of looking: the walk misses what is encrypted, the bytes what is compressed."""
    walked = sorted(read.walked.active)
    seen = {kind for kind, _where in walked}
    return walked + [(kind, "bytes") for kind in sorted(read.raw.active - seen)]


def _detail(read: _Read) -> str:
    if read.qpdf_pages > 0 and read.pdfium_pages > 0 and read.qpdf_pages != read.pdfium_pages:
        return f"qpdf {read.qpdf_pages} pages, PDFium {read.pdfium_pages} pages"
    return _without_path((read.damage or [read.error])[0])[:300]


def _without_path(message: str) -> str:
    """Drops the file's path, which qpdf puts before each complaint."""
    return re.sub(r"^(WARNING: )?.*?\.\w{2,5}(: | \()", r"(", message) if "/" in message or "\\" in message else message


def _facts(read: _Read) -> Plain:
    reader = "qpdf+pdfium" if read.qpdf_pages == read.pdfium_pages else "pdfium" if read.pages else "qpdf"
    return {
        "version": read.raw.version, "reader": reader, **{k: read.info.get(k, "") for k in _INFO},
        "revisions": read.raw.revisions, "signatures": read.walked.signatures,
        "annotations": read.walked.annotations, "warnings": [_without_path(w)[:300] for w in read.damage[:50]],
    }  # fmt: skip


_INFO: Final = {"producer": "/Producer", "creator": "/Creator", "created": "/CreationDate", "modified": "/ModDate"}


def _info(pdf: pikepdf.Pdf) -> dict[str, str]:
    info = pdf.trailer.get("/Info")
    if not isinstance(info, pikepdf.Dictionary):
        return {}
    values = {name: info.get(key) for name, key in _INFO.items()}
    return {name: str(value)[:300] for name, value in values.items() if isinstance(value, pikepdf.String)}


class _NoJbig2(pikepdf.jbig2.JBIG2DecoderInterface):
    """Tells qpdf that JBIG2 can't be unpacked: the decoder would be another program, which no worker may start."""

    def check_available(self) -> None:
        raise pikepdf.DependencyError("jbig2")

    def decode_jbig2(self, jbig2: bytes, jbig2_globals: bytes) -> bytes:  # noqa: ARG002  # the interface's names
        raise pikepdf.DependencyError("jbig2")


pikepdf.jbig2.set_decoder(_NoJbig2())
