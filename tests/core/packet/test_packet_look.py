"""What a careful clerk would see first: nothing runs into anything else, and a signature has its letter beside it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from core import packet
from core.model import Claim, ClaimKind, Field, FieldSource
from core.packet import typeset
from core.packet.characters import characters
from core.packet.payload import part_payload
from tests.core.packet import makers, parts
from tests.core.packet.conftest import Make
from tests.core.packet.test_packet_volumes import files_of


def pages_of(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


@pytest.mark.parametrize("number", ["SAMPLE77000001", "WWWWWWWWWWWW", "WMWMWMWMWMWMWMWMWMWMWM-2026-1109"])
def test_a_long_number_in_the_index_stays_within_its_column(make: Make, tmp_path: Path, number: str) -> None:
    ready = make(makers.plain(tmp_path / "a.pdf", 1), claims=())
    paper = replace(ready.case.papers[0], fields=(Field("number", number, FieldSource.TYPED, confirmed=True),))
    ready.casefile.apply(replace(ready.case, papers=(paper,)), "test")
    ready.case = ready.casefile.case
    with pypdfium2.PdfDocument(io.BytesIO(files_of(ready.build())["packet.pdf"])) as pdf:
        texts = [page.get_textpage() for page in pdf]
        place = next(n for n, text in enumerate(texts) if "页数" in text.get_text_bounded())
        text = texts[place]
        (left, _bottom, _right, _top) = box_of(text, "页数")
        first = text.search(number[:6]).get_next()[0]
        for index in range(first, first + len(number)):
            box = text.get_charbox(index)
            assert box[2] <= left or box[0] >= left


def box_of(text: pypdfium2.PdfTextPage, words: str) -> tuple[float, float, float, float]:
    place, _count = text.search(words).get_next()
    return text.get_charbox(place)


@pytest.mark.parametrize("lines", [3, 4])
def test_a_signature_never_stands_on_a_page_alone(make: Make, tmp_path: Path, lines: int) -> None:
    claims = [
        Claim(f"C{n}", "N1", ClaimKind.FACT, "逐份核对授权书原件，记录核对人和核对日期。") for n in range(lines * 3)
    ]
    ready = make(makers.plain(tmp_path / "a.pdf", 1), claims=tuple(claims))
    pages = pages_of(files_of(ready.build())["packet.pdf"])
    (signed,) = [page for page in pages if "法定代表人（签字）" in page and "承诺人" not in page]
    assert "真实性承诺" in signed


def test_a_title_of_two_lines_is_parted_behind_its_number(make: Make, tmp_path: Path) -> None:
    notice = replace(parts.case().notice, number="【SAMPLE-BZJ-2026-1109-0042】")
    built = make(makers.plain(tmp_path / "a.pdf", 1), claims=(), notice=notice).build()
    lines = [page.split("\r\n") for page in pages_of(files_of(built)["packet.pdf"])]
    told = ["关于【SAMPLE-BZJ-2026-1109-0042】", "的二次申诉说明"]
    assert sum(page[:2] == told for page in lines) == 2  # the cover and the letter


def test_short_parts_share_a_page_and_long_ones_begin_their_own(make: Make, tmp_path: Path) -> None:
    few = make(makers.plain(tmp_path / "a.pdf", 1), claims=())
    pages = pages_of(files_of(few.build())["packet.pdf"])
    assert any("申诉摘要" in page and "审核意见逐条回应表" in page for page in pages[1:])
    assert any("页数" in page and "时间线" in page for page in pages[1:])
    long = "逐份核对授权书原件，记录核对人和核对日期。" * 12
    claims = [Claim(f"C{n}", "N1", ClaimKind.FACT, long) for n in range(6)]
    many = make(tmp_path / "a.pdf", name="many", claims=tuple(claims))
    pages = pages_of(files_of(many.build())["packet.pdf"])
    assert not any("申诉摘要" in page and "审核意见逐条回应表" in page for page in pages[1:])


def test_a_short_table_is_never_parted_so_that_no_row_stands_alone() -> None:
    for count in range(1, 20):
        so = [Claim(f"C{n}", "N1", ClaimKind.CAUSE, f"原因{n}。") for n in range(count)]
        done = [Claim(f"D{n}", "N1", ClaimKind.DONE, f"措施{n}。", (), date(2026, 11, 20), "李") for n in range(4)]
        case = parts.case(claims=(*so, *done), papers=())
        plan = packet.plan(case, parts.packs(), parts.CLEAN, {}, parts.NOW)
        pages = pages_of(typeset.to_draft_pdf(part_payload(plan, "letter", 1, {})))
        heads = [page for page in pages if "完成日期" in page]
        assert len(heads) == 1, count
        assert all(f"措施{n}" in heads[0] for n in range(4)), count


def test_a_number_of_parts_is_not_broken_in_a_table_that_has_room_for_it() -> None:
    told = characters("text", "购销合同（QM-CG-2026-0902）", room=10)
    assert [run["text"] for run in told] == ["购销合同（", "QM-CG-2026-0902", "）"]
    assert told[1]["kind"] == "whole"
    assert all(run["kind"] != "whole" for run in characters("text", "QM-CG-2026-0902", room=5))
