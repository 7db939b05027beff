"""What single checks see, leave alone, and say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.checks import run
from core.model import Answer, Case, Claim, ClaimKind, Paper, Point, Role, ShopKind, Verdict
from core.packs.shapes import Window
from tests.core.checks.cases import AGENT, FACT, OWNER, SHOP, USCC, fields, paper
from tests.core.checks.spoil import (
    both,
    case_with,
    claim_with,
    entity_with,
    facts_with,
    field_of,
    late,
    link_with,
    more_papers,
    notice_with,
    paper_with,
    without_papers,
)


def test_a_chain_of_four_steps_is_too_long_for_this_shop(review, ask):
    first, last = review.case.links
    middle = replace(last, grantor=AGENT, grantee="中间商", sublicence=True)
    longer = (first, middle, replace(last, grantor="中间商"))
    assert ask(case_with(links=longer)(review))["chain/too-long"][0].level == "fail"


def test_an_unknown_limit_of_steps_is_skipped_aloud(review, ask):
    spoiled = case_with(shop=replace(review.case.shop, kind=ShopKind.OTHER))(review)
    assert "chain/length-skipped" in ask(spoiled)


def test_a_new_owner_may_begin_the_chain(review, ask):
    transfer = paper(
        "P8", "trademark-transfer", "转让.pdf", trademark_number="12345678", grantor=OWNER, owner="新权利人"
    )
    spoiled = both(more_papers(transfer), link_with(1, grantor="新权利人"), field_of("P4", grantor="新权利人"))(review)
    assert "chain/root-not-owner" not in ask(spoiled)


def moved(paper_id: str, kind: str, old: str, new: str, on: str) -> Paper:
    former = "grantor" if kind == "trademark-transfer" else "holder"
    return paper(paper_id, kind, f"{paper_id}.pdf", **{"owner": new, former: old, "issued_on": on})


def test_ownership_is_followed_through_every_transfer_and_change_of_name(review, ask):
    there = moved("P10", "trademark-transfer", OWNER, "乙", "2020-01-01")
    renamed = moved("P8", "trademark-change", "乙", "丙", "2021-01-01")
    back = moved("P9", "trademark-transfer", "丙", OWNER, "2022-01-01")
    assert "chain/root-not-owner" not in ask(more_papers(there, renamed, back)(review))
    (finding,) = ask(more_papers(there, renamed)(review))["chain/root-not-owner"]
    assert "丙" in finding.message


def test_a_renewed_trademark_is_not_expired(review, ask):
    old = field_of("P3", valid_to="2026-06-30")(review)
    assert ask(old)["validity/expired"][0].level == "fail"
    renewal = paper("P8", "trademark-renewal", "续展.pdf", trademark_number="12345678", valid_to="2036-06-30")
    renewed = more_papers(renewal)(old)
    assert ask(renewed)["validity/expired"][0].level == "info"


def test_a_gap_says_its_first_and_last_day_and_how_many(review, ask):
    first, last = review.case.links
    before = replace(last, valid_to=date(2026, 3, 31))
    after = replace(last, valid_from=date(2026, 4, 11))
    (gap,) = ask(case_with(links=(first, before, after))(review))["chain/period-gap"]
    assert gap.subject == "L3"
    assert "2026-04-01" in gap.message
    assert "2026-04-10" in gap.message
    assert "10" in gap.message.replace("2026-04-10", "")


def test_words_that_only_look_like_blanks_are_left_alone(review, ask):
    text = "XXL 码、XX-200 型、138****1234、二〇〇五年、尺寸 35×35，“资料待补充”一条见附件。"
    spoiled = both(claim_with(1, text=text), notice_with(points=(Point("N1", "资料待补充", "F3a", True),)))(review)
    assert "narrative/placeholder" not in ask(spoiled)


@pytest.mark.parametrize(
    "text",
    [
        "编号：____。",
        "由【】出具",
        "{{ owner }}",
        "日期待补",
        "（请填写日期）",
        "Ｘｘ公司",
        "TODO",
        "○○公司",
        "[此处填写]",
        "证号：【……】",
    ],
)
def test_a_blank_in_any_usual_form_is_surely_found(review, ask, text):
    assert ask(claim_with(1, text=text)(review))["narrative/placeholder"][0].level == "fail"


def test_a_fact_that_the_letter_prints_and_nobody_gave_blocks_the_packet(review, ask):
    (found,) = ask(both(notice_with(number=" "), entity_with(name=""))(review))["notice/fact-missing"]
    assert found.level == "fail"
    assert found.message == "说明里还空着：主体名称、通知编号。"


def test_a_case_with_nothing_in_it_says_so_and_is_not_ready(review):
    empty = Case(id="0", created_at=review.now, playbook="test-reappeal", platform="test-platform")
    report = run(replace(review, case=empty, facts={}))
    assert not report.ready
    assert report.counts["error"] == 0
    assert report.counts["skip"] > 10


def test_papers_that_were_not_read_are_never_called_sound(review, ask):
    found = ask(replace(review, facts={}))
    assert {f.paper for f in found["file/readable-skipped"]} == {p.id for p in review.case.papers}
    assert "file/active-skipped" in found


def test_a_wrong_field_points_to_its_place_on_the_page(review, ask):
    box = (0.1, 0.2, 0.5, 0.25)
    buyer = replace(fields(buyer="别家")[0], page=1, box=box)
    old = review.case.paper("P6")
    spoiled = paper_with("P6", fields=(*(f for f in old.fields if f.name != "buyer"), buyer))(review)
    (finding,) = ask(spoiled)["match/buyer"]
    assert (finding.page, finding.box, finding.quote, finding.file) == (1, box, "别家", "发票.pdf")


def test_answers_off_the_path_do_not_satisfy_a_pack_check(review, ask):
    spoiled = case_with(answers=(Answer("nobody-asks", True),))(review)
    assert ask(spoiled) == {}


def test_an_answer_needs_a_proof_somewhere_on_its_point(review, ask):
    answer = Claim("C4", "N1", ClaimKind.ANSWER, "属实，已更正。")
    assert "narrative/claim-without-exhibit" not in ask(case_with(claims=(*review.case.claims, answer))(review))
    alone = case_with(claims=(answer, review.case.claims[2]))(review)
    assert ask(alone)["narrative/claim-without-exhibit"][0].level == "warn"


def test_the_shops_own_brand_needs_no_chain(review, ask):
    own = both(without_papers("P1", "P4", "P5"), case_with(links=(), claims=()), field_of("P3", owner=SHOP))(review)
    assert "chain/missing" not in ask(own)
    assert USCC in review.case.entity.uscc


def test_full_and_half_width_write_the_same_name(review, ask):
    spoiled = both(entity_with(name="宁波(晨露)有限公司"), field_of("P2", holder="宁波（晨露）有限公司"))(review)
    assert "entity/name-mismatch" not in ask(spoiled)


def test_a_deadline_of_many_readings_only_doubts_when_a_later_one_is_open(review, ask):
    windows = tuple(Window(id=f"days-{n}", title=f"{n} 天", amount=n, unit="natural-day", fact=FACT) for n in (2, 20))
    portal = review.platform.model_copy(update={"windows": windows})
    packs = replace(review.packs, platforms={portal.id: portal})
    many = replace(notice_with(deadline=None)(review), packs=packs)
    assert [f.level for f in ask(many)["deadline/passed"]] == ["warn"]
    assert [f.level for f in ask(late(30)(many))["deadline/passed"]] == ["fail"]


def test_a_passed_reading_only_doubts_while_the_notices_own_deadline_is_open(review, ask):
    window = Window(id="days-2", title="2 天", amount=2, unit="natural-day", fact=FACT)
    portal = review.platform.model_copy(update={"windows": (window,)})
    packs = replace(review.packs, platforms={portal.id: portal})
    told = replace(notice_with(deadline=review.now + timedelta(days=9))(review), packs=packs)
    assert [f.level for f in ask(told)["deadline/passed"]] == ["warn"]


def test_an_offered_paper_is_what_is_not_rejected(review):
    assert {p.id for p in review.case.offered()} == {p.id for p in review.case.papers if p.role is not Role.REJECTED}


def test_a_brand_in_two_languages_is_the_same_however_it_is_joined(review, ask):
    joined = both(
        field_of("P3", brand="晨露/Dew"), field_of("P4", brand="晨露 DEW"), field_of("P5", brand="Dew（晨露）")
    )
    linked = both(joined, link_with(1, brand="晨露 Dew"), link_with(2, brand="DEW/晨露"))
    assert not {"match/brand", "chain/brand"} & set(ask(linked(review)))


def test_brands_that_share_one_english_word_are_two_brands(review, ask):
    spoiled = both(
        field_of("P3", brand="NEW BALANCE"), field_of("P4", brand="NEW ERA"), field_of("P5", brand="new balance")
    )
    assert [f.level for f in ask(spoiled(review))["match/brand"] if f.paper == "P4"] == ["fail"]


def test_a_trademark_number_may_be_framed_as_certificates_print_it(review, ask):
    framed = both(field_of("P3", trademark_number="第12345678号"), link_with(1, trademark="第 12345678 号"))
    assert ask(framed(review)) == {}


def test_a_missing_paper_comes_with_the_way_to_a_genuine_one(review, ask):
    (finding,) = ask(without_papers("P2")(review))["requirement/missing"]
    assert review.packs.paper("business-licence").obtain in finding.fix
    assert finding.why == "证明主体"
    assert finding.source == "测试用的来源（2026-11-01）"


def test_what_a_platform_never_said_is_not_held_against_a_paper(review, ask):
    ends_soon = field_of("P2", valid_to="2026-11-24")(review)
    portal = review.platform.model_copy(update={"min_remaining_days": None})
    silent = replace(ends_soon, packs=replace(review.packs, platforms={portal.id: portal}))
    assert set(ask(silent)) == {"validity/ends-before-review"}
    book = review.playbook.model_copy(update={"review_days": None})
    unknown = replace(silent, packs=replace(silent.packs, playbooks={book.id: book}))
    assert set(ask(unknown)) == {"validity/review-skipped"}


def test_a_rule_known_by_hearsay_only_warns(review, ask):
    hearsay = FACT.model_copy(update={"certainty": "B"})
    portal = review.platform.model_copy(update={"min_remaining_fact": hearsay})
    ends_soon = field_of("P2", valid_to="2026-11-23")(review)
    doubtful = replace(ends_soon, packs=replace(review.packs, platforms={portal.id: portal}))
    assert [f.level for f in ask(doubtful)["validity/expires-soon"]] == ["warn"]


def test_a_paper_of_today_is_possible(review, ask):
    assert "number/date-impossible" not in ask(field_of("P6", invoice_date="2026-11-22")(review))


def test_a_year_without_official_calendar_is_told(review, ask):
    window = Window(id="days-3", title="3 个工作日", amount=3, unit="workday-statutory", fact=FACT)
    portal = review.platform.model_copy(update={"windows": (window,)})
    without = replace(review, packs=replace(review.packs, platforms={portal.id: portal}, calendars={}))
    (finding,) = ask(without)["deadline/calendar-missing"]
    assert finding.level == "warn"
    assert "2026" in finding.message


def test_a_licence_nobody_confirmed_is_neither_right_nor_wrong(review):
    unread = paper_with("P2", fields=())(review)
    found = {f.id: f for f in run(unread).findings if f.check == "entity"}
    assert set(found) == {"entity/licence-skipped"}
    assert found["entity/licence-skipped"].fix


def test_a_proposal_is_quoted_but_never_counts_as_confirmed(review, ask):
    proposed = replace(fields(valid_to="2020-01-01")[0], confirmed=False, score=0.8)
    found = ask(paper_with("P2", fields=(*review.case.paper("P2").fields[:-1], proposed))(review))
    assert "validity/expired" not in found
    assert "2020-01-01" in found["validity/missing"][0].message


def test_a_limit_of_steps_known_by_hearsay_only_warns(review, ask):
    level = review.platform.shop_levels[0].model_copy(
        update={"levels_max": 1, "fact": FACT.model_copy(update={"certainty": "B"})}
    )
    portal = review.platform.model_copy(update={"shop_levels": (level,)})
    strict = replace(review, packs=replace(review.packs, platforms={portal.id: portal}))
    assert [f.level for f in ask(strict)["chain/too-long"]] == ["warn"]


def test_a_client_may_rightly_be_another_so_it_only_warns(review, ask):
    report = review.packs.paper("test-report").model_copy(update={"party": "client"})
    packs = replace(review.packs, papers={**review.packs.papers, report.id: report})
    ordered = more_papers(paper("P8", "test-report", "报告.pdf", client="别家"))(replace(review, packs=packs))
    assert [(f.level, f.subject) for f in ask(ordered)["match/other-party"]] == [("warn", "client")]


def test_a_damaged_file_is_not_accused_of_acting(review, ask):
    for reason in ("structure-loop", "signature-coverage"):
        spoiled = facts_with("P6", verdict=Verdict.HOSTILE, reason=reason)(review)
        assert "file/active-content" not in ask(spoiled)


def test_numbers_nobody_confirmed_are_skipped_aloud(review, ask):
    bare = both(case_with(papers=(), links=(), claims=()), entity_with(uscc=""))(review)
    assert "number/written-skipped" in ask(bare)
    assert "match/others-skipped" in ask(bare)
