from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.interview import RequirementState, mended_at, on_path, path, requirements
from core.model import (
    Answer,
    AnswerValue,
    Case,
    Claim,
    ClaimKind,
    Commitment,
    ExhibitRef,
    Judgement,
    Notice,
    Paper,
    Point,
    Role,
    Round,
    Submission,
    Unavailable,
)
from core.packs import load
from core.packs.answers import answerable, fits
from core.packs.shapes import Alternative, AuditQuestion, Playbook, Question, Requirement, Source

BOOK = load().playbooks["qualification-reappeal"]
NOW = datetime(2026, 11, 22, tzinfo=UTC)
CASE = Case("c", NOW, "qualification-reappeal", "tmall")
FACT = Source(source="某处", as_of=date(2026, 1, 1), certainty="B")


def _case(papers: tuple[Paper, ...] = (), **answers: AnswerValue) -> Case:
    told = tuple(Answer(name.replace("_", "-"), value) for name, value in answers.items())
    return replace(CASE, papers=papers, answers=told)


def _paper(number: int, kind: str, role: Role = Role.REPLACEMENT, confirmed: bool = True) -> Paper:
    return Paper(f"P{number}", f"{number}.pdf", f"{number:064}", 1, kind, confirmed, role)


def _state(case: Case, requirement: str, book: Playbook = BOOK) -> RequirementState:
    return next(state for state in requirements(book, case) if state.requirement.id == requirement)


def _asked(case: Case) -> list[str]:
    return [question.id for question in path(BOOK, case).questions]


def _step(case: Case, step: str) -> Any:
    return next(state for state in path(BOOK, case).steps if state.step == step)


def test_the_path_follows_the_answers() -> None:
    assert "middle-distributor" not in _asked(_case(brand_relation="own"))
    assert "middle-distributor" in _asked(_case(brand_relation="authorised"))
    assert "food-role" not in _asked(_case())
    assert "prepackaged-only" in _asked(_case(food=True, food_role="reseller"))
    assert {"forged-stopped", "goods-down"} <= set(_asked(_case(forged=True)))


def test_an_answer_off_the_path_is_kept_but_does_not_count() -> None:
    case = _case(food=False, food_role="reseller", prepackaged_only=False)
    assert "prepackaged-only" not in _asked(case)  # the question before it left the path, and takes it along
    assert _state(case, "food-sale-licence").state == "not-needed"
    assert case.answer("food-role") == "reseller"
    again = replace(case, answers=tuple(replace(a, value=True) if a.question == "food" else a for a in case.answers))
    assert _state(again, "food-sale-licence").state == "missing"


def test_an_answer_that_does_not_fit_its_question_counts_as_none() -> None:
    case = _case(brand_relation="a value of an older pack", food="yes")
    unanswered = [question.id for question in path(BOOK, case).unanswered]
    assert {"brand-relation", "food"} <= set(unanswered)
    assert "food-role" not in _asked(case)


def test_a_closed_entry_asks_why() -> None:
    closed = replace(CASE, second_chance=replace(CASE.second_chance, entry_open=False))
    assert "fallback-reason" in _asked(closed)
    assert "fallback-reason" not in _asked(CASE)


def test_each_branch_of_the_playbook_can_be_reached() -> None:
    reached: set[str] = set()
    wanted = {item.id for item in answerable(BOOK)} | {requirement.id for requirement in BOOK.requirements}
    for relation in ("own", "exclusive", "authorised", "none"):
        for kind in ("false-document", "counterfeit", "quality"):
            for yes in (True, False):
                case = _everything_answered(relation, kind, yes)
                found = path(BOOK, case)
                reached |= {question.id for question in found.questions} | {line.id for line in found.audit}
                reached |= {s.requirement.id for s in requirements(BOOK, case) if s.state != "not-needed"}
    assert wanted - reached == set()


def _everything_answered(relation: str, kind: str, yes: bool) -> Case:
    chosen = {"brand-relation": relation, "penalty-kind": kind, "fallback-reason": "too-late"}
    chosen |= {"food-role": "reseller", "forged-origin": "own-staff" if relation == "own" else "agent"}
    values: dict[str, AnswerValue] = {q.id: chosen.get(q.id, yes) for q in BOOK.questions}
    values |= {"sold-quantity": "0" if yes else "12", "food": True, "forged": True}
    told = tuple(Answer(name, value) for name, value in values.items())
    closed = replace(CASE.second_chance, entry_open=False)
    return replace(CASE, answers=told, second_chance=closed)


@pytest.mark.parametrize(
    ("papers", "state", "lacking"),
    [
        ((), "missing", ("business-licence",)),
        ((_paper(1, "business-licence"),), "met", ()),
        ((_paper(1, "business-licence", Role.EVIDENCE),), "met", ()),
        ((_paper(1, "business-licence", Role.REJECTED),), "missing", ("business-licence",)),
        ((_paper(1, "business-licence", confirmed=False),), "missing", ("business-licence",)),
    ],
)
def test_only_confirmed_papers_of_this_round_meet_a_requirement(
    papers: tuple[Paper, ...], state: str, lacking: tuple[str, ...]
) -> None:
    found = _state(_case(papers), "licence")
    assert (found.state, found.lacking) == (state, lacking)
    assert found.papers == (("P1",) if state == "met" else ())


