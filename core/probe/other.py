"""What little is said of formats that are recognised but not read: whether they are locked or broken.

The verdict on the rest is `unsupported`, said openly.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from core.probe.sniff import holds_stream

Plain = dict[str, Any]


def read_other(path: Path, kind: str) -> Plain:
    """Returns facts of a file that no reader here opens."""
    if kind in {"docx", "xlsx", "ofd", "zip"}:
        return _archive(path, kind)
    if kind in {"doc", "xls", "unknown"} and _locked_office(path):
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


def _locked_office(path: Path) -> bool:
    """Recognises a DOCX or XLSX under a password: an OLE container around it (MS-OFFCRYPTO 2.3.4.4)."""
    with path.open("rb") as stream:
        return holds_stream(stream.read(64 * 2**20), "EncryptedPackage")
