"""`--ocr` of inspect and check, with a page that is really recognised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core import intake, packs, store
from core.model import Paper
from core.model.values import CHINA
from core.probe import Limits
from core.probe.process import WorkerProcess
from core.reading import PageRequest, Reader
from tests.core.reading.pages import draw_page

Fushen = Callable[..., Any]
LICENCE = (
    "营业执照",
    "统一社会信用代码　91330200MAXX00170W",
    "名称　　宁波启明星辰电子商务有限公司",
    "法定代表人　　沈星野",
)


@pytest.fixture(scope="module")
def licence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ocr") / "营业执照 照片.png"
    draw_page(LICENCE).save(path)
    return path


@pytest.fixture
def case(tmp_path: Path, licence: Path) -> Path:
    path = tmp_path / "案件.fushen"
    new = intake.new_case("qualification-reappeal", "tmall", datetime(2026, 11, 20, tzinfo=CHINA), packs.load())
    with store.create(path, new) as opened:
        original = opened.add_original(licence)
        paper = Paper("P1", licence.name, original.sha256, original.size, "business-licence", type_confirmed=True)
        opened.apply(replace(new, papers=(paper,)), "添加材料")
    return path


def test_inspect_proposes_what_a_photo_says_with_its_place(fushen: Fushen, licence: Path) -> None:
    (told,) = fushen("inspect", licence, "--ocr", "--json").json
    found = {p["name"]: p for p in told["proposals"]}
    assert found["uscc"]["value"] == "91330200MAXX00170W"
    assert found["holder"]["value"] == "宁波启明星辰电子商务有限公司"
    assert (found["uscc"]["source"], found["uscc"]["page"]) == ("ocr", 1)
    left, top, right, bottom = found["uscc"]["box"]
    assert 0 < left < right <= 1
    assert 118 / 420 < (top + bottom) / 2 < 170 / 420
    assert told["facts"]["readings"][0]["lines"][0]["text"] == "营业执照"


def test_inspect_without_ocr_recognises_nothing(fushen: Fushen, licence: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reader, "submit", lambda *_: pytest.fail("a page was read"))
    (told,) = fushen("inspect", licence, "--json").json
    assert told["proposals"] == []
    assert told["facts"]["readings"] == []


def test_a_second_check_reads_no_page_again(fushen: Fushen, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    submit = Reader.submit

    def counted(reader: Reader, request: PageRequest) -> Any:
        asked.append(request.page)
        return submit(reader, request)

    monkeypatch.setattr(Reader, "submit", counted)
    first, second = (fushen("check", case, "--ocr", "--json", "--on", "2026-11-22") for _ in range(2))
    assert asked == [1]
    assert first.out == second.out
    uscc = first.json["papers"][0]["fields"]["uscc"]
    assert (uscc["value"], uscc["source"], uscc["confirmed"]) == ("91330200MAXX00170W", "ocr", False)
    assert fushen("check", case, "--json", "--on", "2026-11-22").out == first.out, "what was read is kept, and counts"
    without = fushen("check", case, "--no-ocr", "--json", "--on", "2026-11-22")
    assert without.json["papers"][0]["fields"] == {}


def test_a_page_that_defeats_the_reader_is_named(
    fushen: Fushen, licence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.reading.reader.reading_limits", lambda: Limits(seconds=0.05))
    told = fushen("inspect", licence, "--ocr")
    assert "营业执照 照片.png 第 1 页未能识别（timed-out）" in told.err


def test_a_second_check_starts_no_worker_at_all(fushen: Fushen, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = fushen("check", case, "--ocr", "--json", "--on", "2026-11-22")
    monkeypatch.setattr(WorkerProcess, "__init__", lambda *_: pytest.fail("a worker was started"))
    assert fushen("check", case, "--ocr", "--json", "--on", "2026-11-22").out == first.out


def test_inspect_tells_the_guessed_type_with_its_reason_and_how_well_the_page_reads(
    fushen: Fushen, licence: Path
) -> None:
    told = fushen("inspect", licence, "--ocr")
    assert "像是营业执照，因为" in told.out
    assert "第 1 页：字高" in told.out
    (plain,) = fushen("inspect", licence, "--ocr", "--json").json
    assert plain["facts"]["types"][0]["type"] == "business-licence"
    assert plain["facts"]["types"][0]["reason"]
