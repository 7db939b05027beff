"""What is uploaded: in order, clean, within known limits, recompressed only where one asks, and all of it listed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from core.model.case import PacketOptions
from core.packet import BuiltPacket
from tests.core.packet import makers, parts
from tests.core.packet.conftest import Make


def entry(built: BuiltPacket, name: str) -> bytes:
    with zipfile.ZipFile(built.path) as archive:
        return archive.read(name)


def names(built: BuiltPacket, start: str) -> list[str]:
    with zipfile.ZipFile(built.path) as archive:
        return [name for name in archive.namelist() if name.startswith(start)]


def listed(built: BuiltPacket) -> str:
    return entry(built, "portal/上传清单.txt").decode("utf-8-sig")


def how(built: BuiltPacket) -> dict[str, str]:
    told = json.loads(entry(built, "manifest.json"))["portal"]
    return {picture["path"].rpartition("/")[2]: picture["how"] for picture in told}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    shot = tmp_path / "截图.png"
    makers.picture((1500, 900), seal=False).save(shot, dpi=(96, 96), pnginfo=None)
    return [
        makers.photo(tmp_path / "照片.jpg", size=(1600, 1200)),
        shot,
        makers.scanned(tmp_path / "扫描.pdf", 3, seed=1, size=(1240, 1754)),
        makers.stamped(tmp_path / "盖章.pdf"),
    ]


def test_while_no_limit_is_known_not_a_pixel_is_given_up(make: Make, files: list[Path]) -> None:
    ready = make(*files, claims=())
    built = ready.build()
    assert how(built) == {
        "01-附件1-1.jpg": "kept",
        "02-附件2-1.png": "lossless",
        "03-附件3-1.jpg": "kept",
        "04-附件3-2.jpg": "kept",
        "05-附件3-3.jpg": "kept",
        "06-附件4-1.jpg": "drawn",
    }
    for name, original in (("01-附件1-1.jpg", files[0]), ("02-附件2-1.png", files[1])):
        with Image.open(io.BytesIO(entry(built, f"portal/images/{name}"))) as sent, Image.open(original) as given:
            assert sent.tobytes() == given.tobytes()
            assert not sent.getexif()
            assert set(sent.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    assert b"SECRETPHONE" not in entry(built, "portal/images/01-附件1-1.jpg")


def test_a_limit_makes_pictures_smaller_and_every_place_says_so(make: Make, files: list[Path]) -> None:
    ready = make(*files, claims=(), packs=parts.packs(image_px_max=1300, image_kb_max=120, formats=("jpg", "pdf")))
    built = ready.build()
    assert set(how(built).values()) == {"reduced"}
    for name in names(built, "portal/images/"):
        content = entry(built, name)
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.format == "JPEG"
            assert max(picture.size) <= 1300
        assert len(content) <= 120 * 1024
    assert listed(built).count("按平台上限缩小，已重新压缩") == 6
    assert "单张大小：不超过 120 KB" in listed(built)
    assert "单张像素（长边）：不超过 1300 像素" in listed(built)
    assert "格式：jpg、pdf" in listed(built)


def test_the_list_names_every_upload_with_its_size_and_says_what_is_unknown(make: Make, files: list[Path]) -> None:
    built = make(*files, claims=()).build()
    told = listed(built)
    for name in names(built, "portal/"):
        assert name.rpartition("/")[2] in told or name.endswith("上传清单.txt")
    assert "packet.pdf：合订本" in told
    assert "图片张数：未知，以提交页面为准" in told
    assert f"1600×1200 像素，{round(len(entry(built, 'portal/images/01-附件1-1.jpg')) / 1000)} KB" in told
    (short, long) = (slot for slot in built.slots if slot.kind == "text")
    assert f"补充说明：text-200.txt，{short.characters}/200 字" in told
    assert long.text == entry(built, "portal/text-500.txt").decode()
    assert told.count("\r\n") == told.count("\n")
    sizes = {slot.path: slot.size for slot in built.slots}
    assert all(len(entry(built, path)) == size for path, size in sizes.items())


def test_papers_of_several_pages_go_as_clean_pdfs_too_unless_the_platform_takes_none(
    make: Make, files: list[Path]
) -> None:
    built = make(*files, claims=()).build()
    (path,) = names(built, "portal/pdf/")
    assert path.startswith("portal/pdf/01-附件3-")
    assert entry(built, path).startswith(b"%PDF-")
    only_pictures = make(*files, claims=(), name="又一个", packs=parts.packs(formats=("jpg", "png")))
    assert names(only_pictures.build(), "portal/pdf/") == []


def test_marked_pictures_are_made_only_when_asked_and_clean_ones_stay_clean(make: Make, files: list[Path]) -> None:
    ready = make(*files, claims=())
    plain = hashlib.sha256(entry(ready.build(), "portal/images/01-附件1-1.jpg")).digest()
    papers = tuple(replace(paper, watermark=paper.id in {"P1", "P3"}) for paper in ready.case.papers)
    ready.case = replace(ready.case, papers=papers)
    assert names(ready.build(), "portal/images-marked/") == []
    ready.case = replace(ready.case, packet=PacketOptions(marked_images=True))
    built = ready.build()
    assert names(built, "portal/images-marked/") == [
        f"portal/images-marked/{name}.jpg" for name in ("01-附件1-1", "02-附件3-1", "03-附件3-2", "04-附件3-3")
    ]
    assert hashlib.sha256(entry(built, "portal/images/01-附件1-1.jpg")).digest() == plain
    with Image.open(io.BytesIO(entry(built, "portal/images-marked/01-附件1-1.jpg"))) as marked:
        assert marked.size[0] > marked.size[1]


def test_too_many_pictures_are_told_in_the_list_as_well(make: Make, files: list[Path]) -> None:
    built = make(*files, claims=(), packs=parts.packs(images_max=2)).build()
    assert [finding.id for finding in built.findings] == ["packet/portal-too-many"]
    assert "图片共 6 张，超过平台上限 2 张。" in listed(built)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_goes_out_as_it_is_however_the_camera_was_held(make: Make, tmp_path: Path, orientation: int) -> None:
    photo = makers.photo(tmp_path / "照片.jpg", orientation, size=(900, 600))
    built = make(photo, claims=()).build()
    assert how(built) == {"01-附件1-1.jpg": "kept"}
    content = entry(built, "portal/images/01-附件1-1.jpg")
    with Image.open(io.BytesIO(content)) as sent, Image.open(photo) as given:
        assert sent.tobytes() == given.tobytes()
        assert dict(sent.getexif()) == ({} if orientation == 1 else {0x0112: orientation})
        assert ImageOps.exif_transpose(sent).size == ImageOps.exif_transpose(given).size
        slot = next(slot for slot in built.slots if slot.kind == "image")
        assert (slot.width, slot.height) == ImageOps.exif_transpose(given).size
    assert b"SECRETPHONE" not in content
