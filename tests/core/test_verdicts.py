"""What is waited for after a round was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core import edits, packs
from core.model import Case, Submission
from core.model.values import CHINA
from core.verdicts import awaited

SENT = datetime(2026, 11, 20, 18, 0, tzinfo=CHINA)


def case(playbook: str = "qualification-reappeal") -> Case:
    return Case(id="c", created_at=SENT, playbook=playbook, platform="tmall")


def test_nothing_is_waited_for_before_a_round_is_sent() -> None:
    assert awaited(case(), packs.load()) is None


def test_the_verdict_is_reckoned_from_the_last_sending_by_what_the_playbook_knows() -> None:
    book = packs.load()
    again = SENT + timedelta(hours=5)
    sent = replace(case(), submissions=(Submission(1, again), Submission(1, SENT)))
    found = awaited(sent, book)
    assert found is not None
    known = book.playbooks["qualification-reappeal"]
    assert known.review_days is not None
    assert (found.round, found.sent, found.usual_days) == (1, again, known.review_days)
    assert found.by == again + timedelta(days=known.review_days)
    assert found.fact is known.review_fact


def test_where_nothing_is_known_of_reviews_no_day_is_made_up() -> None:
    book = packs.load()
    unknown = next(key for key, one in book.playbooks.items() if one.review_days is None)
    found = awaited(replace(case(unknown), submissions=(Submission(1, SENT),)), book)
    assert found is not None
    assert found.by is None
    assert found.usual_days is None
    assert found.fact is None


def test_after_the_verdict_the_next_round_waits_for_nothing_yet() -> None:
    sent = replace(case(), submissions=(Submission(1, SENT),))
    judged = edits.begin_next_round(sent, "1. 授权书没有签署日期。", SENT + timedelta(days=3))
    assert awaited(judged, packs.load()) is None
    assert awaited(edits.log_submission(judged, Submission(2, SENT + timedelta(days=4))), packs.load()) is not None
