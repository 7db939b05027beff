"""An archive may be damaged in any part and packed in any way: every room that opens one says so in its own words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from core import letterhead
from core.clients import tables
from core.errors import BadPacks, NotAPacket, NotATable
from core.packet import verify
from core.packs.bundle import unpack
from core.probe import probe_file

NAMES = ("manifest.json", "pack.toml", "xl/workbook.xml", "word/document.xml", "[Content_Types].xml", "OFD.xml")
WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def _archive(way: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as archive:
        for name in NAMES:
            archive.writestr(name, f"<{name}> fushen-packet " * 40)
    return out.getvalue()


def _damaged(way: int) -> list[bytes]:
    """The same archive with each entry's bytes spoilt, cut short, locked, and packed in a way that nobody knows."""
    whole = _archive(way)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        starts = [entry.header_offset + 30 + len(entry.filename) for entry in archive.infolist()]
    spoilt = bytearray(whole)
    for start in starts:
        spoilt[start + 4 : start + 16] = bytes(12)
        spoilt[start + 20 : start + 40] = b"\xff" * 20
    locked, unknown = bytearray(whole), bytearray(whole)
    at = -1
    while (at := whole.find(b"PK\x01\x02", at + 1)) >= 0:
        locked[at + 8] |= 1
        unknown[at + 10] = 97
    return [bytes(spoilt), whole[: len(whole) // 2], bytes(locked), bytes(unknown)]


def _packet(path: Path) -> None:
    with suppress(NotAPacket):  # what is whole enough to be looked into is a changed packet
        assert not verify(path).intact


def _bundle(path: Path) -> None:
    with pytest.raises(BadPacks):
        unpack(path.read_bytes())


def _table(path: Path) -> None:
    with pytest.raises(NotATable):
        tables.read(path)


def _letterhead(path: Path) -> None:
    assert letterhead.inspect(path.read_bytes()) != ()


@pytest.mark.parametrize("room", [_packet, _bundle, _table, _letterhead])
@pytest.mark.parametrize("way", WAYS)
def test_every_room_refuses_a_damaged_archive_in_its_own_words(
    room: Callable[[Path], None], way: int, tmp_path: Path
) -> None:
    for number, content in enumerate(_damaged(way)):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(content)
        room(path)


def test_the_probe_calls_a_damaged_archive_anything_but_good(tmp_path: Path) -> None:
    path = tmp_path / "坏.zip"
    path.write_bytes(_damaged(zipfile.ZIP_LZMA)[0])
    assert probe_file(path).verdict.value != "ok"
