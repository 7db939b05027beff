"""What may have gone wrong and what helps against it, and what an adviser should look at, as the playbook offers it."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import Case, Judgement, Paper
from core.packs import Packs
from core.packs.answers import on_path
from core.packs.conditions import holds
from core.packs.shapes import HandOff, RootCause

_FALSE = frozenset({Judgement.FORGED, Judgement.ALTERED})


@dataclass(frozen=True, slots=True)
class Cause:
    """A root cause that fits this case.

    Attributes:
        points: Ids of the points behind whose reason it is often found; empty for one that fits the answers alone.
    """

    cause: RootCause
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToReview:
    """One thing that an adviser should look at before it is sent, and the papers to hand over with it."""

    item: HandOff
    papers: tuple[Paper, ...]


def causes(case: Case, packs: Packs) -> tuple[Cause, ...]:
    """Returns the root causes that fit the points' reasons, in the playbook's order."""
    playbook = packs.playbook(case.playbook)
    if playbook is None:
        return ()
    seen = on_path(playbook, case)
    fitting = ((cause, _points(cause, case)) for cause in playbook.root_causes if holds(cause.when, seen))
    return tuple(Cause(cause, points) for cause, points in fitting if points or not cause.reasons)


def _points(cause: RootCause, case: Case) -> tuple[str, ...]:
    return tuple(point.id for point in case.notice.points if point.reason and point.reason in cause.reasons)


def to_review(case: Case, packs: Packs) -> tuple[ToReview, ...]:
    """Returns what the playbook would have an adviser look at, with the papers that are there."""
    playbook = packs.playbook(case.playbook)
    if playbook is None:
        return ()
    seen = on_path(playbook, case)
    return tuple(
        ToReview(item, tuple(p for p in case.papers if p.type in item.papers and p.type_confirmed))
        for item in playbook.hand_off
        if holds(item.when, seen)
    )


def found_false(case: Case) -> bool:
    """Tells whether the person found that a paper of an earlier round was not genuine."""
    return any(paper.judgement in _FALSE for paper in case.rejected())
