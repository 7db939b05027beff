"""A packet that somebody changed after it was built: whatever was done to the ZIP is noticed."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from core.jobs import no_progress
from core.packet import verify
from core.packet.archive import MANIFEST, Archive, Entry, sealed
from core.packet.exact import plain_info
from tests.core.packet import parts

NAMES: Final = ("letter.docx", "originals/01-授权书.pdf", "packet.pdf", "portal/text-200.txt")
MOMENT: Final = (2026, 11, 22, 9, 0, 0)
Items = list[tuple[zipfile.ZipInfo, bytes]]
_IN_DIRECTORY, _IN_FRONT = b"PK\x01\x02", b"PK\x03\x04"


def written(path: Path, numbers: int = 300) -> bytes:
    """A packet as the program writes it."""
    with Archive(path, parts.NOW, no_progress) as archive:
        for number, name in enumerate(NAMES):
            file = path.with_name(f"file-{number}")
            file.write_bytes(bytes(range(number + 1, 250)) * (numbers // 250 + number + 1))
            archive.add([Entry(name, file, "original", f"P{number}", number)])
        archive.finish({"format": "fushen-packet", "version": 1, "case": "1", "draft": True})
    return path.read_bytes()


def items_of(path: Path) -> Items:
    with zipfile.ZipFile(path) as old:
        return [(plain_info(info.filename, MOMENT), old.read(info)) for info in old.infolist()]


def zipped(path: Path, items: Items) -> Path:
    with zipfile.ZipFile(path, "w") as new:
        for info, content in items:
            new.writestr(info, content)
    return path


def info_with(**values: Any) -> zipfile.ZipInfo:
    info = plain_info(NAMES[0], MOMENT)
    for name, value in values.items():
        setattr(info, name, value)
    return info


def manifest_with(items: Items, change: Callable[[dict[str, Any]], object]) -> Items:
    plain = json.loads(items[-1][1])
    change(plain)
    return [*items[:-1], (items[-1][0], json.dumps(plain, ensure_ascii=False, indent=1).encode())]


FIRST_ANEW: Final[dict[str, dict[str, Any]]] = {
    "a link": {"external_attr": 0o120777 << 16},
    "a program": {"external_attr": 0o755 << 16},
    "a hidden file of DOS": {"external_attr": (0o644 << 16) | 2},
    "another day": {"date_time": (2031, 1, 1, 1, 1, 0)},
    "another system": {"create_system": 0},
    "compressed": {"compress_type": zipfile.ZIP_DEFLATED},
    "a comment": {"comment": b"HIDE"},
    "foreign bytes in a header": {"extra": struct.pack("<HH4s", 0x7075, 4, b"HIDE")},
    "sizes of 64 bits that nobody needs": {"extra": struct.pack("<HHQQ", 1, 16, 498, 498)},
    "called a text": {"internal_attr": 1},
}


@pytest.mark.parametrize("how", FIRST_ANEW)
def test_an_entry_that_is_kept_otherwise_is_told(tmp_path: Path, how: str) -> None:
    written(tmp_path / "a.zip")
    items = items_of(tmp_path / "a.zip")
    items[0] = (info_with(**FIRST_ANEW[how]), items[0][1])
    assert verify(zipped(tmp_path / "b.zip", items)).of("changed") == ("b.zip",)


def test_what_the_helpers_write_would_pass(tmp_path: Path) -> None:
    written(tmp_path / "a.zip")
    assert verify(zipped(tmp_path / "b.zip", items_of(tmp_path / "a.zip"))).intact


@pytest.mark.parametrize("order", [(1, 0, 2, 3, 4), (4, 0, 1, 2, 3), (0, 1, 2, 4, 3)])
def test_entries_in_another_order_are_told(tmp_path: Path, order: tuple[int, ...]) -> None:
    written(tmp_path / "a.zip")
    items = items_of(tmp_path / "a.zip")
    assert verify(zipped(tmp_path / "b.zip", [items[n] for n in order])).of("changed") == ("b.zip",)


@pytest.mark.parametrize("name", ["Packet.pdf", "packet.pdf ", "./packet.pdf", "packet\u200b.pdf", "packet.pdf/"])
def test_an_entry_of_another_name_is_told(tmp_path: Path, name: str) -> None:
    written(tmp_path / "a.zip")
    items = items_of(tmp_path / "a.zip")
    items[2] = (plain_info(name, MOMENT), items[2][1])
    found = verify(zipped(tmp_path / "b.zip", items))
    assert (found.of("missing"), found.of("added")) == (("packet.pdf",), (name,))


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain["entries"][0].update(role="packet"),
        lambda plain: plain["entries"][1].update(source="P9"),
        lambda plain: plain["entries"][2].update(pages=999),
        lambda plain: plain["entries"].append(plain["entries"][0]),
        lambda plain: plain.update(draft=False),
        lambda plain: plain.update(more="x"),
        lambda plain: plain.pop("digest"),
        lambda plain: plain.update(digest="0" * 64),
    ],
)
def test_a_manifest_that_was_edited_is_told(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    written(tmp_path / "a.zip")
    items = manifest_with(items_of(tmp_path / "a.zip"), change)
    assert verify(zipped(tmp_path / "b.zip", items)).of("changed") == (MANIFEST,)


def test_a_manifest_that_says_a_thing_twice_is_told(tmp_path: Path) -> None:
    written(tmp_path / "a.zip")
    *items, (info, content) = items_of(tmp_path / "a.zip")
    twice = content.replace(b'"case": "1"', b'"case": "2",\n "case": "1"')
    assert json.loads(twice) == json.loads(content)
    assert verify(zipped(tmp_path / "b.zip", [*items, (info, twice)])).of("changed") == (MANIFEST,)


def test_an_entry_taken_out_of_the_zip_and_of_a_manifest_sealed_anew_still_leaves_the_zip_a_packet(
    tmp_path: Path,
) -> None:
    # What no check inside the file can find: that is what the SHA-256 told after building is for.
    before = written(tmp_path / "a.zip")
    items = items_of(tmp_path / "a.zip")[1:]
    plain = json.loads(items[-1][1])
    del plain["digest"], plain["entries"][0]
    assert verify(zipped(tmp_path / "b.zip", [*items[:-1], (items[-1][0], sealed(plain))])).intact
    assert (tmp_path / "b.zip").read_bytes() != before


# Offsets of the first entry's fields: in the directory, in front of the entry, and in the end record.
LIES: Final = {
    "directory: made by a version of its own": (_IN_DIRECTORY, 4, "<H", 0x033F),
    "directory: needs a later version": (_IN_DIRECTORY, 6, "<H", 63),
    "directory: another disk": (_IN_DIRECTORY, 34, "<H", 3),
    "directory: inner attributes": (_IN_DIRECTORY, 36, "<H", 1),
    "front: encrypted": (_IN_FRONT, 6, "<H", 1),
    "front: compressed": (_IN_FRONT, 8, "<H", 8),
    "front: another hour": (_IN_FRONT, 10, "<H", 1),
    "front: another checksum": (_IN_FRONT, 14, "<L", 1),
    "front: shorter": (_IN_FRONT, 18, "<L", 1),
    "front: larger once unpacked": (_IN_FRONT, 22, "<L", 2**31),
    "front: its size elsewhere": (_IN_FRONT, 22, "<L", 0xFFFFFFFF),
    "end: one entry": (b"PK\x05\x06", 8, "<HH", 1, 1),
    "end: of many disks": (b"PK\x05\x06", 4, "<HH", 1, 1),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_header_that_lies_is_told(tmp_path: Path, lie: str) -> None:
    mark, offset, form, *values = LIES[lie]
    content = bytearray(written(tmp_path / "a.zip"))
    struct.pack_into(form, content, content.index(mark) + offset, *values)
    (tmp_path / "b.zip").write_bytes(content)
    assert verify(tmp_path / "b.zip").of("changed") == ("b.zip",)


def test_a_packet_beyond_the_bounds_of_32_bits_is_what_we_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The bound where the standard library turns to 64 bits, brought within reach.
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    content = written(tmp_path / "a.zip", 2000)
    assert b"PK\x06\x07" in content
    assert verify(tmp_path / "a.zip").intact
    at = content.index(b"PK\x06\x06")
    (tmp_path / "b.zip").write_bytes(content[: at + 12] + b"\x2e" + content[at + 13 :])
    assert verify(tmp_path / "b.zip").of("changed") == ("b.zip",)
