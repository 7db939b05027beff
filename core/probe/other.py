"""Facts of what is neither a PDF nor a picture: packages, archives, e-invoices, and what is only recognised.

The verdict on what no reader here opens is `unsupported`, said openly.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from core.probe.limits import Budget
from core.probe.sniff import holds_stream

Plain = dict[str, Any]
_MOST: Final = 64 * 2**20
_HEADER: Final = 512
_FILE_PASS: Final = 0x002F


def read_other(path: Path, kind: str, budget: Budget) -> Plain:
    """Returns facts of a file that is neither PDF nor picture."""
    from core.probe.package import Refused

    try:
        return _read(path, kind, budget)
    except Refused as refused:
        return plain(kind, refused.verdict, refused.reason, refused.detail)


def _read(path: Path, kind: str, budget: Budget) -> Plain:
    # Imported at the first file that needs them: a worker that only draws pages stays small.
    if kind in {"docx", "xlsx"}:
        from core.probe.office import read_office

        return read_office(path, kind, budget)
    if kind == "ofd":
        from core.probe.ofd import read_ofd

        return read_ofd(path, budget)
    if kind == "zip":
        from core.probe.archive import read_archive

        return read_archive(path)
    if kind == "xml":
        return _xml(path)
    return _old(path, kind)


def _xml(path: Path) -> Plain:
    from core.probe import einvoice, markup

    with path.open("rb") as stream:
        data = stream.read(einvoice.MOST_BYTES + 1)
    if len(data) > einvoice.MOST_BYTES:
        return plain("xml", "unsupported", "too-large")
    invoice = einvoice.read_einvoice(data)
    if invoice is None:
        markup.parse(data)  # refused as damaged when it is not even XML
        return plain("xml", "unsupported", "format", "not an e-invoice")
    return plain("xml", "ok") | {"invoice": invoice}


def _old(path: Path, kind: str) -> Plain:
    if kind not in {"doc", "xls", "unknown"}:
        return plain(kind, "unsupported", "format")
    with path.open("rb") as stream:
        data = stream.read(_MOST)
    if _locked_office(data, kind):
        return plain(kind, "encrypted", "encrypted")
    answer = plain(kind, "unsupported", "format")
    # Macros of old documents lie in a storage of one of these names (MS-OVBA 2.2.1).
    if kind != "unknown" and any(holds_stream(data, name) for name in ("Macros", "_VBA_PROJECT", "VBA")):
        answer["active"] = [{"kind": "macro", "where": "document"}]
    return answer


def plain(kind: str, verdict: str, reason: str = "", detail: str = "") -> Plain:
    """Builds an answer without pages."""
    return {
        "kind": kind, "verdict": verdict, "reason": reason, "detail": detail[:300],
        "pages": [], "active": [], "pdf": None, "image": None, "signatures": [], "office": None, "ofd": None,
        "invoice": None, "entries": [], "look": "",
    }  # fmt: skip


def _locked_office(data: bytes, kind: str) -> bool:
    """Tells whether an Office document in an OLE container is under a password.

    A DOCX or XLSX is packed into the container as a whole (MS-OFFCRYPTO 2.3.4.4); an old document
    says so at its beginning: in the flags of Word's FIB (MS-DOC 2.5.2, fEncrypted), or by a FilePass
    record right after the first record of a workbook (MS-XLS 2.4.117).
    """
    if holds_stream(data, "EncryptedPackage"):
        return True
    if kind == "doc":
        return bool(_number(_beginning(data, "WordDocument"), 0x0A, 2) & 0x0100)
    book = _beginning(data, "Workbook") or _beginning(data, "Book")
    return _number(book, 4 + _number(book, 2, 2), 2) == _FILE_PASS


def _beginning(data: bytes, name: str) -> bytes:
    """Returns the first sector of a stream, found by its entry in the directory (MS-CFB 2.6.1)."""
    entry = data.find(name.encode("utf-16-le") + b"\0\0")
    if entry < 0 or len(data) < _HEADER:
        return b""
    size = 1 << min(_number(data, 30, 2), 16)
    place = (_number(data, entry + 116, 4) + 1) * size
    return data[place : place + size]


def _number(data: bytes, place: int, length: int) -> int:
    return int.from_bytes(data[place : place + length], "little")
