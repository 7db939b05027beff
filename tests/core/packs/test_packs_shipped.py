from __future__ import annotations

import re
import time
from datetime import date, timedelta

import chinese_calendar
import pytest
from pydantic import BaseModel

from core.deadlines import is_workday
from core.packs import Packs, lint, load
from core.packs.conditions import names_in
from core.packs.names import FIELD_NAMES, FINDING_IDS
from core.packs.shapes import Source

LATEST = date(2026, 11, 22)  # when the packs were last gone over; a later date in one is a slip
TWELVE = """
business-licence trademark-certificate trademark-transfer brand-authorisation genuineness-letter invoice
purchase-contract test-report food-production-licence commitment notice-screenshot other
"""
CONTRACT_PAPERS = """
business-licence id-card trademark-certificate trademark-acceptance trademark-change trademark-transfer
trademark-renewal trademark-licence-filing brand-authorisation genuineness-letter complaint-withdrawal invoice
purchase-contract payment-proof delivery-proof test-report cma-certificate cnas-certificate ccc-certificate
food-production-licence food-business-licence prepackaged-food-filing industrial-production-licence
cosmetics-registration cosmetics-filing cosmetics-production-licence device-registration device-filing
device-business-licence drug-licence health-food disinfection-licence customs-declaration inspection-certificate
barcode-certificate publication-licence radio-approval control-relation-proof foreign-notarised
courier-statement notarised-evidence reinspection-application situation-statement rectification-record
commitment notice-screenshot order-record chat-record video-still operation-log other
"""


@pytest.fixture(scope="module")
def packs() -> Packs:
    return load()


def _sources(value: object) -> list[Source]:
    if isinstance(value, Source):
        return [value]
    if isinstance(value, BaseModel):
        return [s for name in type(value).model_fields for s in _sources(getattr(value, name))]
    if isinstance(value, tuple):
        return [s for part in value for s in _sources(part)]
    return []


def _everything(packs: Packs) -> list[BaseModel]:
    shelves = (packs.playbooks, packs.platforms, packs.papers, packs.reasons, packs.calendars)
    return [shape for shelf in shelves for shape in shelf.values()]  # type: ignore[attr-defined]


def test_the_shipped_packs_have_no_mistake() -> None:
    assert lint() == ()


def test_the_paper_types_of_the_first_issue_are_all_there_and_none_is_outside_the_contract(packs: Packs) -> None:
    assert set(TWELVE.split()) <= set(packs.papers) <= set(CONTRACT_PAPERS.split())


def test_every_fact_has_a_source_that_is_not_later_than_the_packs(packs: Packs) -> None:
    for shape in _everything(packs):
        found = _sources(shape)
        assert found, shape
        for fact in found:
            assert fact.source.strip()
            assert fact.as_of <= LATEST
            assert fact.certainty != "X" or fact.note, f"{fact.source}: unknown or in conflict, but does not say how"


def test_what_nobody_verified_is_not_called_certain(packs: Packs) -> None:
    for shape in _everything(packs):
        for fact in _sources(shape):
            assert not ("未核实" in fact.source and fact.certainty in ("A", "A-", "B")), fact.source


def test_every_title_is_there_in_chinese_and_in_english(packs: Packs) -> None:
    for pack in (*packs.playbooks.values(), *packs.platforms.values(), *packs.papers.values()):
        assert re.search(r"[\u4e00-\u9fff]", pack.title)
        assert pack.title_en.isascii()
        assert pack.changelog
        assert pack.changelog[-1].version == pack.version


def test_every_reason_has_a_remedy_and_only_real_forgery_takes_the_honest_path(packs: Packs) -> None:
    assert {f"F{number}" for number in range(1, 11)} <= set(packs.reasons)
    assert all(reason.remedy.endswith("。") for reason in packs.reasons.values())
    assert {reason.id for reason in packs.reasons.values() if reason.honest_path} == {"F1a", "F1b"}


# Papers that the merchant writes or exports without anybody else.
OWN_HAND = frozenset(
    {"situation-statement", "rectification-record", "commitment", "reinspection-application", "operation-log"}
)


def test_no_sentence_of_the_packs_promises_an_outcome_or_shouts(packs: Packs) -> None:
    text = "\n".join(shape.model_dump_json() for shape in _everything(packs))
    for phrase in ("保证通过", "必过", "成功率", "100%", "！", "一定成功"):
        assert phrase not in text


def test_the_official_calendar_agrees_with_an_independent_one_on_every_day_of_2026(packs: Packs) -> None:
    day = date(2026, 1, 1)
    while day.year == 2026:
        assert is_workday(day, packs.calendars) is chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_only_fields_and_findings_of_the_contract_are_used(packs: Packs) -> None:
    assert len(FIELD_NAMES) == 48
    assert "requirement/provenance-missing" in FINDING_IDS
    for paper in packs.papers.values():
        assert {spec.name for spec in paper.fields} <= FIELD_NAMES


def test_every_question_of_a_playbook_decides_or_is_decided_by_something(packs: Packs) -> None:
    for book in packs.playbooks.values():
        conditions = [item.when for item in (*book.questions, *book.audit, *book.requirements, *book.checks)]
        conditions += [check.must for check in book.checks]
        conditions += [item.when for item in (*book.root_causes, *book.hand_off, *book.windows)]
        conditions += [window.when for platform in packs.platforms.values() for window in platform.windows]
        named = {name for condition in conditions for name in names_in(condition)}
        idle = {question.id for question in book.questions if f"@answer.{question.id}" not in named}
        assert idle == set()


def test_what_only_others_can_issue_has_a_way_out_when_it_can_not_be_obtained(packs: Packs) -> None:
    """Whoever must attach a paper that only others write is told what to do without it."""
    stuck = [
        f"{book.id}/{requirement.id}"
        for book in packs.playbooks.values()
        for requirement in book.requirements
        if requirement.level == "fail" and not requirement.alternatives
        if not any(kind == "other" or kind in OWN_HAND for kind in (*requirement.any_of, *requirement.all_of))
    ]
    assert stuck == []
    explained = [a for b in packs.playbooks.values() for r in b.requirements for a in r.alternatives]
    assert all(len(one.explain) >= 12 and one.explain.endswith("。") for one in explained)


def test_the_packs_load_fast_enough_to_be_read_at_every_start() -> None:
    load()
    begun = time.perf_counter()
    load()
    assert time.perf_counter() - begun < 1.0


def test_the_mappings_cannot_be_changed(packs: Packs) -> None:
    with pytest.raises(TypeError):
        packs.papers["x"] = packs.papers["invoice"]  # type: ignore[index]
