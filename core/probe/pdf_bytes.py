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
_LONG: Final = 10  # letters; a word this long does not come about by chance in packed data
_ACTING: Final = re.compile(rb"(" + b"|".join(sorted(_WORDS, reverse=True)) + rb")(?=[\s/\[\]<>(){}%]|\Z)")
_REVISION: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*(-?\d+)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)\s*\]")
_START: Final = re.compile(rb"startxref\s+\d+\s+%%EOF")
_HEX_KEY: Final = re.compile(rb"/[OU]\s*<([0-9A-Fa-f\s]*)>")
_KEY_DIGITS: Final = 64  # 32 bytes at least, ISO 32000-1 table 21
_VERSION: Final = re.compile(rb"%PDF-(\d\.\d)")


@dataclass(frozen=True, slots=True)
class Raw:
    """Findings of the search.

    Attributes:
        truncated: The end that every PDF has is missing.
        broken_tail: The end is there and what should stand before it is not.
        broken_lock: An encryption dictionary is there whose keys are too short to be keys.
        brotli: Streams are packed in a way that no reader here knows yet.
        signature_gap: A signature leaves out more, or other bytes, than its own value.
        saved_after_signing: Bytes follow what the newest signature covers.
    """

    version: str
    truncated: bool
    broken_tail: bool
    encrypt: bool
    certificate: bool
    broken_lock: bool
    brotli: bool
    revisions: int
    active: frozenset[str]
    signature_gap: bool
    saved_after_signing: bool


def scan(path: Path) -> Raw:
    """Searches the file, mapped and not read into memory."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        version = _VERSION.search(data, 0, 1100)
        gap, later = _signatures(data)
        tail = data[max(0, len(data) - _END_WITHIN) :]
        return Raw(
            version=version[1].decode() if version else "",
            truncated=b"%%EOF" not in tail,
            broken_tail=b"%%EOF" in tail and b"startxref" in tail and not _START.search(tail),
            encrypt=data.find(b"/Encrypt") >= 0,
            certificate=data.find(b"Adobe.PubSec") >= 0 or data.find(b"/Recipients") >= 0,
            broken_lock=any(len(m[1].split()) < 2 and len(m[1]) < _KEY_DIGITS for m in _HEX_KEY.finditer(data)),
            brotli=data.find(b"/BrotliDecode") >= 0,
            revisions=_revisions(data),
            active=_active(data),
            signature_gap=gap,
            saved_after_signing=later,
        )


def _active(data: mmap.mmap) -> frozenset[str]:
    found = {_WORDS[m[1]] for m in _ACTING.finditer(data) if len(m[1]) >= _LONG or not _packed(data, m.start())}
    for match in _ESCAPED.finditer(data):
        name = _HEX.sub(lambda m: bytes([int(m[1], 16)]), match[0])
        if name in _WORDS and not _packed(data, match.start()):
            found.add(_WORDS[name])
    return frozenset(found)


def _packed(data: mmap.mmap, place: int) -> bool:
    """Tells whether a place is inside a stream, where short words come about by chance."""
    mark = data.rfind(b"stream", 0, place)
    return mark >= 0 and data[max(0, mark - 3) : mark] != b"end"


def _revisions(data: mmap.mmap) -> int:
    """Counts saves: each ends with its own startxref; a linearised file has one more, which points to 0."""
    return max(1, sum(1 for m in _REVISION.finditer(data) if int(m[1][:12]) != 0))


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
