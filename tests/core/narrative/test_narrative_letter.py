from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadPacks
from core.model import (
    Case,
    Claim,
    ClaimKind,
    Entity,
    ExhibitRef,
    Judgement,
    Notice,
    Obtained,
    Paper,
    Point,
    Role,
    Shop,
)
from core.narrative import Cite, Heading, Letter, Table, exhibit_order, letter, plain, portal_texts
from core.narrative.blocks import block_runs
from core.narrative.rendering import fill
from core.narrative.unfilled import fact, unfilled
from core.packs import Tree, load
from tests.core.packet import parts

_SHIPPED = load()

HOSTILE = "# 标题 $x$ {{ 7*7 }} {% raw %} <b>&amp;</b> **粗** | 竖 | \\u0041 `码` @P1 _下_ ~ #set 𬭎㛃 \u200f右\u200e"


def written(case: Case) -> Letter:
    return letter(case, parts.packs(), exhibit_order(case))


def papers(*roles: Role, **changes: object) -> tuple[Paper, ...]:
    made = (Paper(f"P{n}", f"{n}.pdf", f"{n:064x}", 9, role=role) for n, role in enumerate(roles, start=1))
    return tuple(replace(paper, **changes) for paper in made)  # type: ignore[arg-type]


def test_exhibits_are_numbered_by_their_first_mention_and_the_rest_follow_in_order() -> None:
    offered = papers(*[Role.REPLACEMENT] * 5)
    claims = (
        Claim("C1", "N2", ClaimKind.ANSWER, "二", (ExhibitRef("P2"),)),
        Claim("C2", "N1", ClaimKind.DONE, "一后", (ExhibitRef("P3"),)),
        Claim("C3", "N1", ClaimKind.FACT, "一先", (ExhibitRef("P5", 2), ExhibitRef("P3"))),
    )
    numbers = exhibit_order(parts.case(papers=offered, claims=claims))
    assert numbers.papers == ("P5", "P3", "P2", "P1", "P4")
    assert numbers.label(ExhibitRef("P3", 2)) == "附件2第2页"
    assert numbers.label(ExhibitRef("P4")) == "附件5"


def test_a_rejected_paper_goes_in_only_when_a_claim_cites_it() -> None:
    offered = papers(Role.REJECTED, Role.REJECTED, Role.REPLACEMENT)
    claims = (Claim("C1", "N1", ClaimKind.FACT, "首次所交", (ExhibitRef("P2"), ExhibitRef("P9"))),)
    assert exhibit_order(parts.case(papers=offered, claims=claims)).papers == ("P2", "P3")
    assert exhibit_order(parts.case(papers=offered, claims=())).papers == ("P3",)


@given(st.text(min_size=1).filter(lambda text: text.strip() == text and text.isprintable()))
def test_no_text_of_the_person_is_read_as_markup(text: str) -> None:
    case = parts.case(claims=(Claim("C1", "N1", ClaimKind.DONE, text, (), date(2026, 1, 2), "李明"),))
    tables = [block for block in written(case).blocks if isinstance(block, Table)]
    assert [plain(row[0]) for row in tables[-1].rows] == [text]
    assert len(tables[-1].rows[0]) == 4


@pytest.mark.parametrize("kind", list(ClaimKind))
def test_hostile_text_arrives_unchanged_wherever_a_claim_is_told(kind: ClaimKind) -> None:
    found = written(parts.case(claims=(Claim("C1", "N1", kind, HOSTILE),))).texts()
    assert sum(HOSTILE in text for text in found) == 1


def test_a_line_break_of_the_person_stays_inside_its_paragraph() -> None:
    found = written(parts.case(claims=(Claim("C1", "N1", ClaimKind.FACT, "第一行\n## 第二行\n- 第三行"),)))
    assert "第一行\n## 第二行\n- 第三行。" in found.texts()


def test_sections_left_out_leave_no_gap_in_the_numbering() -> None:
    blocks = written(parts.case(claims=())).blocks
    headings = [plain(block.runs) for block in blocks if isinstance(block, Heading) and block.level == 1]
    assert [heading[0] for heading in headings] == ["一", "二", "三", "四", "五"]
    assert not any("整改" in heading for heading in headings)


def test_citations_carry_the_page_they_lead_to() -> None:
    case = parts.case(papers=papers(*[Role.REPLACEMENT] * 3))
    runs = [run for block in written(case).blocks for held in block_runs(block) for run in held]
    cites = [run for run in runs if isinstance(run, Cite)]
    assert Cite(ExhibitRef("P2", 1), "附件1第1页") in cites
    assert {"附件1第1页", "附件1", "附件2第2页", "附件3"} <= {cite.label for cite in cites}


