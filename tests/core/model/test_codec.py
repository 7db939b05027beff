from __future__ import annotations

import dataclasses
import json
import typing
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.checks.glyphs import lacking
from core.errors import DamagedDocument
from core.model import (
    AuthorisationLink,
    Case,
    Claim,
    ClaimKind,
    ExhibitRef,
    Field,
    FileFacts,
    Finding,
    Level,
    Paper,
    Waiver,
    codec,
    forever,
)
from core.model.values import CHINA, parse_date

moments = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31), timezones=st.just(CHINA))  # noqa: DTZ001  # the zone follows
fractions = st.floats(0, 1, allow_nan=False)
boxes = st.none() | st.tuples(fractions, fractions, fractions, fractions)

st.register_type_strategy(datetime, moments)
st.register_type_strategy(
    Decimal, st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**9)
)
# Surrogates can't be written as UTF-8, so no file or keyboard hands them in.
st.register_type_strategy(str, st.text(st.characters(exclude_categories=("Cs",)), max_size=20))
st.register_type_strategy(float, fractions)

CASE = Case(
    id="1", created_at=datetime(2026, 11, 22, tzinfo=CHINA), playbook="qualification-reappeal", platform="tmall"
)


@given(st.builds(Case, papers=st.lists(st.from_type(Paper), max_size=3).map(tuple)))
def test_a_written_case_reads_back_equal(case: Case) -> None:
    assert codec.load(Case, codec.dump(case)) == case


@given(st.from_type(FileFacts))
def test_written_facts_read_back_equal(facts: FileFacts) -> None:
    assert codec.from_plain(FileFacts, json.loads(codec.dump(facts))) == facts


def test_every_part_of_the_case_document_is_a_frozen_dataclass() -> None:
    seen: set[type] = set()
    _walk(Case, seen)
    assert len(seen) > 15
    for kind in seen:
        with pytest.raises(dataclasses.FrozenInstanceError):
            object.__new__(kind).__setattr__(dataclasses.fields(kind)[0].name, None)


def test_every_unknown_key_is_named_with_its_place() -> None:
    plain = codec.to_plain(CASE)
    plain["klient"] = ""
    plain["shop"]["nmae"] = ""
    with pytest.raises(DamagedDocument) as caught:
        codec.from_plain(Case, plain)
    assert [m.split(":")[0] for m in caught.value.mistakes] == ["shop.nmae", "klient"]


def test_an_open_end_and_a_dated_end_stay_apart() -> None:
    open_ended = AuthorisationLink("P1", "甲", "乙", valid_to=forever)
    dated = dataclasses.replace(open_ended, valid_to=date(2027, 12, 31))
    case = dataclasses.replace(CASE, links=(open_ended, dated))
    assert [link.valid_to for link in codec.load(Case, codec.dump(case)).links] == [forever, date(2027, 12, 31)]


def test_a_proposal_is_no_value_until_it_is_confirmed() -> None:
    low = Field("holder", "甲", score=0.4)
    high = Field("holder", "乙", score=0.9)
    paper = Paper("P1", "a.pdf", "0" * 64, 1, fields=(low, high))
    assert paper.value("holder") == ""
    assert paper.proposals("holder") == (high, low)
    confirmed = dataclasses.replace(paper, fields=(low, dataclasses.replace(high, confirmed=True)))
    assert confirmed.value("holder") == "乙"


def test_levels_weigh_in_the_order_of_the_contract() -> None:
    assert sorted(Level, key=lambda level: level.weight) == ["pass", "skip", "info", "warn", "fail", "error"]


def test_a_waived_fail_no_longer_blocks() -> None:
    finding = Finding("file", "encrypted", Level.FAIL, "…", paper="P3")
    waiver = Waiver(finding.key, "李", "已电话确认", datetime(2026, 11, 22, tzinfo=CHINA))
    assert finding.blocks
    assert not dataclasses.replace(finding, waived=waiver).blocks
    assert finding.key == "file/encrypted:P3:"


@pytest.mark.parametrize(
    ("text", "value"), [("2026-03-01", date(2026, 3, 1)), ("长期", forever), ("2026-02-30", None), ("", None)]
)
def test_dates_are_read_in_their_canonical_form_only(text: str, value: object) -> None:
    assert parse_date(text) == value


def _walk(kind: type, seen: set[type]) -> None:
    if dataclasses.is_dataclass(kind) and kind not in seen:
        seen.add(kind)
        for found in _parts(kind):
            _walk(found, seen)


def _parts(kind: type) -> list[type]:
    parts: list[type] = []
    stack = list(typing.get_type_hints(kind).values())
    while stack:
        hint = stack.pop()
        stack.extend(typing.get_args(hint))
        if isinstance(hint, type):
            parts.append(hint)
    return parts


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_a_moment_that_nothing_could_reckon_with_is_neither_written_nor_read(year: int) -> None:
    far = dataclasses.replace(
        CASE, notice=dataclasses.replace(CASE.notice, received_at=datetime(year, 1, 1, tzinfo=CHINA))
    )
    with pytest.raises(DamagedDocument, match=rf"notice\.received_at: {year}"):
        codec.dump(far)
    plain = codec.dump(CASE).replace('"received_at":null', f'"received_at":"{year:04d}-01-01T00:00:00+08:00"')
    with pytest.raises(DamagedDocument, match=rf"notice\.received_at: {year}"):
        codec.load(Case, plain)


def test_half_a_character_costs_nothing_but_itself() -> None:
    shop = dataclasses.replace(CASE.shop, name="店\ud83d铺", id="\ud83d\ude00")
    claim = Claim("C1", "N1", ClaimKind.FACT, "商标\udc9f已转让。", (ExhibitRef("P1", 2),))
    kept = codec.load(Case, codec.dump(dataclasses.replace(CASE, shop=shop, claims=(claim,))))
    assert (kept.shop.name, kept.shop.id) == ("店\ufffd铺", "😀")
    assert kept.claims == (dataclasses.replace(claim, text="商标\ufffd已转让。"),)
    assert lacking(kept.claims[0].text) == "\ufffd"  # so that it is named before anything is printed
