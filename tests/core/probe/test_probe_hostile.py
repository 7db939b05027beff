"""A series of hostile files of our own: each is named for what it is, in time, and the next one is read."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from core.checks import run_files
from core.errors import EntryNotTaken
from core.model import Verdict
from core.probe import Prober
from tests.samples import make_hostile as make


@pytest.mark.parametrize("name", make.HOSTILE)
def test_each_hostile_file_gets_its_code(name: str, prober: Prober, tmp_path: Path) -> None:
    maker, verdict, reason = make.HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(maker())
    started = time.monotonic()
    facts = prober.facts(path)
    assert (facts.verdict, facts.reason) == (verdict, reason), facts.detail
    assert time.monotonic() - started < 10
    told = [f for f in run_files([facts]) if f.level.weight > 0 and f.check in {"file", "signature"}]
    assert told, "no finding speaks of it"


def test_the_bombs_are_what_they_claim() -> None:
    with zipfile.ZipFile(io.BytesIO(make.overlapping_bomb_zip())) as bomb:
        entries = bomb.infolist()
    assert sum(entry.file_size for entry in entries) > 100 * 2**20
    for entry in entries[:3]:
        packed = make.overlapping_bomb_zip()[entry.header_offset + 30 + len(entry.filename) :][: entry.compress_size]
        assert len(zlib.decompress(packed, -15)) == entry.file_size
    assert len(make.overlapping_bomb_zip()) < 20_000
    assert len(make.nested_bomb_zip()) < 2**20


def test_no_word_of_another_file_comes_back_from_one_that_reaches_for_it(prober: Prober, tmp_path: Path) -> None:
    for name in ("外部实体.docx", "外部实体.ofd", "附件外部实体.ofd"):
        path = tmp_path / name
        path.write_bytes(make.HOSTILE[name][0]())
        facts = prober.facts(path)
        assert (facts.pages, facts.office, facts.invoice) == ((), None, None)


def test_a_file_is_taken_out_of_an_archive_one_by_one(prober: Prober, tmp_path: Path) -> None:
    path, target = tmp_path / "材料.zip", tmp_path / "out.pdf"
    paper = make.plain_pdf(2)
    path.write_bytes(make.zipped({"目录/授权书.pdf": paper, "说明.txt": "x"}))
    facts = prober.facts(path)
    assert (facts.kind, facts.verdict) == ("zip", Verdict.OK)
    assert [(e.name, e.size, e.reason) for e in facts.entries] == [
        ("目录/授权书.pdf", len(paper), ""),
        ("说明.txt", 1, ""),
    ]
    prober.take(path, "目录/授权书.pdf", target)
    assert target.read_bytes() == paper
    assert len(prober.facts(target).pages) == 2


@pytest.mark.parametrize(
    ("name", "entry", "code"),
    [
        ("越界.zip", "../../开机启动.bat", "unsafe-path"),
        ("加密.zip", "授权书.pdf", "encrypted"),
        ("重叠.zip", "0001.bin", "archive-bomb"),
        ("越界.zip", "没有.pdf", "no-such-entry"),
    ],
)
def test_what_can_not_be_taken_out_says_why_and_leaves_nothing(
    name: str, entry: str, code: str, prober: Prober, tmp_path: Path
) -> None:
    path, target = tmp_path / name, tmp_path / "out"
    path.write_bytes(make.HOSTILE[name][0]())
    with pytest.raises(EntryNotTaken) as caught:
        prober.take(path, entry, target)
    assert caught.value.code == code
    assert not target.exists()


def test_a_photo_of_two_hundred_megapixels_is_told_apart_from_a_bomb(prober: Prober, tmp_path: Path) -> None:
    photo, bomb = tmp_path / "大照片.jpg", tmp_path / "空白.jpg"
    tile = Image.effect_noise((800, 600), 60)
    wall = Image.new("L", (16_320, 12_240))
    for left in range(0, wall.width, 800):
        for top in range(0, wall.height, 600):
            wall.paste(tile, (left, top))
    wall.save(photo, quality=20)
    Image.new("L", (16_320, 12_240)).save(bomb, quality=1)
    assert (prober.facts(photo).verdict, prober.facts(photo).reason) == (Verdict.UNSUPPORTED, "photo-too-large")
    [finding] = [f for f in run_files([prober.facts(photo)]) if f.id == "file/too-large"]
    assert "照片本身没有问题" in finding.message
    if bomb.stat().st_size * 200 < wall.width * wall.height:
        assert prober.facts(bomb).verdict is Verdict.HOSTILE
