"""Numbers of exhibits: by first mention, or kept as they were sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import edits
from core.exhibits import ExhibitNumbers, exhibit_order
from core.model import (
    Case,
    Claim,
    ClaimKind,
    ExhibitRef,
    Notice,
    PacketOptions,
    Paper,
    Point,
    Role,
    SentExhibit,
    Submission,
)
from core.model.values import CHINA

NOW = datetime(2026, 11, 22, tzinfo=CHINA)


def case_of(*mentioned: str, papers: int = 6) -> Case:
    files = tuple(Paper(f"P{n}", f"{n}.pdf", f"{n:064d}", 1, role=Role.REPLACEMENT) for n in range(1, papers + 1))
    claims = tuple(Claim(f"C{n}", "N1", ClaimKind.ANSWER, f"见@{ref}。") for n, ref in enumerate(mentioned, start=1))
    return Case("x", NOW, "p", "tmall", papers=files, claims=claims, notice=Notice(points=(Point("N1", "问"),)))


def kept(case: Case, *mentioned: str, papers: int = 6) -> ExhibitNumbers:
    """Sends a case, then numbers what it becomes with the sent numbers kept."""
    sent = edits.log_submission(case, Submission(1, NOW))
    after = case_of(*mentioned, papers=papers)
    option = PacketOptions(keep_numbers=True)
    return exhibit_order(replace(after, submissions=sent.submissions, packet=option))


def names(numbers: ExhibitNumbers) -> dict[str, str]:
    return {paper: numbers.name(paper) for paper in numbers.papers}


def test_a_submission_keeps_the_numbers_it_was_sent_under() -> None:
    sent = edits.log_submission(case_of("P2", "P1", papers=3), Submission(1, NOW))
    assert [(one.paper, one.number) for one in sent.submissions[0].exhibits] == [("P2", "1"), ("P1", "2"), ("P3", "3")]


def test_without_the_option_numbers_follow_the_first_mention_also_after_a_submission() -> None:
    sent = edits.log_submission(case_of("P2", "P1", papers=2), Submission(1, NOW))
    again = replace(case_of("P1", "P2", papers=2), submissions=sent.submissions)
    assert names(exhibit_order(again)) == {"P1": "1", "P2": "2"}


def test_a_late_paper_comes_between_and_what_was_sent_keeps_its_number() -> None:
    numbers = kept(case_of("P1", "P2", papers=2), "P1", "P3", "P2", "P4", papers=4)
    assert names(numbers) == {"P1": "1", "P3": "1A", "P2": "2", "P4": "3"}
    assert numbers.label(ExhibitRef("P3", 2)) == "附件1A第2页"
    assert numbers.papers == ("P1", "P3", "P2", "P4")


def test_several_late_papers_after_one_exhibit_are_lettered_on() -> None:
    numbers = kept(case_of("P1", "P2", papers=2), "P1", "P3", "P4", "P2", papers=4)
    assert names(numbers) == {"P1": "1", "P3": "1A", "P4": "1B", "P2": "2"}


def test_a_late_paper_before_all_others_is_numbered_after_the_last() -> None:
    assert names(kept(case_of("P1", "P2", papers=2), "P3", "P1", papers=3)) == {"P1": "1", "P2": "2", "P3": "3"}


def test_a_number_whose_paper_is_gone_is_not_given_again() -> None:
    numbers = kept(case_of("P3", "P2", "P1", papers=3), "P1", "P2", papers=2)
    assert names(numbers) == {"P2": "2", "P1": "3"}


def test_a_third_submission_keeps_the_letters_of_the_second() -> None:
    first = edits.log_submission(case_of("P1", "P2", papers=2), Submission(1, NOW))
    option = PacketOptions(keep_numbers=True)
    second = replace(case_of("P1", "P3", "P2", papers=3), submissions=first.submissions, packet=option)
    third = edits.log_submission(second, Submission(2, NOW))
    third = replace(case_of("P1", "P4", "P3", "P2", papers=4), submissions=third.submissions, packet=option)
    assert names(exhibit_order(third)) == {"P1": "1", "P3": "1A", "P4": "1B", "P2": "2"}


@pytest.mark.parametrize("number", ["", "A", "5a", "0x5", "5-A"])
def test_a_number_that_is_none_is_passed_over(number: str) -> None:
    case = replace(
        case_of("P1", papers=1),
        submissions=(Submission(1, NOW, exhibits=(SentExhibit("P1", number),)),),
        packet=PacketOptions(keep_numbers=True),
    )
    assert names(exhibit_order(case)) == {"P1": "1"}


PAPERS = st.permutations([f"P{n}" for n in range(1, 7)])


@given(PAPERS, st.integers(0, 6), PAPERS, st.integers(0, 6))
def test_kept_numbers_are_unique_and_never_move(before: list[str], sent: int, after: list[str], told: int) -> None:
    case = case_of(*before[:sent], papers=3)
    numbers = kept(case, *after[:told])
    was = names(exhibit_order(case))
    now = names(numbers)
    assert len(set(now.values())) == len(now) == 6
    assert {paper: now[paper] for paper in was} == was
