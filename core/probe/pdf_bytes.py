"""What the bytes of a PDF say without any reader: revisions, encryption, truncation, active words.

Readers skip what they can't decrypt or don't understand; a search through the bytes does not.
"""

from __future__ import annotations

import mmap
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_END_WITHIN: Final = 2048
# A name may write any letter as #xx (ISO 32000-1, 7.3.5), so names with a # are decoded before comparison.
_NAME: Final = re.compile(rb"/[A-Za-z0-9#_.-]{2,60}")
_ESCAPED: Final = re.compile(rb"/[A-Za-z0-9_.-]{0,40}#[0-9A-Fa-f]{2}[A-Za-z0-9#_.-]{0,40}")
_HEX: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_WORDS: Final = {
    b"/JavaScript": "javascript",
    b"/JS": "javascript",
    b"/Launch": "launch",
    b"/SubmitForm": "submit-form",
    b"/ImportData": "import-data",
    b"/GoToR": "goto-remote",
    b"/GoToE": "goto-embedded",
    b"/EmbeddedFile": "embedded-file",
    b"/EmbeddedFiles": "embedded-file",
    b"/RichMedia": "rich-media",
    b"/XFA": "xfa",
}
_ACTING: Final = re.compile(rb"(" + b"|".join(sorted(_WORDS, key=len, reverse=True)) + rb")(?=[\s/\[\]<>(){}%]|\Z)")
_REVISION: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*(-?\d+)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)\s*\]")
_VERSION: Final = re.compile(rb"%PDF-(\d\.\d)")


@dataclass(frozen=True, slots=True)
class Raw:
    """Findings of the search.

    Attributes:
        truncated: The end that every PDF has is missing.
        broken_lock: An encryption dictionary is there whose keys can't be keys at all.
        signature_gap: A signature leaves out more, or other bytes, than its own value.
        saved_after_signing: Bytes follow what the newest signature covers.
    """

    version: str
    truncated: bool
    encrypt: bool
    certificate: bool
    broken_lock: bool
    revisions: int
    active: frozenset[str]
    signature_gap: bool
    saved_after_signing: bool


def scan(path: Path) -> Raw:
    """Searches the file, mapped and not read into memory."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        version = _VERSION.search(data, 0, 1100)
        gap, later = _signatures(data)
        return Raw(
            version=version[1].decode() if version else "",
            truncated=data.find(b"%%EOF", max(0, len(data) - _END_WITHIN)) < 0,
            encrypt=data.find(b"/Encrypt") >= 0,
            certificate=data.find(b"Adobe.PubSec") >= 0 or data.find(b"/Recipients") >= 0,
            broken_lock=_broken_lock(data),
            revisions=_revisions(data),
            active=_active(data),
            signature_gap=gap,
            saved_after_signing=later,
        )


def _active(data: mmap.mmap) -> frozenset[str]:
    found = {_WORDS[m[1]] for m in _ACTING.finditer(data)}
    for match in _ESCAPED.finditer(data):
        name = _HEX.sub(lambda m: bytes([int(m[1], 16)]), match[0])
        if name in _WORDS:
            found.add(_WORDS[name])
    return frozenset(found)


def _revisions(data: mmap.mmap) -> int:
    """Counts saves: each ends with its own startxref; a linearised file has one more, which points to 0."""
    return max(1, sum(1 for m in _REVISION.finditer(data) if int(m[1][:12]) != 0))


def _broken_lock(data: mmap.mmap) -> bool:
    """Recognises /O and /U strings too short to be keys (32 bytes at least, ISO 32000-1 table 21)."""
    short = re.compile(rb"/([OU])\s*\(([^()\\]{0,20})\)")
    return len({m[1] for m in short.finditer(data)}) == 2 and data.find(b"/Standard") >= 0


def _signatures(data: mmap.mmap) -> tuple[bool, bool]:
    """Returns whether a signature leaves out too much, and whether something was saved after the newest."""
    found = [tuple(int(n[:12]) for n in m.groups()) for m in _RANGE.finditer(data)]
    signed = [r for r in found if r[1] > 0 and r[3] > 0]  # zeros are a field that waits for its signature
    if not signed:
        return False, False
    end = max(second + rest for _start, _first, second, rest in signed)
    return any(not _fits(data, r) for r in signed), bool(data[end : end + 4096].strip())


def _fits(data: mmap.mmap, byte_range: tuple[int, ...]) -> bool:
    """Tells whether what a signature leaves out is exactly one hexadecimal string."""
    start, first, second, rest = byte_range
    gap = data[first:second] if 0 <= first < second <= len(data) else b""
    return start == 0 and second + rest <= len(data) and re.fullmatch(rb"<[0-9A-Fa-f\s]*>", gap) is not None
