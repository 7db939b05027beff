"""What an authorisation must say, and which paper goes on for which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.checks import Review
from core.model import PageReading, TextLine
from core.model.facts import SignatureFacts
from tests.core.checks.cases import OWNER, SHOP, paper
from tests.core.checks.spoil import (
    Spoil,
    both,
    case_with,
    entity_with,
    facts_with,
    field_of,
    link_with,
    more_papers,
    notice_with,
    paper_with,
    without_papers,
)


def wants_exclusive(review: Review, certainty: str = "A") -> Review:
    here = review.platform
    assert here is not None
    fact = here.shop_levels[0].fact.model_copy(update={"certainty": certainty})
    level = here.shop_levels[0].model_copy(update={"exclusive": True, "fact": fact})
    asked = here.model_copy(update={"shop_levels": (level,)})
    return replace(review, packs=replace(review.packs, platforms={**review.packs.platforms, here.id: asked}))


def signed_by(name: str) -> SignatureFacts:
    return SignatureFacts("签章", name, state="intact", coverage="whole", changes="none")


# What is spoiled, and the finding that must come of it: id, level, paper, subject; - for none.
HITS: list[tuple[str, Spoil, str]] = [
    (
        "no trademark named",
        both(link_with(1, trademark=""), field_of("P4", trademark_number="")),
        "chain/missing warn P4 L1",
    ),
    ("no classes named", both(link_with(1, classes=()), field_of("P4", classes="")), "chain/missing warn P4 L1"),
    ("a seal to look at", paper_with("P4", verified=None), "chain/seal info P4 L1"),
    (
        "signed by another firm",
        both(paper_with("P4", verified=None), facts_with("P4", signatures=(signed_by("上海别家贸易有限公司"),))),
        "chain/seal warn P4 L1",
    ),
    ("a person who authorises", link_with(1, grantor="沈星野"), "chain/missing warn P4 L1"),
    (
        "an authorisation of after the notice",
        both(link_with(1, valid_from=date(2026, 11, 20)), link_with(2, valid_from=date(2026, 11, 20))),
        "chain/period-gap warn P4 L1",
    ),
    ("authorised when nobody knows", notice_with(received_at=None), "chain/notice-day-skipped skip - -"),
    ("not exclusive, by silence", wants_exclusive, "chain/not-exclusive warn P5 exclusive"),
    (
        "not exclusive",
        both(wants_exclusive, field_of("P5", exclusive="false")),
        "chain/not-exclusive fail P5 exclusive",
    ),
    (
        "not exclusive where hearsay asks for it",
        both(lambda r: wants_exclusive(r, "B"), field_of("P5", exclusive="false")),
        "chain/not-exclusive warn P5 exclusive",
    ),
    (
        "another's authorisation, still in force",
        field_of("P5", valid_to="2026-11-21"),
        "validity/expired fail P5 valid_to",
    ),
    (
        "a licence that was renewed",
        both(
            field_of("P2", valid_to="2026-11-21"),
            more_papers(paper("P8", "business-licence", "新执照.jpg", holder=SHOP, valid_to="长期")),
        ),
        "validity/expired info P2 valid_to",
    ),
    (
        "an end that only the chain tells",
        both(field_of("P5", valid_to=""), link_with(2, valid_to=date(2026, 11, 21))),
        "validity/expired fail P5 valid_to",
    ),
    ("no code of the shop", entity_with(uscc=""), "match/uscc-skipped skip - -"),
    (
        "a question about rights and no mark",
        both(without_papers("P3", "P4", "P5"), case_with(links=())),
        "chain/missing warn - -",
    ),
    ("no chain to look at", case_with(links=()), "chain/names-skipped skip - -"),
    (
        "two unnamed former owners",
        more_papers(
            paper("P8", "trademark-transfer", "转让二.pdf", issued_on="2026-05-01", owner="乙公司"),
            paper("P9", "trademark-transfer", "转让一.pdf", issued_on="2026-01-01", owner=OWNER),
        ),
        "chain/root-not-owner fail P4 L1",
    ),
]


@pytest.mark.parametrize(("spoil", "expected"), [pytest.param(s, e, id=name) for name, s, e in HITS])
def test_one_spoiled_thing_is_found_where_it_is(review, ask, spoil, expected):
    code, level, paper_id, subject = expected.split()
    everything = ask(spoil(review))
    assert [f.id for findings in everything.values() for f in findings if f.level == "error"] == []
    assert (level, paper_id, subject) in [(f.level, f.paper or "-", f.subject or "-") for f in everything.get(code, [])]


@pytest.mark.parametrize(
    "spoil",
    [
        both(link_with(2, trademark="", classes=()), field_of("P5", trademark_number="", classes="")),
        both(link_with(1, grantor="沈星野"), more_papers(paper("P8", "id-card", "身份证.jpg", holder="沈星野"))),
        link_with(1, grantor="晨露工厂"),
        link_with(1, grantor="DEW LTD"),
        both(link_with(1, valid_from=date(2026, 11, 19)), link_with(2, valid_from=date(2026, 11, 19))),
        both(wants_exclusive, field_of("P5", exclusive="true")),
    ],
)
def test_an_authorisation_that_says_what_it_must_is_no_finding(review, ask, spoil):
    new = {"chain/missing", "chain/not-exclusive"}
    assert [f.id for found in ask(spoil(review)).values() for f in found if f.id in new] == []
    assert not [f for found in ask(spoil(review)).values() for f in found if "才开始" in f.message]


def test_a_seal_is_pointed_at_where_the_paper_speaks_of_it_and_no_more_once_looked_at(review, ask):
    words = TextLine("授权方（盖章）：", (0.5, 0.7, 0.7, 0.72), 0.9)
    unseen = both(paper_with("P4", verified=None), paper_with("P5", verified=None))(review)
    sha256 = unseen.case.paper("P4").sha256
    read = replace(unseen, readings={sha256: (PageReading(sha256, 1, 1, recognised=True, lines=(words,)),)})
    hurt = next(finding for finding in ask(read)["chain/seal"] if finding.paper == "P4")
    assert hurt.page == 1
    assert hurt.box is not None
    assert hurt.box[0] < 0.5 < 0.7 < hurt.box[2]
    assert OWNER in hurt.message
    assert "chain/seal" not in ask(review)  # looked at and noted
    signed = facts_with("P4", signatures=(signed_by(f"CN={OWNER}"),))(unseen)
    assert [finding.paper for finding in ask(signed)["chain/seal"]] == ["P5"]