def test_a_forged_paper_is_admitted_and_no_revocation_is_asked_for() -> None:
    false, true = papers(Role.REJECTED, Role.REPLACEMENT)
    false = replace(false, judgement=Judgement.FORGED, title="授权书甲")
    true = replace(true, replaces="P1", title="授权书乙", obtained=Obtained("真源商标公司", date(2026, 11, 18), "函取"))
    text = "\n".join(written(parts.case(papers=(false, true))).texts())
    assert "如实承认" in text
    assert "现以授权书乙" in text
    assert "真源商标公司于2026年11月18日提供" in text
    assert "撤销" not in text


def test_without_a_forged_paper_nothing_is_admitted() -> None:
    assert "不真实" not in "\n".join(written(parts.case()).texts())


def test_an_unknown_name_in_a_template_is_a_mistake_of_the_pack(tmp_path: Path) -> None:
    folder = tmp_path / "playbooks" / "qualification-reappeal"
    folder.mkdir(parents=True)
    (folder / "letter.md.j2").write_text("{{ shop.nmae }}", "utf-8")
    case = parts.case()
    with pytest.raises(BadPacks, match=r"letter\.md\.j2"):
        letter(case, parts.packs(tmp_path), exhibit_order(case))


@pytest.mark.parametrize("attack", ["{{ ''.__class__ }}", "{{ shop.__init__.__globals__ }}", "{% include '../../x' %}"])
def test_a_template_reaches_nothing_but_plain_values(tmp_path: Path, attack: str) -> None:
    folder = tmp_path / "playbooks" / "qualification-reappeal"
    folder.mkdir(parents=True)
    (folder / "letter.md.j2").write_text(attack, "utf-8")
    case = parts.case()
    with pytest.raises(BadPacks):
        letter(case, parts.packs(tmp_path), exhibit_order(case))


def test_a_notice_number_with_braces_stays_as_it_is() -> None:
    case = parts.case()
    case = replace(case, notice=replace(case.notice, number="{number.__class__}{0}", points=(Point("N1", "q"),)))
    assert written(case).title == "关于{number.__class__}{0}的二次申诉说明"


def test_a_notice_of_two_hundred_points_is_answered_point_by_point() -> None:
    points = tuple(Point(f"N{number}", f"意见 {number} 号") for number in range(1, 201))
    case = parts.case()
    whole = written(replace(case, notice=replace(case.notice, points=points)))
    texts = "\n".join(whole.texts())
    assert all(f"意见 {number} 号" in texts for number in range(1, 201))


@pytest.mark.parametrize("playbook", sorted(_SHIPPED.playbooks))
def test_a_cause_keeps_its_points_number_where_another_points_cause_is_told_otherwise(playbook: str) -> None:
    case = parts.case(playbook=playbook, claims=(Claim("C1", "N1", ClaimKind.CAUSE, "上架前没有核对。"),))
    second = replace(case.notice.points[1], cause="新批次还没有送检。")
    case = replace(case, notice=replace(case.notice, points=(case.notice.points[0], second)))
    told = [text for text in letter(case, _SHIPPED, exhibit_order(case)).texts() if "新批次还没有送检" in text]
    assert len(told) == 1
    assert re.match("关于第 ?2 ?[项条]", told[0]), told


@pytest.mark.parametrize("playbook", sorted(parts.packs().playbooks))
def test_a_fact_nobody_gave_is_a_marked_blank_in_every_letter_and_portal_text(playbook: str) -> None:
    bare = parts.case(playbook=playbook, shop=Shop(""), entity=Entity("", ""), notice=Notice(" ", ""))
    texts = written(bare).texts()
    assert {"店铺名称", "主体名称", "统一社会信用代码", "通知编号"} <= set(unfilled(texts))
    for text in (*texts, *(box.text for box in portal_texts(bare, parts.packs(), exhibit_order(bare)))):
        assert not re.search("编号的|编号）|“”|：）", text), text


def test_a_template_asks_for_a_fact_nobody_gave_as_for_any_empty_text() -> None:
    filled = fill(
        Tree({"a.j2": "{% if name %}有{% else %}无{% endif %}{{ name }}".encode()}),
        "a.j2",
        {"name": fact(" ", "店铺名称")},
    )
    assert plain(filled.runs(filled.lines[0])) == "无【待填：店铺名称】"
