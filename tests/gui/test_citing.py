"""Citations are shown and typed by the exhibit's number and kept by the paper's id, with nothing lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exhibits import ExhibitNumbers
from core.model import Level
from core.narrative.wording import Mark
from gui.narrative.citing import kept, placed, shown

NUMBERS = ExhibitNumbers(("P5", "P12", "P1"))
AGAIN = ExhibitNumbers(("P5", "P12", "P1"), ("1", "1A", "2"))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("见@P5:1、@P12。", "见@附件1第1页、@附件2。"),
        ("@P1:30", "@附件3第30页"),
        ("@P9 没有入册", "@P9 没有入册"),
        ("写给 a@P5.cn 的信", "写给 a@P5.cn 的信"),
    ],
)
def test_a_citation_is_shown_by_its_number_and_kept_by_its_paper(written: str, told: str) -> None:
    assert shown(written, NUMBERS) == told
    assert kept(told, NUMBERS) == written


def test_numbers_with_letters_are_told_apart() -> None:
    assert shown("@P12:2 @P1", AGAIN) == "@附件1A第2页 @附件2"
    assert kept("@附件1A第2页 @附件2 @附件7", AGAIN) == "@P12:2 @P1 @附件7"


@given(st.lists(st.sampled_from(["@P5", "@P12:3", "文", "，", " ", "@P1:1"])))
def test_what_is_shown_is_kept_as_it_was(parts: list[str]) -> None:
    written = "，".join(parts)
    assert kept(shown(written, NUMBERS), NUMBERS) == written


def test_a_mark_stands_on_the_same_words_when_citations_before_it_are_named() -> None:
    written = "见@P12:3，保证永不再犯。"
    start = written.index("保证")
    mark = Mark("vow", "vow", Level.WARN, "绝对化", start, start + 4, "", None, "保证永不")
    moved = placed(mark, written, NUMBERS)
    assert shown(written, NUMBERS)[moved.start : moved.end] == "保证永不"
