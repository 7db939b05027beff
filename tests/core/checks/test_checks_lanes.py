"""What is drawn of a chain is what the checks say of it."""

from __future__ import annotations

from datetime import date

from core.checks import Review, run
from core.checks.lanes import Lane, lanes
from core.checks.periods import Span
from tests.core.checks.spoil import both, case_with, field_of, link_with


def _lanes(review: Review) -> dict[str, Lane]:
    return {lane.id: lane for group in lanes(review, run(review)) for lane in group}


def test_a_sound_chain_is_its_trademark_and_its_rings_without_a_fault(review: Review) -> None:
    drawn = _lanes(review)
    assert list(drawn) == ["P3", "L1", "L2"]
    assert drawn["P3"].certificate
    assert [lane.paper for lane in drawn.values()] == ["P3", "P4", "P5"]
    assert drawn["L1"].span == Span(date(2026, 1, 1), date(2027, 12, 31))
    assert not any(
        lane.gaps or lane.beyond or lane.faults or (lane.certificate and lane.id != "P3") for lane in drawn.values()
    )


def test_open_days_and_faults_stand_on_the_ring_that_has_them(review: Review) -> None:
    spoiled = both(
        link_with(1, valid_from=date(2026, 2, 1)),
        link_with(2, valid_to=date(2028, 1, 31), platforms=("淘宝",)),
    )(review)
    drawn = _lanes(spoiled)
    assert drawn["L2"].gaps == (Span(date(2026, 1, 1), date(2026, 1, 31)),)
    assert drawn["L2"].beyond == (Span(date(2028, 1, 1), date(2028, 1, 31)),)
    assert {fault.id for fault in drawn["L2"].faults} == {"chain/period-gap", "chain/outlives-parent", "chain/platform"}
    assert drawn["L1"].faults == ()


def test_a_ring_without_days_is_drawn_without_a_bar(review: Review) -> None:
    spoiled = both(link_with(2, valid_to=None), field_of("P5", valid_to=""))(review)
    assert _lanes(spoiled)["L2"].span is None


def test_a_case_without_chain_draws_nothing(review: Review) -> None:
    spoiled = case_with(links=())(review)
    assert lanes(spoiled, run(spoiled)) == ()
