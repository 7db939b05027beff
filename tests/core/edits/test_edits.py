"""A person's edits as functions from case to case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core import edits
from core.model import (
    AuthorisationLink,
    Case,
    Claim,
    ClaimKind,
    ExhibitRef,
    Field,
    FieldSource,
    Mask,
    Paper,
    Submission,
    Unavailable,
    Waiver,
)
from core.model.values import CHINA

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)


@pytest.fixture
def case() -> Case:
    empty = Case("00000000-0000-4000-8000-000000000000", NOW, "qualification-reappeal", "tmall")
    return edits.add_points(empty, ["授权已过期", "报告无 CMA"])


def paper(name: str = "甲.pdf") -> Paper:
    return Paper("", name, "0" * 64, 1)


def test_ids_go_on_after_the_highest_and_are_not_filled_in() -> None:
    assert edits.next_id("N", ["N1", "N3"]) == "N4"
    assert edits.next_id("N", []) == "N1"
    assert edits.next_id("P", ["P9", "P10", "N11"]) == "P11"


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("1. 授权已过期。\n2. 报告无 CMA。", ("授权已过期。", "报告无 CMA。")),
        ("（1）授权已过期；（2）报告无 CMA", ("授权已过期", "报告无 CMA")),
        ("一、授权已过期\n二、报告无 CMA", ("授权已过期", "报告无 CMA")),
        ("授权书有效期截至 2026-06-30，已过期", ("授权书有效期截至 2026-06-30，已过期",)),
        ("①授权已过期\n\n②报告无 CMA\n", ("授权已过期", "报告无 CMA")),
        ("  ", ()),
    ],
)
def test_a_verdict_is_split_at_its_own_numbers_and_lines(text: str, points: tuple[str, ...]) -> None:
    assert edits.split_points(text) == points


def test_a_split_point_keeps_its_id_and_claims_and_the_rest_gets_new_ids(case: Case) -> None:
    claimed = edits.add_claim(case, Claim("", "N1", ClaimKind.FACT, "事实"))
    split = edits.split_point(claimed, "N1", ("授权已过期", "链路不完整"))
    assert [(p.id, p.quote) for p in split.notice.points] == [
        ("N1", "授权已过期"),
        ("N3", "链路不完整"),
        ("N2", "报告无 CMA"),
    ]
    assert split.claims == claimed.claims


def test_a_removed_point_takes_its_claims_and_ties_along(case: Case) -> None:
    full = edits.add_papers(edits.add_claim(case, Claim("", "N1", ClaimKind.FACT, "事实")), [paper()])
    tied = edits.put_paper(full, replace(full.papers[0], answers=("N1", "N2")))
    left = edits.remove_point(tied, "N1")
    assert [p.id for p in left.notice.points] == ["N2"]
    assert left.claims == ()
    assert left.papers[0].answers == ("N2",)


def test_a_removed_paper_is_cited_nowhere_any_more(case: Case) -> None:
    full = edits.add_papers(case, [paper(), paper("乙.pdf")])
    full = edits.put_link(full, 0, AuthorisationLink("P1", "甲", "乙"))
    full = edits.add_claim(full, Claim("", "N1", ClaimKind.FACT, "事实", (ExhibitRef("P1", 2), ExhibitRef("P2"))))
    left = edits.remove_paper(full, "P1")
    assert [p.id for p in left.papers] == ["P2"]
    assert left.links == ()
    assert left.claims[0].exhibits == (ExhibitRef("P2"),)


def test_the_id_of_a_removed_paper_that_a_waiver_names_is_not_given_again(case: Case) -> None:
    waived = edits.waive(edits.add_papers(case, [paper()]), Waiver("file/empty:P1:", "李", "已核对", NOW))
    again = edits.add_papers(edits.remove_paper(waived, "P1"), [paper()])
    assert again.papers[0].id == "P2"


def test_a_typed_value_takes_the_place_of_the_confirmed_one_and_leaves_proposals() -> None:
    proposal = Field("number", "1", FieldSource.OCR, page=1, score=0.9)
    before = replace(paper(), fields=(Field("number", "2", confirmed=True), proposal))
    after = edits.set_field(before, "number", "3")
    assert after.value("number") == "3"
    assert after.proposals("number") == (proposal,)
    assert edits.set_field(after, "number", "").field("number") is None


def test_a_confirmed_proposal_keeps_where_it_was_read() -> None:
    proposal = Field("number", "1", FieldSource.OCR, page=2, box=(0.1, 0.1, 0.2, 0.2), score=0.9)
    after = edits.confirm_field(replace(paper(), fields=(proposal,)), proposal)
    assert after.field("number") == replace(proposal, confirmed=True)
    assert after.proposals("number") == ()


def test_claims_move_only_among_those_of_their_point(case: Case) -> None:
    for point in ("N1", "N2", "N1"):
        case = edits.add_claim(case, Claim("", point, ClaimKind.FACT, point))
    assert [c.id for c in case.claims] == ["C1", "C3", "C2"]
    assert [c.id for c in edits.move_claim(case, "C1", 1).claims] == ["C3", "C1", "C2"]
    assert edits.move_claim(case, "C2", -1) == case


def test_an_empty_reason_takes_cant_obtain_back(case: Case) -> None:
    said = edits.set_unavailable(case, Unavailable("licence", "已注销"))
    assert said.unavailable
    assert edits.set_unavailable(said, Unavailable("licence", "")).unavailable == ()


def test_a_rejection_opens_the_next_round_with_the_reviewers_words(case: Case) -> None:
    sent = edits.log_submission(case, Submission(1, NOW, channel="卖家中心"))
    assert sent.rounds[0].submitted_at == NOW
    assert edits.current_round(sent) == 1
    again = edits.begin_next_round(sent, "1. 仍缺授权\n2. 发票不清", NOW)
    assert edits.current_round(again) == 2
    assert [(p.id, p.quote, p.round) for p in again.notice.points[2:]] == [("N3", "仍缺授权", 1), ("N4", "发票不清", 1)]
    assert again.submissions == sent.submissions


def test_the_deadline_that_the_earlier_notice_stated_does_not_count_in_the_next_round(case: Case) -> None:
    stated = replace(case, notice=replace(case.notice, deadline=NOW))
    assert edits.begin_next_round(stated, "1. 仍缺授权", NOW).notice.deadline is None
    later = NOW + timedelta(days=3)
    assert edits.begin_next_round(stated, "1. 仍缺授权", NOW, later).notice.deadline == later


def test_an_edit_made_on_an_older_state_changes_only_what_it_changed(case: Case) -> None:
    renamed = replace(case, client="会被撤销")
    edited = edits.put_point(renamed, replace(case.notice.points[1], cause="没有核对"))
    assert edits.rebased(renamed, edited, case) == edits.put_point(
        case, replace(case.notice.points[1], cause="没有核对")
    )


def test_rows_added_taken_away_and_changed_on_both_sides_are_told_apart(case: Case) -> None:
    base = edits.add_points(case, ["将被撤销的一条"])
    mine = edits.remove_point(edits.add_points(base, ["我加的"]), "N1")
    merged = edits.rebased(base, mine, case)
    assert [p.quote for p in merged.notice.points] == ["报告无 CMA", "我加的"]
    assert edits.rebased(base, base, case) == case
    assert edits.rebased(case, mine, case) == mine


def test_a_point_joined_to_the_one_before_takes_its_claims_and_ties_along(case: Case) -> None:
    first, second = (replace(p, cause=c) for p, c in zip(case.notice.points, ("甲因", "乙因"), strict=True))
    tied = replace(paper(), id="P1", answers=("N1", "N2"))
    claims = (Claim("C1", "N1", ClaimKind.FACT, "一"), Claim("C2", "N2", ClaimKind.WILL, "二"))
    joined = edits.merge_point(replace(edits.with_points(case, (first, second)), papers=(tied,), claims=claims), "N2")
    (point,) = joined.notice.points
    assert (point.id, point.quote, point.cause) == ("N1", "授权已过期\n报告无 CMA", "甲因\n乙因")
    assert [claim.point for claim in joined.claims] == ["N1", "N1"]
    assert joined.papers[0].answers == ("N1",)


def test_the_first_point_has_none_to_be_joined_to(case: Case) -> None:
    assert edits.merge_point(case, "N1") is case
    assert edits.merge_point(case, "N9") is case


def test_a_place_that_is_covered_already_is_not_covered_twice_and_a_larger_one_takes_it_in() -> None:
    paper = Paper("P1", "a.pdf", "0" * 64, 1)
    small, large = Mask(1, (0.2, 0.2, 0.3, 0.3)), Mask(1, (0.1, 0.1, 0.4, 0.4))
    other = Mask(2, small.box)
    covered = edits.cover(edits.cover(paper, other), small)
    assert covered.masks == (small, other)
    grown = edits.cover(covered, large)
    assert grown.masks == (large, other)
    assert edits.cover(grown, small) is grown
    assert edits.uncover(grown, large).masks == (other,)
