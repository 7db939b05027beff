"""What a careful clerk would see first: nothing runs into anything else, and a signature has its letter beside it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from core.model import Claim, ClaimKind, Field, FieldSource
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
        place = next(n for n, text in enumerate(texts) if "所在页" in text.get_text_bounded())
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
