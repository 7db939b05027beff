"""What must hold for every playbook and every case, whatever is answered and attached."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.deadlines import reckon
from core.interview import path, requirements
from core.model import Answer, AnswerValue, Case, Notice, Paper, Role, Round, SecondChance, SecondChanceKind
from core.model.values import CHINA
from core.packs import load
from core.packs.answers import answerable, on_path
from core.packs.shapes import AuditQuestion, Question

PACKS = load()
BOOKS = sorted(PACKS.playbooks)
START = datetime(2026, 1, 5, tzinfo=CHINA)


def _value(question: Question | AuditQuestion) -> st.SearchStrategy[AnswerValue]:
    if isinstance(question, AuditQuestion) or question.kind == "yes-no":
        return st.booleans()
    if question.kind == "choice":
        return st.sampled_from([option.value for option in question.options])
    if question.kind == "amount":
        return st.integers(0, 99999).map(str)
    return st.dates().map(lambda day: day.isoformat()) if question.kind == "date" else st.just("文字")


@st.composite
def cases(draw: Any, *, answered: bool = False) -> Case:
    """Any case of any playbook, answers and papers as they come; or with everything answered, on the path or not."""
    chosen = PACKS.playbooks[draw(st.sampled_from(BOOKS))]
    some = st.lists(st.sampled_from(answerable(chosen)), unique_by=lambda q: q.id, max_size=14)
    asked = answerable(chosen) if answered else draw(some)
    answers = tuple(Answer(question.id, draw(_value(question))) for question in asked)
    wanted = sorted({kind for r in chosen.requirements for kind in (*r.any_of, *r.all_of)})
    kinds = draw(st.lists(st.sampled_from(wanted), max_size=8))
    papers = tuple(
        Paper(f"P{n}", f"{n}.pdf", f"{n:064x}", 1, kind, True, Role.EVIDENCE) for n, kind in enumerate(kinds, 1)
    )
    return Case("c", START, chosen.id, "tmall", answers=answers, papers=papers)


@given(cases(), st.randoms(use_true_random=False))
def test_what_is_missing_depends_on_what_is_there_and_never_on_its_order(case: Case, random: Any) -> None:
    book = PACKS.playbooks[case.playbook]
    papers, answers = list(case.papers), list(case.answers)
    random.shuffle(papers)
    random.shuffle(answers)
    shuffled = replace(case, papers=tuple(papers), answers=tuple(answers))
    assert [(s.state, s.lacking) for s in requirements(book, shuffled)] == [
        (s.state, s.lacking) for s in requirements(book, case)
    ]
    assert path(book, shuffled).unanswered == path(book, case).unanswered


@given(cases(), st.data())
def test_one_more_paper_never_unmeets_another_requirement(case: Case, data: st.DataObject) -> None:
    book = PACKS.playbooks[case.playbook]
    wanted = sorted({kind for r in book.requirements for kind in (*r.any_of, *r.all_of)})
    kind = data.draw(st.sampled_from(wanted))
    more = replace(case, papers=(*case.papers, Paper("P99", "x.pdf", "f" * 64, 1, kind, True, Role.EVIDENCE)))
    before = {s.requirement.id for s in requirements(book, case) if s.state == "met"}
    assert before <= {s.requirement.id for s in requirements(book, more) if s.state == "met"}


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(cases() | cases(answered=True), st.data())
def test_withdrawing_an_answer_brings_its_question_back_and_keeps_what_was_behind_it(
    case: Case, data: st.DataObject
) -> None:
    book = PACKS.playbooks[case.playbook]
    counted = [a for a in on_path(book, case).answers if any(q.id == a.question for q in book.questions)]
    if not counted:
        return
    gone = data.draw(st.sampled_from(counted))
    without = replace(case, answers=tuple(a for a in case.answers if a.question != gone.question))
    assert gone.question in {q.id for q in path(book, without).unanswered}
    assert {a.question for a in case.answers} - {gone.question} == {a.question for a in without.answers}
    # What was answered behind it does not count while it is open, and counts as before once it is answered again.
    hidden = {a.question for a in on_path(book, case).answers} - {a.question for a in on_path(book, without).answers}
    assert gone.question in hidden
    assert {question.id for question in path(book, without).questions} & (hidden - {gone.question}) == set()
    again = replace(without, answers=(*without.answers, gone))
    assert on_path(book, again).answers == on_path(book, case).answers


VIOLATIONS = ("品质抽检", "出售假冒商品", "不当使用他人权利", "虚假交易", "直播违规", "")
CHANCES = st.builds(SecondChance, st.sampled_from(SecondChanceKind), st.sampled_from([None, True, False]))


@settings(max_examples=300)
@given(
    st.sampled_from(BOOKS),
    st.sampled_from(sorted(name for name, platform in PACKS.platforms.items() if platform.windows)),
    st.sampled_from(VIOLATIONS),
    CHANCES,
    st.integers(0, 200 * 24),
    st.integers(1, 96) | st.integers(1, 60 * 24),
)
def test_a_later_notice_never_gives_an_earlier_deadline(
    book: str, platform: str, violation: str, chance: SecondChance, first: int, later: int
) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    answers = (Answer("inspected-by", "government"), Answer("government-kind", "food"))
    found = []
    for hours in (first, first + later):
        moment = START + timedelta(hours=hours)
        notice = Notice(violation=violation, received_at=moment)
        case = Case(
            "c", START, book, platform, notice=notice, second_chance=chance, rounds=(Round(1, None, moment, "不成立"),),
            answers=answers,
        )  # fmt: skip
        found.append(reckon(case, PACKS, now))
    one, other = found
    pairs = zip([r.due for r in one.readings], [r.due for r in other.readings], strict=True)
    assert all(due is None or then is None or due <= then for due, then in pairs)
    if one.due is not None and other.due is not None and not other.missing_years:
        assert one.due <= other.due


def test_a_count_that_runs_into_an_unannounced_year_says_so_and_guesses_nothing() -> None:
    notice = Notice(violation="抽检", received_at=datetime(2026, 12, 29, 9, tzinfo=CHINA))
    answers = (Answer("inspected-by", "government"), Answer("government-kind", "food"))
    case = Case("c", START, "spot-check", "tmall", notice=notice, answers=answers)
    reading = next(r for r in reckon(case, PACKS, START).readings if r.window.id == "food-7-workdays")
    assert (reading.due, reading.missing_year) == (None, 2027)
    assert "2027" in reading.steps[-1]
