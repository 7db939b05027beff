"""Whether a ZIP holds nothing but its entries: no byte before, between, behind or inside its headers.

A ZIP may carry anything outside its entries, and most programs never show it. What we write has no such
place: entries follow each other from the first byte, then their directory, then its end record and nothing.
"""

from __future__ import annotations

import struct
import zipfile
from typing import BinaryIO, Final

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_IN_DIRECTORY, _END, _END_64, _LOCATOR_64 = 46, 22, 56, 20
_DESCRIBED_BEHIND: Final = 0x08
_LARGE: Final = 0x7FFFFFFF  # where zipfile turns to the large end record
_MANY: Final = 0xFFFF
# The one extra field that we write, and only where a size or an offset needs more than 32 bits.
_ZIP64: Final = 1


def is_exact(archive: zipfile.ZipFile, size: int) -> bool:
    """Says whether every byte of a ZIP of `size` bytes belongs to an entry, its header, or the directory.

    Raises:
        OSError, struct.error: The file is damaged.
    """
    stream = archive.fp
    if stream is None or archive.comment:
        return False
    position, directory = 0, 0
    for info in archive.infolist():
        if info.header_offset != position or info.comment or not _only_zip64(info.extra):
            return False
        header = _local_length(stream, info)
        if header is None:
            return False
        position += header + info.compress_size
        directory += _IN_DIRECTORY + len(_raw_name(info)) + len(info.extra)
    # `start_dir` is where the directory was found, bytes put before the archive included.
    return archive.start_dir == position and size == position + directory + _end_length(archive, position, directory)


def _local_length(stream: object, info: zipfile.ZipInfo) -> int | None:
    """Returns the length of an entry's own header, None when it hides something."""
    file: BinaryIO = stream  # type: ignore[assignment]  # what zipfile opened
    file.seek(info.header_offset)
    values = _LOCAL.unpack(file.read(_LOCAL.size))
    name, extra = int(values[9]), int(values[10])
    if values[0] != b"PK\x03\x04" or int(values[2]) & _DESCRIBED_BEHIND:
        return None
    same = file.read(name) == _raw_name(info)
    return _LOCAL.size + name + extra if same and _only_zip64(file.read(extra)) else None


def _only_zip64(extra: bytes) -> bool:
    if not extra:
        return True
    kind, length = struct.unpack_from("<HH", extra)
    return bool(kind == _ZIP64 and length == len(extra) - 4)


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    # As zipfile does: UTF-8 where the entry says so, else the old code page.
    return info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")


def _end_length(archive: zipfile.ZipFile, position: int, directory: int) -> int:
    large = len(archive.infolist()) > _MANY or max(position, directory) > _LARGE
    return _END + (_END_64 + _LOCATOR_64 if large else 0)
