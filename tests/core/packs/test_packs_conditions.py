from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import (
    Answer,
    AnswerValue,
    Case,
    Judgement,
    Notice,
    Paper,
    Point,
    Role,
    SecondChance,
    SecondChanceKind,
    Shop,
    ShopKind,
)
from core.packs.conditions import NAMES, OPERATORS, holds, names_in, value_of

EMPTY = Case("c", datetime(2026, 11, 22, tzinfo=UTC), "qualification-reappeal", "tmall")
CASE = replace(
    EMPTY,
    shop=Shop(kind=ShopKind.FLAGSHIP, category="食品"),
    second_chance=SecondChance(SecondChanceKind.SUPPLEMENT, entry_open=False),
    notice=Notice(violation="提供虚假凭证", points=(Point("N1", "授权链路不完整", "F3a"), Point("N2", "缺页", "F2a"))),
    papers=(
        Paper("P1", "旧.pdf", "a", 1, "invoice", True, Role.REJECTED, judgement=Judgement.FORGED),
        Paper("P2", "新.pdf", "b", 1, "business-licence", True, Role.REPLACEMENT),
        Paper("P3", "猜.pdf", "c", 1, "invoice", False, Role.EVIDENCE),
    ),
    answers=(
        Answer("food", True),
        Answer("amount", "1200.50"),
        Answer("day", "2026-11-20"),
        Answer("kinds", ("a", "b")),
        Answer("text", "退回补充"),
        Answer("blank", ""),
        Answer("zero", 0),
    ),
)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"==": ["@answer.food", True]}, True),
        ({"==": ["@answer.food", 1]}, False),
        ({"==": ["@answer.zero", False]}, False),
        ({"==": ["@answer.zero", 0]}, True),
        ({"==": ["@answer.amount", 1200.5]}, True),
        ({"!=": ["@answer.text", "退回"]}, True),
        ({"!=": ["@answer.nobody-asked", "x"]}, False),
        ({"in": ["@platform", ["jd", "tmall"]]}, True),
        ({"not-in": ["@platform", ["jd", "tmall"]]}, False),
        ({"not-in": ["@answer.nobody-asked", ["x"]]}, False),
        ({"contains": ["@answer.kinds", "b"]}, True),
        ({"contains": ["@notice.violation", "虚假"]}, True),
        ({"contains": ["@reasons", "F3"]}, True),
        ({"contains": ["@reasons", "F3a"]}, True),
        ({"contains": ["@reasons", "F1"]}, False),
        ({"any-of": ["@papers", ["invoice", "business-licence"]]}, True),
        ({"contains": ["@papers", "invoice"]}, False),  # rejected, or only guessed
        ({"all-of": ["@answer.kinds", ["a", "b"]]}, True),
        ({"all-of": ["@answer.kinds", ["a", "c"]]}, False),
        ({"any-of": ["@judgements", ["forged", "altered"]]}, True),
        ({"present": "@shop.category"}, True),
        ({"present": ["@answer.blank"]}, False),
        ({"absent": "@answer.nobody-asked"}, True),
        ({"==": ["@shop.kind", "flagship"]}, True),
        ({"==": ["@second_chance.kind", "supplement"]}, True),
        ({"==": ["@second_chance.entry_open", False]}, True),
        ({">": ["@answer.amount", 1200]}, True),
        ({"<=": ["@answer.amount", "1200.50"]}, True),
        ({">=": ["@answer.day", date(2026, 11, 20)]}, True),
        ({"<": ["@answer.day", "2026-11-20"]}, False),
        ({">": ["@answer.text", 3]}, False),
        ({">": ["@answer.food", 0]}, False),
        ({"and": [{"present": "@platform"}, {"==": ["@answer.food", True]}]}, True),
        ({"or": [{"absent": "@platform"}, {"==": ["@answer.food", False]}]}, False),
        ({"not": {"==": ["@answer.food", False]}}, True),
    ],
)
def test_a_condition_holds_as_it_reads(condition: dict[str, Any], expected: bool) -> None:
    assert holds(condition, CASE) is expected


def test_no_condition_always_holds() -> None:
    assert holds(None, EMPTY)


@pytest.mark.parametrize(
    "wrong",
    [{}, {"==": "@platform"}, {"==": ["@platform"]}, {"~": ["@platform", 1]}, {"and": []}, {"and": {"x": 1}},
     {"not": "@platform"}, {"present": "@nothing"}, {"or": ["x"]}],
)  # fmt: skip
def test_a_malformed_condition_is_false_and_never_raises(wrong: dict[str, Any]) -> None:
    assert holds(wrong, CASE) is False


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates()
_WORDS = st.sampled_from([*NAMES, "@answer.food", "@answer.x", "@", "@answer.", "a", "2026-11-20"])
_OPERANDS = st.recursive(
    _SCALARS | _WORDS,
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(sorted(OPERATORS)), part, max_size=2),
)


@given(
    st.dictionaries(st.sampled_from([*sorted(OPERATORS), "~"]), _OPERANDS, max_size=2),
    st.booleans() | st.integers() | st.text(max_size=5) | st.tuples(st.text(max_size=3)),
)
def test_no_condition_and_no_answer_ever_raises(condition: dict[str, Any], value: AnswerValue) -> None:
    assert holds(condition, replace(CASE, answers=(Answer("food", value), Answer("x", value)))) in (True, False)


@given(st.dictionaries(st.sampled_from(sorted(OPERATORS)), _OPERANDS, min_size=1, max_size=1))
def test_not_turns_every_condition_round(condition: dict[str, Any]) -> None:
    assert holds({"not": condition}, CASE) is not holds(condition, CASE)


def test_names_are_found_at_any_depth() -> None:
    condition = {"and": [{"not": {"in": ["@platform", ["x"]]}}, {"==": ["@answer.a", "@answer.b"]}]}
    assert names_in(condition) == {"@platform", "@answer.a", "@answer.b"}
    assert names_in(None) == frozenset()


def test_an_empty_case_says_nothing_under_any_name_but_its_packs_and_kind() -> None:
    told = {name for name in NAMES if value_of(name, EMPTY) is not None}
    assert told == {"@platform", "@playbook", "@shop.kind"}
