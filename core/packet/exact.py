"""Whether a ZIP is, around what its entries hold, byte for byte what we write.

A ZIP may carry anything outside its entries, and says most things twice: in front of an entry and in its directory.
Programs differ in which of the two they believe. So nothing is judged field by field: the headers, the directory and
the end record that belong to these entries are written once more and compared.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from typing import Final

_RECORD: Final = struct.Struct("<4s4B4HL2L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64: Final = struct.Struct("<4sLQL")
_NEEDS_64: Final = 45  # the version of the format that has sizes of 64 bits
_FULL: Final = 0xFFFFFFFF  # stands where the true number is in the field of 64 bits

SYSTEM: Final = 3
ATTRIBUTES: Final = 0o644 << 16


def plain_info(path: str, moment: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    """Returns the header of an entry that is a plain file, stored as it is; every entry of one ZIP has its moment."""
    info = zipfile.ZipInfo(path, moment)
    info.create_system = SYSTEM
    info.external_attr = ATTRIBUTES
    return info


def is_exact(archive: zipfile.ZipFile) -> bool:
    """Says whether the file is what we would write for these entries, in this order.

    Raises:
        OSError, struct.error: The file is damaged.
    """
    stream = archive.fp
    if stream is None:
        return False
    position, records = 0, []
    for found in archive.infolist():
        info = _as_written(found, archive.infolist()[0], position)
        header = info.FileHeader(info.file_size * 1.05 > zipfile.ZIP64_LIMIT)  # as the standard library decides it
        stream.seek(position)
        if stream.read(len(header)) != header:
            return False
        records.append(_record(info))
        position += len(header) + info.file_size
    tail = _tail(records, position)
    stream.seek(position)
    return stream.read(len(tail) + 1) == tail


def _as_written(found: zipfile.ZipInfo, first: zipfile.ZipInfo, position: int) -> zipfile.ZipInfo:
    info = plain_info(found.filename, first.date_time)
    info.CRC, info.file_size, info.compress_size = found.CRC, found.file_size, found.file_size
    info.header_offset = position
    return info


def _record(info: zipfile.ZipInfo) -> bytes:
    """Returns the entry of the directory; to be asked after the entry's own header, which settles its versions."""
    name = info.filename.encode("utf-8")
    flags = 0 if info.filename.isascii() else 0x800
    large = info.file_size > zipfile.ZIP64_LIMIT
    far = info.header_offset > zipfile.ZIP64_LIMIT
    numbers = [info.file_size] * 2 * large + [info.header_offset] * far
    extra = struct.pack(f"<HH{len(numbers)}Q", 1, 8 * len(numbers), *numbers) if numbers else b""
    needed, made = (max(_NEEDS_64 if numbers else 0, each) for each in (info.extract_version, info.create_version))
    day, time = _moment(info.date_time)
    size, offset = _FULL if large else info.file_size, _FULL if far else info.header_offset
    return (
        _RECORD.pack(
            b"PK\x01\x02", made, SYSTEM, needed, 0, flags, zipfile.ZIP_STORED, time, day, info.CRC,
            size, size, len(name), len(extra), 0, 0, 0, ATTRIBUTES, offset,
        )
        + name
        + extra
    )  # fmt: skip


def _moment(moment: tuple[int, int, int, int, int, int]) -> tuple[int, int]:
    year, month, day, hour, minute, second = moment
    return (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2


def _tail(records: Sequence[bytes], offset: int) -> bytes:
    """Returns the directory and the records that end the file."""
    directory, count = b"".join(records), len(records)
    size, large = len(directory), b""
    if count > zipfile.ZIP_FILECOUNT_LIMIT or max(offset, size) > zipfile.ZIP64_LIMIT:
        large = _END_64.pack(b"PK\x06\x06", 44, _NEEDS_64, _NEEDS_64, 0, 0, count, count, size, offset)
        large += _LOCATOR_64.pack(b"PK\x06\x07", 0, offset + size, 1)
    entries, size, offset = min(count, 0xFFFF), min(size, _FULL), min(offset, _FULL)
    return directory + large + _END.pack(b"PK\x05\x06", 0, 0, entries, entries, size, offset, 0)
