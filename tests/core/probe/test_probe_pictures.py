"""What the probe says of pictures and of files that are something else than their name says."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from core.errors import PageNotShown
from core.model import Verdict
from core.probe import Prober

EXIF_ORIENTATION = 0x0112


def photo(path: Path, **save: object) -> Path:
    image = Image.new("RGB", (40, 20), "white")
    image.paste((255, 0, 0), (0, 0, 10, 20))  # the left quarter is red
    image.save(path, **save)  # type: ignore[arg-type]  # whatever the test asks Pillow for
    return path


def test_a_photo_is_measured_as_it_is_shown(prober: Prober, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = 6  # shown turned a quarter to the right
    facts = prober.facts(photo(tmp_path / "营业执照.jpg", exif=exif, dpi=(300, 300)))
    assert (facts.kind, facts.verdict, facts.file) == ("jpeg", Verdict.OK, "营业执照.jpg")
    assert facts.image is not None
    assert (facts.image.width, facts.image.height, facts.image.orientation, facts.image.dpi) == (20, 40, 6, 300)
    assert [(round(p.width, 2), round(p.height, 2)) for p in facts.pages] == [(4.8, 9.6)]


def test_a_photo_is_drawn_as_it_is_shown(prober: Prober, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = 6
    page = prober.render(photo(tmp_path / "a.jpg", exif=exif, quality=95), 1, 20)
    assert (page.width, page.height) == (20, 40)
    shown = Image.frombytes("RGB", (20, 40), page.rgb)
    red, white = shown.getpixel((10, 3)), shown.getpixel((10, 36))
    assert isinstance(red, tuple)
    assert red[0] > 200 > 90 > red[1]
    assert isinstance(white, tuple)
    assert min(white) > 200


@pytest.mark.parametrize("ending", ["png", "jpg", "webp", "tiff", "bmp"])
def test_the_content_decides_and_not_the_name(ending: str, prober: Prober, tmp_path: Path) -> None:
    path = photo(tmp_path / f"a.{ending}")
    renamed = path.rename(tmp_path / "发票.pdf")
    facts = prober.facts(renamed)
    assert facts.verdict is Verdict.OK
    assert facts.kind == {"jpg": "jpeg"}.get(ending, ending)
    assert facts.file == "发票.pdf"


@pytest.mark.parametrize("ending", ["png", "jpg", "webp", "tiff"])
@pytest.mark.parametrize("kept", [0.9, 0.5])
def test_a_truncated_picture_is_never_taken_silently(ending: str, kept: float, prober: Prober, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    Image.effect_noise((300, 300), 80).convert("RGB").save(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    facts = prober.facts(path)
    assert facts.verdict is Verdict.CORRUPT
    assert facts.reason in {"truncated", "damaged"}


def test_a_flipped_bit_in_a_png_is_noticed(prober: Prober, tmp_path: Path) -> None:
    path = photo(tmp_path / "a.png")
    data = bytearray(path.read_bytes())
    data[data.index(b"IDAT") + 12] ^= 0x10
    path.write_bytes(data)
    assert prober.facts(path).verdict is not Verdict.OK


def test_a_picture_bomb_is_named_and_never_decoded(prober: Prober, tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", b"") + _chunk(b"IEND", b""))
    facts = prober.facts(path)
    assert (facts.verdict, facts.reason) == (Verdict.HOSTILE, "too-large")
    with pytest.raises(PageNotShown) as caught:
        prober.render(path, 1, 100)
    assert caught.value.code == "too-large"


def test_every_frame_of_a_scan_is_a_page(prober: Prober, tmp_path: Path) -> None:
    path = tmp_path / "scan.tiff"
    frames = [Image.new("1", (200, 100 + 50 * i), 1) for i in range(3)]
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(200, 200))
    facts = prober.facts(path)
    assert facts.image is not None
    assert (facts.image.frames, len(facts.pages)) == (3, 3)
    assert facts.pages[2].height == pytest.approx(72)
    assert prober.render(path, 3, 200).height == 200


@pytest.mark.parametrize("ending", ["png", "webp"])
def test_a_moving_picture_is_one_page_as_in_the_packet(ending: str, prober: Prober, tmp_path: Path) -> None:
    path = tmp_path / f"moving.{ending}"
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue", "green")]
    frames[0].save(path, save_all=True, append_images=frames[1:], lossless=True)
    facts = prober.facts(path)
    assert (facts.verdict, len(facts.pages)) == (Verdict.OK, 1)


def test_what_is_clear_in_a_picture_is_drawn_on_white(prober: Prober, tmp_path: Path) -> None:
    path = tmp_path / "clear.png"
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(path)
    assert set(prober.render(path, 1, 10).rgb) == {255}


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["[Content_Types].xml", "word/document.xml"], "docx"),
        (["[Content_Types].xml", "xl/workbook.xml"], "xlsx"),
        (["OFD.xml"], "ofd"),
        (["a.txt"], "zip"),
    ],
)
def test_archives_are_told_apart_by_what_is_inside(names: list[str], kind: str, prober: Prober, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    facts = prober.facts(path)
    # A package whose parts are not what its name promises is damaged; any archive may hold a text.
    assert (facts.kind, facts.verdict) == (kind, Verdict.OK if kind == "zip" else Verdict.CORRUPT)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<?xml version='1.0'?><a/>", "xml"),
        ("\ufeff<说明><号码>1</号码></说明>".encode(), "xml"),
        ("情况说明\n我店……".encode("gb18030"), "text"),
        (b"\0\1\2\3", "unknown"),
    ],
)
def test_what_can_not_be_read_is_named_and_said_so(data: bytes, kind: str, prober: Prober, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    facts = prober.facts(path)
    assert (facts.kind, facts.verdict) == (kind, Verdict.UNSUPPORTED)


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_a_picture_that_is_an_archive_too_is_hostile(ending: str, prober: Prober, tmp_path: Path) -> None:
    path = photo(tmp_path / f"a.{ending}")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("hidden.txt", "x")
    facts = prober.facts(path)
    assert (facts.verdict, facts.reason, len(facts.pages)) == (Verdict.HOSTILE, "polyglot", 1)


def test_a_picture_that_is_a_pdf_too_is_hostile(prober: Prober, tmp_path: Path) -> None:
    path = photo(tmp_path / "a.jpg", comment=b"%PDF-1.7 1 0 obj")
    facts = prober.facts(path)
    assert (facts.kind, facts.verdict, facts.reason) == ("jpeg", Verdict.HOSTILE, "polyglot")


def test_frames_that_run_in_a_ring_are_hostile(prober: Prober, tmp_path: Path) -> None:
    path = tmp_path / "ring.tiff"
    frames = [Image.new("1", (20, 20), 1) for _ in range(2)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    data = bytearray(path.read_bytes())
    first = struct.unpack_from("<I", data, 4)[0]
    second = struct.unpack_from("<I", data, first + 2 + 12 * struct.unpack_from("<H", data, first)[0])[0]
    struct.pack_into("<I", data, second + 2 + 12 * struct.unpack_from("<H", data, second)[0], first)
    path.write_bytes(data)
    facts = prober.facts(path)
    assert (facts.verdict, facts.reason) == (Verdict.HOSTILE, "structure-loop")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