def _book_with(**changes: Any) -> Playbook:
    both = {"id": "both", "title": "两样", "title_en": "Both", "why": "都要", "fact": FACT} | changes
    return BOOK.model_copy(update={"requirements": (Requirement(**both),)})


def test_all_of_needs_each_and_any_of_needs_one() -> None:
    book = _book_with(any_of=("invoice", "purchase-contract"), all_of=("payment-proof", "delivery-proof"))
    half = _case((_paper(2, "purchase-contract"), _paper(10, "payment-proof")))
    assert _state(half, "both", book).lacking == ("delivery-proof",)
    assert _state(half, "both", book).papers == ("P2", "P10")
    whole = replace(half, papers=(*half.papers, _paper(3, "delivery-proof")))
    assert _state(whole, "both", book).state == "met"


def test_a_requirement_given_up_asks_for_what_stands_in_for_it() -> None:
    records = Alternative(id="records", title="记录", explain="替代", papers=("payment-proof", "delivery-proof"))
    book = _book_with(any_of=("invoice",), alternatives=(records,))
    case = _case((_paper(1, "payment-proof"),))
    plain = replace(case, unavailable=(Unavailable("both", "供应商已注销"),))
    chosen = replace(case, unavailable=(Unavailable("both", "供应商已注销", "records"),))
    own_words = replace(case, unavailable=(Unavailable("both", "供应商已注销", "另附说明"),))
    assert _state(plain, "both", book).lacking == ("invoice",)
    assert (_state(chosen, "both", book).state, _state(chosen, "both", book).lacking) == (
        "unavailable",
        ("delivery-proof",),
    )
    assert _state(chosen, "both", book).papers == ("P1",)
    by_title = replace(case, unavailable=(Unavailable("both", "供应商已注销", " 记录 "),))
    assert _state(by_title, "both", book) == _state(chosen, "both", book)
    assert _state(own_words, "both", book).lacking == ()
    met = replace(chosen, papers=(_paper(5, "invoice"),))
    assert _state(met, "both", book).state == "met"


def test_a_playbook_without_the_answer_asks_for_nothing_yet() -> None:
    assert _state(CASE, "trademark").state == "not-needed"
    assert _state(_case(brand_relation="own"), "trademark").state == "missing"
    assert _state(_case(brand_relation="own", trademark_pending=True), "trademark").state == "not-needed"


def test_the_honest_path_asks_for_what_was_done() -> None:
    case = _case((replace(_paper(1, "invoice", Role.REJECTED), judgement=Judgement.FORGED),))
    assert _state(case, "rectification").state == "missing"
    assert "audit-removed" in [line.id for line in path(BOOK, case).audit]
    assert _state(CASE, "rectification").state == "not-needed"


def test_steps_are_todo_then_doing_then_done() -> None:
    assert [state.state for state in path(BOOK, CASE).steps] == ["todo"] * 6
    assert [state.title for state in path(BOOK, CASE).steps] == ["受理", "自查", "材料", "说明", "提交包", "提交后"]
    point = Point("N1", "授权链路不完整")
    begun = replace(CASE, notice=Notice(number="X1", points=(point,)))
    assert _step(begun, "intake").state == "doing"
    assert "notice.number" not in _step(begun, "intake").open
    assert "N1" in _step(begun, "audit").open
    assert _step(begun, "narrative").open == ("N1",)


def test_a_point_is_told_once_it_is_answered_with_an_exhibit() -> None:
    case = replace(CASE, notice=Notice(points=(Point("N1", "缺页"),)))
    bare = Claim("C1", "N1", ClaimKind.ANSWER, "已补齐。")
    assert _step(replace(case, claims=(bare,)), "narrative").state == "todo"
    shown = replace(bare, exhibits=(ExhibitRef("P1"),))
    assert _step(replace(case, claims=(shown,)), "narrative").state == "done"
    cause = Claim("C2", "N1", ClaimKind.CAUSE, "漏扫一页。", (ExhibitRef("P1"),))
    assert _step(replace(case, claims=(cause,)), "narrative").state == "todo"


