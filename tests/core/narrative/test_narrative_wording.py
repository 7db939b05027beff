"""Marks in a person's words: each rule finds what it should, and lets be what only looks like it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import edits, packs
from core.checks import Review, run
from core.model import Case, Claim, ClaimKind, ExhibitRef, Field, Level, Notice, Paper, Point
from core.narrative.wording import Mark, Marker, names_of_others
from core.packs import Packs
from core.packs.wording_shapes import Wording, WordingRule
from tests.core.packet import parts

INSTALLED = packs.load()
WORDING = INSTALLED.wording
assert WORDING is not None
RULES = WORDING.rules
BAD = [(rule, sentence) for rule in RULES for sentence in rule.bad]
# As merchants write: honest sentences by kind, poor ones by the code that each earns.
WRITTEN = tomllib.loads((Path(__file__).parent / "paragraphs.toml").read_text(encoding="utf-8"))
HONEST, POOR = WRITTEN["honest"], WRITTEN["poor"]
GOOD = [(rule, sentence) for rule in RULES for sentence in rule.good]


def ids(pair: object) -> str:
    return pair.id if isinstance(pair, WordingRule) else ""


def case_of(text: str = "", **changes: object) -> Case:
    fields = (
        Field("valid_to", "2027-12-31", confirmed=True),
        Field("issued_on", "2026-11-18", confirmed=True),
        Field("issuer", "甲品牌公司", confirmed=True),
    )
    papers = (Paper("P1", "授权书.pdf", "1" * 64, 1, fields=fields), Paper("P2", "2.pdf", "2" * 64, 1))
    claim = Claim("C1", "N1", ClaimKind.FACT, text, (ExhibitRef("P1"),))
    return replace(parts.case(papers=papers, claims=(claim,)), **changes)


def marks(text: str, kind: ClaimKind = ClaimKind.FACT, others: tuple[str, ...] = (), **changes: object) -> list[Mark]:
    case = case_of(text, **changes)
    (claim,) = case.claims
    return list(Marker(case, INSTALLED, others).of_claim(replace(claim, kind=kind)))


@pytest.mark.parametrize(("rule", "sentence"), BAD, ids=ids)
def test_a_rule_marks_its_bad_sentences_and_says_how_to_put_it(rule: WordingRule, sentence: str) -> None:
    kind = ClaimKind(rule.kinds[0]) if rule.kinds else ClaimKind.FACT
    found = [mark for mark in marks(sentence, kind) if mark.rule == rule.id]
    assert found
    assert all(sentence[mark.start : mark.end] == mark.quote and mark.better for mark in found)
    assert {mark.level.value for mark in found} == {rule.level}


@pytest.mark.parametrize(("rule", "sentence"), GOOD, ids=ids)
def test_no_rule_marks_the_harmless_sentences(rule: WordingRule, sentence: str) -> None:
    kind = ClaimKind(rule.kinds[0]) if rule.kinds else ClaimKind.FACT
    assert [mark.quote for mark in marks(sentence, kind)] == []


def test_only_what_is_surely_wrong_blocks() -> None:
    assert {rule.id for rule in RULES if rule.level == "fail"} == {"placeholder-residue"}


# What is found by looking at the case too: rule, sentence that has it, sentence that looks like it.
LOOKED_UP = [
    ("placeholder", "于XX年取得授权书。", "型号XX-200已下架。"),
    ("other-party", "此前由明月百货提供。", "此前由明月提供。"),
    ("date-conflict", "授权书有效期至2026年12月31日。", "授权书有效期至2027年12月31日。"),
    ("date-conflict", "授权书签发于2026年11月8日。", "我方于2026年11月8日下架商品。"),
    ("unverified-rule", "依《天猫规则》第六十条，应予撤销。", "依《质量管理制度》第三条，逐批检验。"),
    ("unverified-rule", "根据电子商务法第四十一条，应予恢复。", "按质量管理办法第三条逐批检验。"),
    ("unverified-rule", "按平台规则第12条，应予恢复。", "按公司考核规则第2条扣分。"),
]


@pytest.mark.parametrize(("rule", "bad", "good"), LOOKED_UP)
def test_what_needs_the_case_is_marked_and_what_looks_like_it_is_not(rule: str, bad: str, good: str) -> None:
    others = ("明月百货旗舰店", "明月百货")
    assert rule in {mark.rule for mark in marks(bad, others=others)}
    assert rule not in {mark.rule for mark in marks(good, others=others)}


def test_the_reviewers_own_words_are_not_marked_where_they_are_quoted() -> None:
    point = Point("N1", "保证永不再犯的承诺没有证据")
    notice = Notice(points=(point,))
    assert marks(f"就“{point.quote}”，说明如下。", notice=notice) == []
    assert marks("我方保证永不再犯。", notice=notice) != []


def test_a_rule_that_the_notice_itself_cites_is_no_unverified_one() -> None:
    notice = Notice(text="依据《天猫规则》第六十条处理。")
    assert marks("依《天猫规则》第六十条。", notice=notice) == []


def test_a_date_is_compared_only_with_the_one_paper_that_is_cited() -> None:
    case = case_of("有效期至2026年12月31日，另见@P2。")
    assert Marker(case, INSTALLED).of_claim(case.claims[0]) == ()


def test_names_that_this_case_has_itself_are_nobody_elses() -> None:
    names = ("甲品牌公司", parts.case().shop.name, "远山商贸", " 远山商贸 ", "甲")
    assert names_of_others(names, case_of()) == ("远山商贸",)


@given(st.text(max_size=200))
def test_any_text_is_read_in_order_and_marks_lie_within_it(text: str) -> None:
    found = marks(text)
    assert [mark.start for mark in found] == sorted(mark.start for mark in found)
    assert all(0 <= mark.start < mark.end <= len(text) and text[mark.start : mark.end] == mark.quote for mark in found)


def test_a_long_text_is_marked_while_one_types() -> None:
    from time import process_time

    marker, begun = Marker(case_of(), INSTALLED), process_time()
    assert len(marker.of_text("我方高度重视，否则投" * 2000)) == 2000
    assert process_time() - begun < 1


def test_marks_become_findings_with_the_better_wording() -> None:
    case = case_of("我方保证永不再犯，以后加强管理。")
    found = {f.id: f for f in run(Review(case, INSTALLED, {}, parts.NOW)).findings if f.subject == "C1"}
    assert found["narrative/absolute"].level is Level.WARN
    assert "保证永不" in found["narrative/absolute"].message
    assert "每季度核对" in found["narrative/absolute"].fix
    assert "narrative/empty-phrase" in found


def test_another_clients_name_blocks() -> None:
    case = case_of("由明月百货提供。")
    found = run(Review(case, INSTALLED, {}, parts.NOW, others=("明月百货",))).findings
    assert [f.level for f in found if f.id == "narrative/other-party-name"] == [Level.FAIL]


def test_own_words_of_a_passage_are_marked_too() -> None:
    case = edits.reword(case_of("授权书已更换。"), "letter/closing", "我方高度重视。", "原")
    found = run(Review(case, INSTALLED, {}, parts.NOW)).findings
    assert ("narrative/empty-phrase", "letter/closing") in {(f.id, f.subject) for f in found}
    assert ("narrative/stale", "letter/closing") in {(f.id, f.subject) for f in found}


def test_what_is_too_long_for_the_box_blocks() -> None:
    platform = parts.packs().platform("tmall")
    installed = replace(INSTALLED, platforms={"tmall": platform} if platform else {})
    case = edits.reword(case_of("授权书已更换。"), "portal/200", "长" * 201, "")
    found = run(Review(case, installed, {}, parts.NOW)).findings
    assert [(f.level, f.subject) for f in found if f.id == "narrative/too-long"] == [(Level.FAIL, "portal/200")]


def test_a_sentence_that_sets_an_old_date_beside_the_right_one_is_let_be() -> None:
    assert marks("旧授权书期限至2026年6月30日，新授权书期限至2027年12月31日。") == []


def test_without_the_rules_the_check_says_that_it_did_not_look() -> None:
    bare: Packs = replace(INSTALLED, wording=None)
    found = run(Review(case_of("授权书已更换。"), bare, {}, parts.NOW)).findings
    assert [f.level for f in found if f.id == "narrative/wording-skipped"] == [Level.SKIP]


@pytest.mark.parametrize("phrase", ["……", "…不", "x……y"])
def test_a_phrase_that_would_mark_everything_is_refused(phrase: str, tmp_path: object) -> None:
    from core.packs.known import known_of
    from core.packs.lint_money import wording

    rule = RULES[0].model_copy(update={"phrases": (phrase,)})
    shape: Wording = WORDING.model_copy(update={"rules": (rule,)})
    assert [place for place, _text in wording(shape, known_of(()))] == [("rules", 0, "phrases", 0)]


@pytest.mark.parametrize("kind", HONEST)
def test_what_an_honest_merchant_writes_is_not_marked(kind: str) -> None:
    marker = Marker(parts.case(), INSTALLED)
    told = {line: marker.of_claim(Claim("C1", "N1", ClaimKind(kind), line)) for line in HONEST[kind].split("\n")}
    assert {line: [mark.quote for mark in found] for line, found in told.items() if found} == {}


@pytest.mark.parametrize("code", POOR)
def test_what_a_reviewer_would_mind_is_marked(code: str) -> None:
    marker = Marker(parts.case(), INSTALLED)
    kind = ClaimKind.DONE if code == "will-for-done" else ClaimKind.ANSWER
    lines = POOR[code].strip().split("\n")
    told = {line: {mark.code for mark in marker.of_claim(Claim("C1", "N1", kind, line))} for line in lines}
    assert [line for line, codes in told.items() if code not in codes] == []
