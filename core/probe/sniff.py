"""What kind of file this is, by its bytes; the name is never asked."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path
from typing import Final

from core import zips

_HEAD: Final = 4096
# Readers of PDF accept the header anywhere in the first 1,024 bytes (Adobe's implementation note 13 to PDF 1.7).
_PDF_WITHIN: Final = 1024
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC_BRANDS: Final = frozenset(b"heic heix heim heis hevc hevx mif1 msf1".split())
_PICTURES: Final = frozenset({"jpeg", "png", "webp", "tiff", "bmp", "heic"})
_MOST_NAMES: Final = 10_000


def sniff(path: Path) -> str:
    """Returns one of `FileFacts.kind`."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head:
        return "empty"
    return _picture(head) or _document(path, head) or _written(head)


def second_nature(path: Path, kind: str) -> str:
    """Returns what else the same bytes are to another program, or "": a picture or PDF that is an archive too.

    Archives are read from their end and PDFs from anywhere near their start, so one file can be both.
    """
    with path.open("rb") as stream:
        head = stream.read(_PDF_WITHIN)
    if kind in _PICTURES and b"%PDF-" in head:
        return "pdf"
    if kind in _PICTURES | {"pdf"} and zipfile.is_zipfile(path):
        return "zip"
    return ""


def _picture(head: bytes) -> str:
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:4] in {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}:
        return "tiff"
    # A size field and four zero bytes follow; two letters alone are also how a text may begin.
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "bmp"
    if head[4:8] == b"ftyp" and _brands(head) & _HEIC_BRANDS:
        return "heic"
    return ""


def _brands(head: bytes) -> frozenset[bytes]:
    end = min(int.from_bytes(head[:4], "big"), len(head))
    # Bytes 12–16 are a version, not a brand; the major brand alone decides first.
    return frozenset({head[8:12]} | {head[i : i + 4] for i in range(16, end, 4)} if head[8:12] != b"avif" else ())


def _document(path: Path, head: bytes) -> str:
    place = head[:_PDF_WITHIN].find(b"%PDF-")
    if place >= 0 and place != _first_entry(head):
        return "pdf"
    if head.startswith(_OLE):
        return _ole(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(path)
    return ""


def _first_entry(head: bytes) -> int:
    """Returns where the first entry of a ZIP begins, -1 in anything else; a PDF packed as it is begins there."""
    if not head.startswith(b"PK\x03\x04"):
        return -1
    name, extra = struct.unpack_from("<HH", head.ljust(30, b"\0"), 26)
    return int(30 + name + extra)


def _ole(path: Path) -> str:
    """Tells old Word from old Excel by the names in the container's directory (MS-CFB 2.6.1: UTF-16)."""
    with path.open("rb") as stream:
        data = stream.read(64 * 2**20)
    if holds_stream(data, "WordDocument"):
        return "doc"
    if holds_stream(data, "Workbook") or holds_stream(data, "Book"):
        return "xls"
    return "unknown"


def holds_stream(data: bytes, name: str) -> bool:
    """Tells whether an OLE container has a stream or storage of this name."""
    return name.encode("utf-16-le") + b"\0\0" in data


def _zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = frozenset(archive.namelist()[:_MOST_NAMES])
    except zips.DAMAGE:
        return "zip"
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        if any(n.startswith("word/") for n in names):
            return "docx"
        if any(n.startswith("xl/") for n in names):
            return "xlsx"
    return "zip"


def _written(head: bytes) -> str:
    text = _decoded(head)
    if not text:
        return "unknown"
    start = text.lstrip("\ufeff \t\r\n")
    if re.match(r"<\?xml\b|<[A-Za-z_:\u4e00-\u9fff][^<>\s]*(\s[^<>]*)?/?>", start) and not _html(start):
        return "xml"
    return "text"


def _html(start: str) -> bool:
    return re.match(r"<!doctype\s+html|<html\b", start, re.IGNORECASE) is not None


def _decoded(head: bytes) -> str:
    """Returns the text of a file that holds text alone, else ""."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "ignore")
    if b"\0" in head or sum(b < 9 or 13 < b < 32 for b in head) > len(head) // 100:
        return ""
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the last character may have been cut in two
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return ""
