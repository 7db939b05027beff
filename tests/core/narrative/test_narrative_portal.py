from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadPacks
from core.model import Case, Claim, ClaimKind
from core.narrative import PortalText, exhibit_order, portal_texts
from tests.core.packet import parts

SENTENCE = st.text(alphabet="甲乙丙丁，", min_size=1, max_size=150).map(lambda text: f"始{text}终。")


def texts(case: Case) -> tuple[PortalText, ...]:
    return portal_texts(case, parts.packs(), exhibit_order(case))


@given(st.lists(SENTENCE, min_size=1, max_size=8, unique=True))
def test_no_sentence_is_ever_cut_and_what_is_dropped_is_told(sentences: list[str]) -> None:
    claims = tuple(Claim(f"C{n}", "N1", ClaimKind.ANSWER, text) for n, text in enumerate(sentences))
    for made in texts(parts.case(claims=claims)):
        assert made.length == len(made.text) <= made.amount
        for sentence in sentences:
            assert (sentence in made.text) != (sentence in made.dropped)


def test_what_matters_most_is_kept_when_room_is_short() -> None:
    long = Claim("C1", "N1", ClaimKind.CAUSE, "因" * 180 + "。")
    short = texts(parts.case(claims=(long, *parts.case().claims)))[0]
    assert short.amount == 200
    assert "请人工复核" in short.text
    assert short.dropped == (long.text,)


def test_the_texts_come_in_the_lengths_of_the_platform() -> None:
    assert [(made.amount, made.title) for made in texts(parts.case())] == [(200, "补充说明"), (500, "申诉理由")]
    assert portal_texts(parts.case(), parts.packs(texts=()), exhibit_order(parts.case())) == ()


def test_hostile_text_arrives_unchanged() -> None:
    hostile = "1 # {{ 7*7 }} {% x %} <b>&\\ $ | 2 \u200f右𬭎㛃。"
    made = texts(parts.case(claims=(Claim("C1", "N1", ClaimKind.ANSWER, hostile),)))
    assert all(hostile in text.text for text in made)


def test_a_sentence_without_its_full_stop_gets_one() -> None:
    claims = (Claim("C1", "N1", ClaimKind.ANSWER, "已更换"), Claim("C2", "N1", ClaimKind.CAUSE, "未核对。"))
    assert "已更换。未核对。" in texts(parts.case(claims=claims))[0].text.replace("第2项", "")


def test_a_line_without_its_rank_is_a_mistake_of_the_pack(tmp_path: Path) -> None:
    folder = tmp_path / "playbooks" / "qualification-reappeal"
    folder.mkdir(parents=True)
    case = parts.case()
    with pytest.raises(BadPacks, match=r"portal-"):
        portal_texts(case, parts.packs(tmp_path), exhibit_order(case))
    (folder / "portal-200.txt.j2").write_text("没有数字", "utf-8")
    with pytest.raises(BadPacks, match="portal-200"):
        portal_texts(case, parts.packs(tmp_path), exhibit_order(case))


def test_a_forged_paper_is_admitted_in_the_short_text_too() -> None:
    from core.model import Judgement, Paper, Role

    false = Paper("P1", "a.pdf", "0" * 64, 1, role=Role.REJECTED, judgement=Judgement.FORGED)
    made = texts(replace(parts.case(), papers=(false,)))
    assert all("如实承认" in text.text and "撤销" not in text.text for text in made)
