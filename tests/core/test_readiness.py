from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from core.model import Case, Paper, Role
from core.packs import load
from core.readiness import readiness

PACKS = load()
CASE = Case("c", datetime(2026, 11, 22, tzinfo=UTC), "qualification-reappeal", "tmall")


def _with(*kinds: str, role: Role = Role.EVIDENCE) -> Case:
    made = (Paper(f"P{n}", f"{n}.pdf", f"{n:064x}", 1, kind, True, role) for n, kind in enumerate(kinds, start=1))
    return replace(CASE, papers=tuple(made))


def test_every_other_platform_is_looked_at_and_the_own_one_is_not() -> None:
    assert {one.platform.id for one in readiness(CASE, PACKS)} == set(PACKS.platforms) - {"tmall"}


def test_what_is_at_hand_is_met_and_the_rest_is_missing() -> None:
    found = {one.platform.id: one for one in readiness(_with("business-licence", "test-report"), PACKS)}
    assert [asked.id for asked in found["vipshop"].met] == ["taxpayer", "report"]
    assert [asked.id for asked in found["vipshop"].missing] == ["mark"]


def test_where_no_source_tells_what_is_asked_nothing_is_called_ready() -> None:
    found = {one.platform.id: one for one in readiness(_with("business-licence"), PACKS)}
    assert not found["dewu"].known
    assert found["dewu"].unknown


def test_a_rejected_paper_makes_nothing_ready() -> None:
    found = {one.platform.id: one for one in readiness(_with("business-licence", role=Role.REJECTED), PACKS)}
    assert found["vipshop"].met == ()
