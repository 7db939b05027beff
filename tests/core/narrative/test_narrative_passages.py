"""A person's own wording stays, says when what is under it changed, and is never written over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import edits
from core.errors import BadPacks
from core.model import (
    Case,
    Claim,
    ClaimKind,
    Field,
    Judgement,
    Paper,
    Point,
    Role,
    Verified,
)
from core.narrative import (
    Change,
    Letter,
    Passage,
    PortalText,
    difference,
    drafts,
    exhibit_order,
    letter,
    outdated,
    portal_texts,
    stock,
)
from tests.core.packet import parts


def written(case: Case) -> Letter:
    return letter(case, parts.packs(), exhibit_order(case))


def with_papers() -> Case:
    return parts.case(papers=tuple(Paper(f"P{n}", f"{n}.pdf", f"{n:064d}", 1, title=f"文件{n}") for n in (1, 2, 3)))


def passage(case: Case, name: str) -> Passage:
    return next(one for one in written(case).passages if one.id == name)


def box(case: Case, amount: int = 200) -> PortalText:
    return next(one for one in portal_texts(case, parts.packs(), exhibit_order(case)) if one.amount == amount)


def reworded(case: Case, name: str, text: str) -> Case:
    return edits.reword(case, name, text, passage(case, name).draft)


def test_untouched_passages_follow_the_facts() -> None:
    case = parts.case()
    assert passage(case, "letter/opening").state == "draft"
    renamed = replace(case, entity=replace(case.entity, name="新名称有限公司"))
    assert "新名称有限公司" in passage(renamed, "letter/opening").text
    assert "letter/closing" in [one.id for one in written(case).passages]


def test_own_words_take_the_place_of_the_templates_and_cite_exhibits() -> None:
    case = reworded(with_papers(), "letter/request", "请求复核@P2。\n请求恢复商品。")
    found = written(case).texts()
    assert "请求恢复商品。" in found
    assert any(text.startswith("请求复核附件") for text in found)
    assert passage(case, "letter/request").state == "own"
    assert "请求对本案重新进行人工复核" not in "".join(found)


def test_own_words_stay_when_a_fact_under_them_changes_and_say_so() -> None:
    case = reworded(parts.case(), "letter/opening", "我方是店铺的经营者。")
    changed = replace(case, entity=replace(case.entity, name="改名后有限公司"))
    now = passage(changed, "letter/opening")
    assert (now.state, now.text) == ("stale", "我方是店铺的经营者。")
    assert "我方是店铺的经营者。" in written(changed).texts()
    shown = difference(now.was, now.draft)
    assert Change("new", "改名后有限公司") in shown or any(c.kind == "new" and "改名" in c.text for c in shown)
    kept = edits.reword(changed, now.id, now.text, now.draft)
    assert passage(kept, now.id).state == "own"
    taken = edits.unword(changed, now.id)
    assert "改名后有限公司" in passage(taken, now.id).text
    assert taken.overrides == ()


def test_a_new_number_of_an_exhibit_makes_no_passage_stale() -> None:
    case = reworded(parts.case(), "letter/request", "请求复核。")
    more = Paper("P9", "9.pdf", "9" * 64, 1, role=Role.REPLACEMENT)
    first = Claim("C0", "N1", ClaimKind.FACT, "先看@P9。")
    moved = replace(case, papers=(*case.papers, more), claims=(first, *case.claims))
    assert exhibit_order(moved).papers != exhibit_order(case).papers
    assert passage(moved, "letter/request").state == "own"


def test_words_of_a_passage_that_is_gone_are_told_and_not_printed() -> None:
    case = edits.reword(parts.case(), "letter/proof-N9", "见补充材料之九。", "就此补充提交。")
    assert passage(case, "letter/proof-N9").state == "lost"
    assert "见补充材料之九。" not in "".join(written(case).texts())


def test_emptied_words_leave_the_passage_out() -> None:
    case = reworded(parts.case(), "letter/closing", "")
    assert "如实陈述" not in "".join(written(case).texts())


def test_the_templates_own_words_are_no_rewording() -> None:
    case = parts.case()
    assert edits.reword(case, "letter/opening", "甲", "甲") == case


def test_two_passages_of_one_name_are_a_mistake_of_the_pack(tmp_path: Path) -> None:
    folder = tmp_path / "playbooks" / "qualification-reappeal"
    folder.mkdir(parents=True)
    (folder / "letter.md.j2").write_text(":passage a 甲\n:passage a 乙", "utf-8")
    case = parts.case()
    with pytest.raises(BadPacks, match="a"):
        letter(case, parts.packs(tmp_path), exhibit_order(case))


@given(st.text(), st.text())
def test_a_difference_gives_back_both_wordings(was: str, now: str) -> None:
    found = difference(was, now)
    assert "".join(c.text for c in found if c.kind != "new") == was
    assert "".join(c.text for c in found if c.kind != "gone") == now


def test_each_length_of_the_portal_is_worded_by_itself() -> None:
    case = with_papers()
    own = edits.reword(case, "portal/200", "短文本由本人写，见@P2。", box(case).passage.draft)
    assert box(own).text.startswith("短文本由本人写，见附件")
    assert box(own).passage.state == "own"
    assert box(own, 500).passage.state == "draft"
    assert box(own, 500).text == box(case, 500).text


def test_what_own_words_leave_out_is_told() -> None:
    case = parts.case(claims=(Claim("C1", "N1", ClaimKind.ANSWER, "授权书已更换"),))
    own = edits.reword(case, "portal/200", "授权书已更换，请复核。", box(case).passage.draft)
    assert "授权书已更换。" not in box(own).dropped
    assert any("人工复核" in sentence for sentence in box(own).dropped)


def test_a_changed_claim_makes_own_portal_words_stale() -> None:
    case = parts.case()
    own = edits.reword(case, "portal/500", "长文本。", box(case, 500).passage.draft)
    more = replace(own, claims=(*own.claims, Claim("C99", "N1", ClaimKind.ANSWER, "另有一句。")))
    assert box(more, 500).passage.state == "stale"
    assert box(more, 500).text == "长文本。"


def test_own_words_may_be_too_long_and_it_is_told() -> None:
    own = edits.reword(parts.case(), "portal/200", "长" * 201, "")
    assert (box(own).length, box(own).too_long) == (201, True)


def offered(**changes: object) -> Case:
    old = Paper("P1", "旧.pdf", "1" * 64, 1, role=Role.REJECTED, title="授权书", judgement=Judgement.EXPIRED)
    fields = (
        Field("issuer", "甲公司", confirmed=True),
        Field("issued_on", "2026-11-18", confirmed=True),
        Field("valid_to", "2027-12-31"),
    )
    new = Paper(
        "P2",
        "新.pdf",
        "2" * 64,
        1,
        title="新授权书",
        role=Role.REPLACEMENT,
        answers=("N1",),
        replaces="P1",
        fields=fields,
        verified=Verified("电话", date(2026, 11, 19), "属实"),
    )
    return parts.case(papers=(old, new), claims=(), **changes)


def drafted(case: Case) -> tuple[Claim, ...]:
    return drafts(case, parts.packs(), exhibit_order(case))


def test_a_draft_says_only_what_was_confirmed() -> None:
    (claim,) = drafted(offered())
    assert claim.kind is ClaimKind.ANSWER
    assert claim.text == (
        "此前提交的授权书已过有效期，现更换为甲公司于2026年11月18日出具的新授权书；"
        "2026年11月19日核验，途径为电话，结果为“属实”。"
    )
    assert [str(ref) for ref in claim.exhibits] == ["P2"]
    assert "2027" not in claim.text


def test_taken_drafts_become_claims_once() -> None:
    case = offered()
    once = edits.take_drafts(case, drafted(case))
    assert [(c.id, c.point, c.draft == c.text) for c in once.claims] == [("C1", "N1", True)]
    assert edits.take_drafts(once, drafted(once)) == once
    assert outdated(once, parts.packs(), drafted(once)) == {}


def test_a_changed_fact_tells_the_claim_outdated_and_leaves_the_persons_words() -> None:
    case = edits.take_drafts(offered(), drafted(offered()))
    (claim,) = case.claims
    case = edits.put_claim(case, replace(claim, text="本人改写。"))
    new = replace(case.papers[1], verified=None)
    changed = edits.put_paper(case, new)
    found = outdated(changed, parts.packs(), drafted(changed))
    assert set(found) == {"C1"}
    assert "途径为电话" in found["C1"].was
    assert found["C1"].now
    assert "途径为电话" not in found["C1"].now
    assert changed.claims[0].text == "本人改写。"
    gone = edits.remove_paper(changed, "P2")
    assert outdated(gone, parts.packs(), drafted(gone))["C1"].now == ""


def test_nothing_is_ever_drafted_as_done() -> None:
    cause = Point("N1", "授权书已过期", cause="没有登记到期日")
    case = offered()
    case = replace(case, notice=replace(case.notice, points=(cause,)))
    assert {claim.kind for claim in drafted(case)} == {ClaimKind.ANSWER, ClaimKind.CAUSE}


def test_stock_remedies_of_the_reasons_come_first_and_none_is_taken_by_itself() -> None:
    case = parts.case(claims=())
    playbook = parts.packs().playbooks["qualification-reappeal"]
    found = stock(case, parts.packs())
    assert {one.text for one in found} <= {text for cause in playbook.root_causes for text in cause.remedies}
    assert case.claims == ()
