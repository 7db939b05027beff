from __future__ import annotations

import json
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.errors import NotAPacket
from core.jobs import no_progress
from core.packet import verify
from core.packet.archive import Archive, Entry
from tests.core.packet import parts

NAMES = ("letter.docx", "originals/01-a.pdf", "packet.pdf", "portal/text-200.txt", "readiness.json")


@pytest.fixture(scope="module")
def packet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packet")
    with Archive(folder / "a-packet.zip", parts.NOW, no_progress) as archive:
        for number, name in enumerate(NAMES):
            (folder / str(number)).write_bytes(bytes(range(256)) * (number + 1))
            archive.add([Entry(name, folder / str(number), "original")])
        archive.finish({"format": "fushen-packet", "version": 1})
    return folder / "a-packet.zip"


def data_start(path: Path, name: str) -> int:
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(name)
    return info.header_offset + 30 + len(name.encode()) + 0


def rewritten(packet: Path, target: Path, **changes: bytes | None) -> Path:
    """Copies the ZIP with some entries replaced, left out (None) or added."""
    with zipfile.ZipFile(packet) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = changes.pop(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in changes.items():
            new.writestr(name, content or b"")
    return target


def test_an_untouched_packet_is_intact(packet: Path) -> None:
    found = verify(packet)
    assert found.intact
    assert [entry.path for entry in found.entries] == [*NAMES, "manifest.json"]


@pytest.mark.parametrize("name", [*NAMES, "manifest.json"])
def test_one_flipped_byte_in_any_entry_is_named(packet: Path, tmp_path: Path, name: str) -> None:
    content = bytearray(packet.read_bytes())
    content[data_start(packet, name) + 7] ^= 1
    (tmp_path / "flipped.zip").write_bytes(content)
    found = verify(tmp_path / "flipped.zip")
    assert not found.intact
    assert found.of("changed") == (name,)


@given(st.data())
def test_no_flipped_byte_anywhere_passes_or_raises_anything_else(packet: Path, data: st.DataObject) -> None:
    content = bytearray(packet.read_bytes())
    with zipfile.ZipFile(packet) as archive:
        inside = [
            (info.header_offset + 30 + len(info.filename.encode()), info.file_size) for info in archive.infolist()
        ]
    start, size = data.draw(st.sampled_from(inside))
    content[start + data.draw(st.integers(0, size - 1))] ^= 1 << data.draw(st.integers(0, 7))
    flipped = packet.with_name("flipped.zip")
    flipped.write_bytes(content)
    assert not verify(flipped).intact


# A byte too many behind the end, which still reads as a ZIP.
@example(-1, bytes(2))
@given(st.integers(0, 10_000), st.binary(max_size=40))
def test_any_damage_is_an_answer_or_not_a_packet(packet: Path, place: int, junk: bytes) -> None:
    content = packet.read_bytes()
    damaged = packet.with_name("damaged.zip")
    changed = content[: place % len(content)] + junk
    assume(changed != content)
    damaged.write_bytes(changed)
    with suppress(NotAPacket):
        assert not verify(damaged).intact


def test_replaced_missing_and_added_entries_are_told(packet: Path, tmp_path: Path) -> None:
    changes = {"packet.pdf": b"other", "letter.docx": None, "originals/../../evil.txt": b"x", "extra.txt": b"x"}
    found = verify(rewritten(packet, tmp_path / "b.zip", **changes))  # type: ignore[arg-type]
    assert found.of("changed") == ("packet.pdf",)
    assert found.of("missing") == ("letter.docx",)
    assert found.of("added") == ("extra.txt", "originals/../../evil.txt")
    assert not (tmp_path / "evil.txt").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_not_intact(packet: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packet) as old, zipfile.ZipFile(tmp_path / "twice.zip", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("packet.pdf", old.read("packet.pdf"))
    assert verify(tmp_path / "twice.zip").of("changed") == ("packet.pdf",)


def test_a_bomb_is_not_unpacked_beyond_what_the_manifest_says(packet: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packet) as old, zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, bytes(50_000_000) if name == "packet.pdf" else old.read(name))
    assert verify(tmp_path / "bomb.zip").of("changed") == ("packet.pdf",)


@pytest.mark.parametrize(
    "manifest",
    [b"", b"[]", b"{}", b"[" * 100_000, json.dumps({"format": "else", "version": 1, "entries": []}).encode()],
)
def test_a_zip_with_another_manifest_is_not_a_packet(tmp_path: Path, manifest: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("manifest.json", manifest)
    with pytest.raises(NotAPacket):
        verify(tmp_path / "x.zip")


def test_other_files_are_not_packets(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "b.zip").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("a.txt", "x")
    for name in ("a.txt", "b.zip", "c.zip", "none.zip"):
        with pytest.raises(NotAPacket, match=name):
            verify(tmp_path / name)


def test_a_manifest_of_an_endless_version_is_damaged_and_no_crash(packet: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packet) as archive:
        lie = json.loads(archive.read("manifest.json")) | {"version": float("inf")}
    changed = rewritten(packet, tmp_path / "lie.zip", **{"manifest.json": json.dumps(lie).encode()})
    assert verify(changed).of("changed") == ("manifest.json",)


def with_extra(content: bytes, name: str) -> bytes:
    """Puts a field of bytes into one entry's own header, and moves all that follows."""
    name_bytes = name.encode()
    at = content.index(b"PK\x03\x04") if name == NAMES[0] else content.index(name_bytes) - 30
    hidden = struct.pack("<HH", 0x7075, 4) + b"HIDE"
    head = content[at : at + 28] + struct.pack("<H", len(hidden)) + name_bytes + hidden
    return content[:at] + head + content[at + 30 + len(name_bytes) :]


@pytest.mark.parametrize("place", ["before", "behind", "comment", "between", "extra"])
def test_bytes_outside_the_entries_are_told(packet: Path, tmp_path: Path, place: str) -> None:
    content, changed = packet.read_bytes(), tmp_path / "stuffed.zip"
    directory, end = content.index(b"PK\x01\x02"), len(content) - 22
    match place:
        case "before":
            changed.write_bytes(b"#!/bin/sh\n" + content)
        case "behind":
            changed.write_bytes(content + b"\n<html>")
        case "comment":
            changed.write_bytes(content[:-2] + struct.pack("<H", 4) + b"HIDE")
        case "between":
            moved = struct.pack("<L", directory + 6)
            changed.write_bytes(
                content[:directory] + b"HIDDEN" + content[directory : end + 16] + moved + content[end + 20 :]
            )
        case "extra":
            last = content.rindex(b"PK\x03\x04")
            stuffed = with_extra(content, "manifest.json")
            assert content[last + 30 : last + 43] == b"manifest.json"
            changed.write_bytes(stuffed[: len(stuffed) - 6] + struct.pack("<L", directory + 8) + stuffed[-2:])
    with zipfile.ZipFile(changed) as archive:
        assert archive.testzip() is None
    found = verify(changed)
    assert not found.intact
    assert found.of("changed") == ("stuffed.zip",)
    assert set(found.of("intact")) == {*NAMES, "manifest.json"}
