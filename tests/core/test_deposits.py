from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.checks import Review, run
from core.deposits import conflict, own_question, view
from core.edits import set_deposit
from core.model import Answer, Case, Level, Shop, ShopKind
from core.packs import load

PACKS = load()
NOW = datetime(2026, 11, 22, tzinfo=UTC)
CASE = Case("c", NOW, "deposit-deduction", "tmall", shop=Shop("店", "1", ShopKind.SPECIALTY, "家纺"))


def _answered(**answers: str) -> Case:
    return replace(CASE, answers=tuple(Answer(name.replace("_", "-"), value) for name, value in answers.items()))


def _codes(case: Case) -> set[tuple[str, Level]]:
    report = run(Review(case, PACKS, {}, NOW))
    return {(f.id, f.level) for f in report.findings if f.check == "deposit" and f.level.weight > Level.PASS.weight}


def test_figures_of_every_source_stand_side_by_side_and_the_conflict_is_told() -> None:
    shown = view(CASE, PACKS)
    assert {(5000, 20000), (10000, 50000), (100000, 100000), (150000, 150000)} <= {
        (figure.least, figure.most) for figure in shown.figures
    }
    assert shown.conflict
    assert all(figure.fact.source and figure.fact.as_of for figure in shown.figures)


def test_figures_of_other_shops_and_goods_are_left_out() -> None:
    ids = {figure.id for figure in view(CASE, PACKS).figures}
    assert "tmall-specialty-r" in ids
    assert not ids & {"tmall-r", "tmall-books", "taobao-most-1000"}
    books = replace(CASE, shop=replace(CASE.shop, category="图书音像"))
    assert "tmall-books" in {figure.id for figure in view(books, PACKS).figures}


def test_only_the_persons_own_figure_is_reckoned_with() -> None:
    assert view(CASE, PACKS).own is None
    assert view(_answered(deposit_paid="62000"), PACKS).own == Decimal(62000)
    assert view(_answered(deposit_paid="62000", deducted="20000"), PACKS).at_risk == Decimal(20000)
    assert view(replace(CASE, money_at_risk=Decimal(7)), PACKS).at_risk == Decimal(7)


def test_what_was_not_refunded_is_what_is_at_risk() -> None:
    case = replace(_answered(deposit_paid="50000", refund_state="partial", refunded="30000"), playbook="deposit-refund")
    assert view(case, PACKS).at_risk == Decimal(20000)


def test_a_missing_figure_warns_and_a_conflict_informs_only_where_a_deposit_matters() -> None:
    assert _codes(CASE) == {("deposit/source-conflict", Level.INFO), ("deposit/figure-missing", Level.WARN)}
    assert _codes(_answered(deposit_paid="50000")) == {("deposit/source-conflict", Level.INFO)}
    assert _codes(replace(CASE, playbook="mispriced-listing")) == set()


@given(st.permutations(range(6)))
def test_a_conflict_does_not_depend_on_the_order_of_the_sources(order: list[int]) -> None:
    figures = view(CASE, PACKS).figures
    assert conflict(tuple(figures[n] for n in order if n < len(figures))) == conflict(
        tuple(figures[n] for n in sorted(order) if n < len(figures))
    )


def test_steps_and_waiting_times_carry_their_source() -> None:
    steps = view(CASE, PACKS).steps
    assert {"pay", "manage", "top-up", "freeze", "close", "refund"} == {step.about for step in steps}
    assert next(step for step in steps if step.id == "tmall-refund").wait == "1至7个工作日"
    assert all(step.fact.source for step in steps)


def test_the_persons_figure_goes_where_the_playbook_asks_for_it_and_else_to_the_case() -> None:
    asked = set_deposit(CASE, own_question(CASE, PACKS), Decimal(12000))
    assert asked.answer("deposit-paid") == "12000"
    assert view(asked, PACKS).own == Decimal(12000)
    assert set_deposit(asked, own_question(asked, PACKS), None).answer("deposit-paid") is None
    other = replace(CASE, playbook="spot-check")
    elsewhere = set_deposit(other, own_question(other, PACKS), Decimal(12000))
    assert elsewhere.money_at_risk == Decimal(12000)
    assert set_deposit(elsewhere, own_question(other, PACKS), None).money_at_risk is None


def test_where_no_sources_conflict_that_is_said_and_nothing_breaks() -> None:
    calm = replace(CASE, platform="dewu")
    assert not view(calm, PACKS).conflict
    report = run(Review(calm, PACKS, {}, NOW))
    told = {f.code: f.level for f in report.findings if f.check == "deposit"}
    assert told["figures-ok"] is Level.PASS
    assert Level.ERROR not in told.values()