def test_the_packet_and_what_follows_are_done_when_signed_and_sent() -> None:
    signed = replace(CASE, commitment=Commitment("李某", date(2026, 11, 22), True, ()))
    assert _step(signed, "packet").state == "done"
    sent = replace(CASE, rounds=(Round(1, verdict_text="不成立"),), submissions=(Submission(1, NOW),))
    assert _step(sent, "after").state == "todo"
    assert _step(replace(sent, submissions=(Submission(2, NOW),)), "after").state == "done"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("yes-no", [True, False], ["true", 1, 0, ("a",)]),
        ("choice", ["a"], ["c", True, ("a",), 3, ""]),
        ("choices", [("a",), ("a", "b")], ["a", (), ("c",), True]),
        ("text", ["说明"], ["", "  ", True, 3]),
        ("date", ["2026-11-22"], ["22/11/2026", "2026-13-01", "20261122", 20261122, True]),
        ("amount", ["0", "12.50", 12], ["-1", "1e3", "十二", "", ".", "1.", True]),
    ],
)
def test_an_answer_fits_or_does_not(kind: str, good: list[Any], bad: list[Any]) -> None:
    options = [{"value": v, "title": v, "title_en": v} for v in "ab"]
    asked = Question(
        id="q", step="intake", title="问", title_en="Q", kind=kind, options=options if "choice" in kind else ()
    )  # type: ignore[arg-type]
    assert all(fits(asked, value) for value in good)
    assert not any(fits(asked, value) for value in bad)


def test_an_audit_line_takes_only_a_tick() -> None:
    line = AuditQuestion(id="a", title="查", title_en="A")
    assert fits(line, True)
    assert not fits(line, "x")
    assert "audit-scan" in _step(_case(audit_scan=False), "audit").open
    assert "audit-scan" not in _step(_case(audit_scan=True), "audit").open


_TYPES = ["business-licence", "invoice", "trademark-certificate", "brand-authorisation", "test-report", ""]
_PAPERS = st.lists(st.tuples(st.sampled_from(_TYPES), st.sampled_from(list(Role)), st.booleans()), max_size=6).map(
    lambda rows: tuple(_paper(n, kind, role, sure) for n, (kind, role, sure) in enumerate(rows, 1))
)
_ANSWERS = st.dictionaries(
    st.sampled_from([item.id for item in answerable(BOOK)]),
    st.booleans() | st.sampled_from(["own", "authorised", "none", "counterfeit", "reseller", "producer", "3", "x"]),
    max_size=10,
).map(lambda told: tuple(Answer(name, value) for name, value in told.items()))


@given(papers=_PAPERS, answers=_ANSWERS, order=st.randoms(use_true_random=False))
def test_the_order_of_papers_and_answers_never_matters(
    papers: tuple[Paper, ...], answers: tuple[Answer, ...], order: Any
) -> None:
    case = replace(CASE, papers=papers, answers=answers)
    mixed = replace(
        CASE, papers=tuple(order.sample(papers, len(papers))), answers=tuple(order.sample(answers, len(answers)))
    )
    assert requirements(BOOK, mixed) == requirements(BOOK, case)
    assert path(BOOK, mixed).questions == path(BOOK, case).questions


@given(papers=_PAPERS, answers=_ANSWERS, more=st.sampled_from(_TYPES[:-1]))
def test_attaching_a_paper_never_makes_a_met_requirement_missing(
    papers: tuple[Paper, ...], answers: tuple[Answer, ...], more: str
) -> None:
    case = replace(CASE, papers=papers, answers=answers)
    after = replace(case, papers=(*papers, _paper(len(papers) + 1, more)))
    for was, now in zip(requirements(BOOK, case), requirements(BOOK, after), strict=True):
        if was.state == "met":
            assert now.state == "met"


@given(papers=_PAPERS, answers=_ANSWERS)
def test_papers_that_do_not_count_change_nothing(papers: tuple[Paper, ...], answers: tuple[Answer, ...]) -> None:
    case = replace(CASE, papers=papers, answers=answers)
    counted = tuple(p for p in papers if p.role is not Role.REJECTED and p.type_confirmed)
    assert requirements(BOOK, replace(case, papers=counted)) == requirements(BOOK, case)


@given(answers=_ANSWERS)
def test_leaving_answers_off_the_path_twice_changes_nothing(answers: tuple[Answer, ...]) -> None:
    once = on_path(BOOK, replace(CASE, answers=answers))
    assert on_path(BOOK, once) == once
    assert path(BOOK, once).questions == path(BOOK, replace(CASE, answers=answers)).questions


def test_what_a_failed_check_asks_for_is_found_where_it_is_answered() -> None:
    checks = {check.id: check for check in BOOK.checks}
    forged = _case(forged=True)
    assert mended_at(BOOK, checks["forged-agrees"], CASE) == ("audit", "forged")
    assert mended_at(BOOK, checks["forged-stopped"], forged) == ("audit", "forged-stopped")
    assert mended_at(BOOK, checks["second-fraud-risk"], CASE) == ("audit", "audit-removed")
    assert mended_at(BOOK, checks["chance-known"], CASE) == ("intake", "")
    assert mended_at(BOOK, checks["counterfeit-evidence"], CASE) == ("papers", "")
    first, then = (mended_at(BOOK, checks["basics-answered"], case) for case in (CASE, _case(penalty_kind="other")))
    assert first == ("intake", "penalty-kind")
    assert then != first


def test_every_failed_check_of_a_shipped_playbook_leads_to_a_step() -> None:
    for book in load().playbooks.values():
        case = replace(CASE, playbook=book.id)
        assert [check.id for check in book.checks if not mended_at(book, check, case)[0]] == []
