"""What little is said of formats that are recognised but not read: whether they are locked or broken.

The verdict on the rest is `unsupported`, said openly.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, Final

from core.probe.sniff import holds_stream

Plain = dict[str, Any]
_MOST: Final = 64 * 2**20
_HEADER: Final = 512
_FILE_PASS: Final = 0x002F


def read_other(path: Path, kind: str) -> Plain:
    """Returns facts of a file that no reader here opens."""
    if kind in {"docx", "xlsx", "ofd", "zip"}:
        return _archive(path, kind)
    if kind in {"doc", "xls", "unknown"} and _locked_office(path, kind):
        return plain(kind, "encrypted", "encrypted")
    return plain(kind, "unsupported", "format")


def plain(kind: str, verdict: str, reason: str = "", detail: str = "") -> Plain:
    """Builds an answer without pages."""
    return {
        "kind": kind, "verdict": verdict, "reason": reason, "detail": detail[:300],
        "pages": [], "active": [], "pdf": None, "image": None,
    }  # fmt: skip


def _archive(path: Path, kind: str) -> Plain:
    try:
        with zipfile.ZipFile(path) as archive:
            locked = any(entry.flag_bits & 1 for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        return plain(kind, "corrupt", "damaged", str(error))
    return plain(kind, "encrypted", "encrypted") if locked else plain(kind, "unsupported", "format")


def _locked_office(path: Path, kind: str) -> bool:
    """Tells whether an Office document in an OLE container is under a password.

    A DOCX or XLSX is packed into the container as a whole (MS-OFFCRYPTO 2.3.4.4); an old document
    says so at its beginning: in the flags of Word's FIB (MS-DOC 2.5.2, fEncrypted), or by a FilePass
    record right after the first record of a workbook (MS-XLS 2.4.117).
    """
    with path.open("rb") as stream:
        data = stream.read(_MOST)
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
