"""A ZIP that is never believed: what it says of itself is compared with what it is before anything is unpacked."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Final, Self

from core import zips

# Real papers had 132 entries and 32:1 at most (measured on the OOXML and OFD of the corpus); a single
# blank picture or a table of spaces reaches some hundreds to one, so small entries may do so.
_ENTRIES: Final = 5_000
_UNPACKED: Final = 400 * 2**20
_RATIO: Final = 250
_SMALL: Final = 8 * 2**20
_DEPTH: Final = 4
_NESTED: Final = 20 * 2**20  # a larger archive inside an archive is not looked into
_LOCAL_HEADER: Final = 30
_LOCKED: Final = 0x1
_STRONG: Final = 0x40
_IN_UTF8: Final = 0x800
_ARCHIVES: Final = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"})
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ARCHIVE_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06")


class Refused(Exception):
    """An archive or a part that is not taken.

    Attributes:
        verdict, reason, detail: As in `FileFacts`.
    """

    def __init__(self, verdict: str, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.verdict = verdict
        self.reason = reason
        self.detail = detail


class Package:
    """An opened archive whose entries may be read one by one. A context manager."""

    def __init__(self, source: Path | IO[bytes], *, strict: bool = True) -> None:
        """Opens and examines an archive.

        Args:
            source: A path, or a stream that can be sought in.
            strict: Whether encrypted or oddly named entries refuse the whole archive; without it
                `fault_of` tells of each. What would explode is refused in any case.

        Raises:
            Refused: With a verdict and a reason.
        """
        try:
            self._zip = zipfile.ZipFile(source)
        except zips.DAMAGE as error:
            raise Refused("corrupt", "damaged", str(error)) from error
        self.entries = tuple(entry for entry in self._zip.infolist() if not entry.is_dir())
        for entry in self.entries:
            entry.filename = _name_of(entry)
        _examine(self._zip.infolist(), self._zip.start_dir)
        self._by_name = {entry.filename: entry for entry in self.entries}
        self._by_folded = {entry.filename.casefold(): entry for entry in self.entries}
        if len(self._by_name) != len(self.entries):
            self.close()
            raise Refused("hostile", "archive-bomb", "two entries have one name")
        if strict:
            _refuse_faults(self.entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(entry.filename for entry in self.entries)

    def find(self, name: str) -> str:
        """Returns the name of an entry, written as in the archive, or ""; other letter cases count as the same."""
        entry = self._by_name.get(name) or self._by_folded.get(name.casefold())
        return entry.filename if entry else ""

    def read(self, name: str, most: int) -> bytes:
        """Unpacks one entry.

        Raises:
            Refused: It is missing, longer than `most` bytes, or not what its checksum says.
        """
        entry = self._by_name.get(name)
        if entry is None:
            raise Refused("corrupt", "damaged", f"no part {name}")
        if entry.file_size > most:
            raise Refused("hostile", "archive-bomb", f"{name} claims {entry.file_size} bytes")
        try:
            with self._zip.open(entry) as stream:
                return stream.read(most + 1)[:most]
        except zips.DAMAGE as error:
            raise Refused("corrupt", "damaged", f"{name}: {error}") from error

    def open(self, name: str) -> IO[bytes]:
        """Opens one entry to be read piece by piece."""
        return self._zip.open(self._by_name[name])

    def verify(self) -> None:
        """Unpacks every entry piece by piece, for its checksum.

        Raises:
            Refused: At the first entry that is damaged.
        """
        for entry in self.entries:
            try:
                with self._zip.open(entry) as stream:
                    while stream.read(2**20):
                        pass
            except zips.DAMAGE as error:
                raise Refused("corrupt", "damaged", f"{entry.filename}: {error}") from error


def fault_of(entry: zipfile.ZipInfo) -> str:
    """Returns why an entry can't be taken out: encrypted, unsafe-path, format; or ""."""
    if entry.flag_bits & (_LOCKED | _STRONG):
        return "encrypted"
    if not is_safe(entry.filename) or stat.S_ISLNK(entry.external_attr >> 16):
        return "unsafe-path"
    return "" if entry.compress_type in _METHODS else "format"


