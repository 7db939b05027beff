"""One intake with everything in it, and one with every mistake in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core import intake
from core.model import (
    Answer,
    Case,
    ClaimKind,
    ExhibitRef,
    Field,
    FieldSource,
    Obtained,
    Role,
    SecondChanceKind,
    ShopKind,
    Verified,
    forever,
)
from core.model.values import CHINA
from core.packs import Packs
from core.store import CaseFile
from tests.core.intake.test_intake_reading import NOW, Write, mistakes, places

WHOLE = """
money_at_risk = 1234.50
[shop]
name = "样例店"
kind = "flagship"
[notice]
received_at = "2026-11-19T10:12:00"
deadline = 2026-11-24T18:00:00Z
[[notice.point]]
quote = "已过期。"
reason = "F3a"
[second_chance]
kind = "supplement"
[[paper]]
file = "授权书.pdf"
role = "rejected"
[[paper]]
id = "P5"
file = "新 授权书.pdf"
type = "brand-authorisation"
role = "replacement"
answers = ["N1"]
fields = { grantor = "甲", valid_to = "2027-06-30", valid_from = 2026-07-01, sublicence = true, classes = [24, 25] }
obtained = { from = "甲", on = 2026-11-20, how = "顺丰" }
verified = { channel = "电话", on = 2026-11-21, result = "属实" }
[[link]]
paper = "P5"
grantor = "甲"
grantee = "乙"
classes = [24]
from = 2026-07-01
to = "长期"
[[claim]]
point = "N1"
kind = "done"
text = "已更换。"
exhibits = ["P5:2", "P1"]
on = 2026-11-20
[answers]
food = false
"""

FAULTY = """playbook = "qualification-reapeal"
platform = "tmal"
watermark = "x"
[shop]
knd = "flagship"
kind = "flagshp"
[notice]
received_at = "昨天"
text = "甲"
text_file = "没有.txt"
[[notice.point]]
id = "N1"
reason = "F33"
[[notice.point]]
id = "N1"
quote = "乙"
[[round]]
verdict_at = 2026-11-01
[[paper]]
id = "P1"
file = "没有.pdf"
typ = "invoice"
type = "invoce"
role = "rejcted"
answers = ["N9"]
fields = { hodler = "甲", valid_to = [1, {}] }
obtained = { source = "甲", on = "2026-13-01" }
replaces = "P7"
[[paper]]
id = "3"
[[link]]
paper = "P9"
classes = [99]
to = "永远"
[[claim]]
kind = "did"
point = "N5"
exhibits = ["P3:2", "第一页", "P1:0"]
[[waiver]]
finding = "validity/expird:P1:"
by = "张三"
at = 2026-11-22T09:00:00
"""

PLACES = [
    "playbook", "platform", "watermark", "shop.knd", "shop.kind", "notice.received_at", "notice.text_file",
    "notice.point[1].quote", "notice.point[1].reason", "notice.point[2].id", "round[1].number", "paper[1].file",
    "paper[1].typ", "paper[1].type", "paper[1].role", "paper[1].answers[1]", "paper[1].fields.hodler",
    "paper[1].fields.valid_to", "paper[1].obtained.on", "paper[1].obtained.source", "paper[1].replaces",
    "paper[2].file", "paper[2].id", "link[1].paper", "link[1].classes[1]", "link[1].to", "claim[1].text",
    "claim[1].kind", "claim[1].point", "claim[1].exhibits[1]", "claim[1].exhibits[2]", "claim[1].exhibits[3]",
    "waiver[1].reason", "waiver[1].finding",
]  # fmt: skip


@pytest.fixture
def opened(written: Write, installed: Packs, tmp_path: Path) -> Iterator[CaseFile]:
    with intake.create(intake.read(written(WHOLE), installed), tmp_path / "案件.fushen", NOW) as casefile:
        yield casefile


@pytest.fixture
def case(opened: CaseFile) -> Case:
    return opened.case


def test_a_case_made_of_an_intake_is_sound_and_holds_the_originals(opened: CaseFile) -> None:
    assert opened.check_integrity() == ()
    assert opened.undo_label is None
    with opened.open_original(opened.case.papers[1].sha256) as stream:
        assert stream.read() == b"%PDF-1.7 two"


def test_the_shop_the_notice_and_its_moments_are_taken_over(case: Case) -> None:
    assert case.created_at == NOW
    assert case.money_at_risk == Decimal("1234.50")
    assert (case.shop.kind, case.second_chance.kind) == (ShopKind.FLAGSHIP, SecondChanceKind.SUPPLEMENT)
    assert case.notice.received_at == datetime(2026, 11, 19, 10, 12, tzinfo=CHINA)
    assert case.notice.received_at.utcoffset() == timedelta(hours=8)
    assert case.notice.deadline == datetime(2026, 11, 25, 2, tzinfo=CHINA)
    assert [(p.id, p.reason, p.reason_confirmed) for p in case.notice.points] == [("N1", "F3a", True)]


def test_papers_keep_their_ids_and_what_was_said_of_them_counts_as_typed_and_confirmed(case: Case) -> None:
    assert [(p.id, p.file, p.role, p.type_confirmed) for p in case.papers] == [
        ("P1", "授权书.pdf", Role.REJECTED, False),
        ("P5", "新 授权书.pdf", Role.REPLACEMENT, True),
    ]
    paper = case.papers[1]
    assert {field.name: field.value for field in paper.fields} == {
        "grantor": "甲",
        "valid_to": "2027-06-30",
        "valid_from": "2026-07-01",
        "sublicence": "true",
        "classes": "24,25",
    }
    assert all(f == Field(f.name, f.value, FieldSource.TYPED, confirmed=True) for f in paper.fields)
    assert paper.obtained == Obtained("甲", date(2026, 11, 20), "顺丰")
    assert paper.verified == Verified("电话", date(2026, 11, 21), "属实")


def test_links_statements_and_answers_are_taken_over_and_nothing_is_promised(case: Case, installed: Packs) -> None:
    assert (case.links[0].valid_from, case.links[0].valid_to) == (date(2026, 7, 1), forever)
    assert (case.claims[0].id, case.claims[0].kind) == ("C1", ClaimKind.DONE)
    assert case.claims[0].exhibits == (ExhibitRef("P5", 2), ExhibitRef("P1"))
    assert case.answers == (Answer("food", value=False),)
    versions = (installed.playbooks["qualification-reappeal"].version, installed.platforms["tmall"].version)
    assert [(p.id, p.version) for p in case.packs] == [("qualification-reappeal", versions[0]), ("tmall", versions[1])]
    assert not case.commitment.confirmed


@pytest.fixture
def found(written: Write, installed: Packs) -> tuple[str, ...]:
    return mistakes(written(FAULTY, head=""), installed)


def test_every_mistake_is_told_at_once_with_its_key_and_nothing_is_written(
    found: tuple[str, ...], tmp_path: Path
) -> None:
    assert places(found) == PLACES
    assert sorted(p.name for p in tmp_path.iterdir()) == ["INTAKE.toml", "授权书.pdf", "新 授权书.pdf"]


def test_a_mistake_is_told_with_its_line(found: tuple[str, ...]) -> None:
    assert found[0].startswith("INTAKE.toml:1 ")
    assert found[3].startswith("INTAKE.toml:5 ")


@pytest.mark.parametrize(
    "guess", ["qualification-reappeal", "tmall", "kind", "flagship", "type", "invoice", "rejected", "holder"]
)
def test_what_was_meant_is_guessed(found: tuple[str, ...], guess: str) -> None:
    assert re.search(rf"是否想写 {guess}？", "\n".join(found))