def is_safe(name: str) -> bool:
    """Tells whether a name stays inside the folder it is unpacked to, on every system."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        return False
    return not any(unicodedata.category(c) == "Cc" for c in name) and name[1:2] != ":"


def nested_bytes(package: Package, depth: int = 1) -> int:
    """Returns how much an archive unpacks to with the archives inside it, going down some levels.

    Raises:
        Refused: When that would be more than anybody sends, or the archives are nested too deep.
    """
    total = sum(entry.file_size for entry in package.entries)
    for entry in package.entries:
        if fault_of(entry) or not _is_archive(package, entry):
            continue
        if depth >= _DEPTH:
            raise Refused("hostile", "archive-bomb", f"archives in archives, {depth} deep")
        with Package(io.BytesIO(package.read(entry.filename, _NESTED)), strict=False) as inner:
            total += nested_bytes(inner, depth + 1)
        if total > _UNPACKED:
            raise Refused("hostile", "archive-bomb", f"unpacks to {total} bytes")
    return total


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Returns the name as it was meant: what does not claim to be UTF-8 is it all the same, or Chinese Windows' GBK."""
    if entry.flag_bits & _IN_UTF8:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")  # what the library takes it for
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def is_nested(package: Package, entry: zipfile.ZipInfo) -> bool:
    """Tells whether an entry is an archive itself; Office files and OFD are packed alike and are papers."""
    if PurePosixPath(entry.filename).suffix.lower() in _ARCHIVES:
        return True
    if not _is_archive(package, entry):
        return False
    try:
        with Package(io.BytesIO(package.read(entry.filename, _NESTED)), strict=False) as inner:
            return not {"OFD.xml", "[Content_Types].xml"} & set(inner.names)
    except Refused:
        return True


def _is_archive(package: Package, entry: zipfile.ZipInfo) -> bool:
    if entry.file_size > _NESTED:
        return False
    try:
        with package.open(entry.filename) as stream:
            return stream.read(4) in _ARCHIVE_STARTS
    except zips.DAMAGE:
        return False


def _examine(entries: list[zipfile.ZipInfo], end: int) -> None:
    """Looks for bombs: counts, sizes, ratios, and entries that share bytes."""
    if len(entries) > _ENTRIES:
        raise Refused("hostile", "archive-bomb", f"{len(entries)} entries")
    total = sum(entry.file_size for entry in entries)
    if total > _UNPACKED:
        raise Refused("hostile", "archive-bomb", f"unpacks to {total} bytes")
    for entry in entries:
        if entry.file_size > _SMALL and entry.file_size > _RATIO * max(1, entry.compress_size):
            raise Refused("hostile", "archive-bomb", f"{entry.file_size} bytes from {entry.compress_size}")
    if _overlap(entries, end):
        raise Refused("hostile", "archive-bomb", "entries overlap")


def _overlap(entries: Iterable[zipfile.ZipInfo], end: int) -> bool:
    """Tells whether two entries use the same bytes, as quoted-overlap bombs do (CPython gh-109858)."""
    taken = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < taken:
            return True
        # The local header may carry more extra bytes than the directory says; never fewer than none.
        taken = entry.header_offset + _LOCAL_HEADER + entry.compress_size
    return taken > end


def _refuse_faults(entries: Iterable[zipfile.ZipInfo]) -> None:
    faults = {fault_of(entry) for entry in entries}
    if "unsafe-path" in faults:
        raise Refused("hostile", "unsafe-path")
    if "encrypted" in faults:
        raise Refused("encrypted", "encrypted")
    if "format" in faults:
        raise Refused("unsupported", "format", "packed in an unknown way")
