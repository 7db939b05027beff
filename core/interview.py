"""Where a case stands on its playbook's path: what is asked, what is attached, what is still open.

Everything is computed afresh from the playbook and the case; nothing is remembered, so the order in
which a person did things never matters, and an answer that the path leaves is kept but not counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from core.model import Case, ClaimKind, Judgement, Paper, SecondChanceKind, Unavailable
from core.packs.answers import on_path
from core.packs.conditions import ANSWER, holds, names_in
from core.packs.shapes import Alternative, AuditQuestion, PackCheck, Playbook, Question, Requirement

__all__ = ["Path", "RequirementState", "StepState", "alternative_of", "mended_at", "on_path", "path", "requirements"]

# Where what else a condition can ask for is told.
_MENDED: Final = {
    "@second_chance": "intake",
    "@shop": "intake",
    "@notice": "intake",
    "@platform": "intake",
    "@reasons": "intake",
    "@judgements": "audit",
    "@papers": "papers",
}
Item = tuple[str, bool]  # id of something to do, and whether it is done


@dataclass(frozen=True, slots=True)
class StepState:
    """How far one step is.

    Attributes:
        open: Ids of what is still to do, most pressing first: questions, audit lines, requirements, points
            (`N1`), papers (`P3`), or a dotted place in the case (`notice.received_at`).
    """

    step: str
    title: str
    state: Literal["done", "doing", "todo"]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequirementState:
    """Whether a requirement is met by the papers of this round.

    Attributes:
        papers: Ids of the papers that go towards it (or towards the alternative offered for it).
        lacking: Paper types that would still be needed; for a choice, all that would do.
    """

    requirement: Requirement
    state: Literal["met", "missing", "unavailable", "not-needed"]
    papers: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """What the case is asked now.

    Attributes:
        questions: The questions on the path, in the playbook's order, answered or not.
        audit: The lines of the self-audit checklist on the path; ticked by an answer `true` under their id.
        unanswered: Those questions of the path that have no fitting answer yet.
        steps: In the playbook's order.
    """

    questions: tuple[Question, ...]
    audit: tuple[AuditQuestion, ...]
    unanswered: tuple[Question, ...]
    steps: tuple[StepState, ...]


def path(playbook: Playbook, case: Case) -> Path:
    """Finds what the playbook asks of this case, and how far each step is."""
    seen = on_path(playbook, case)
    answered = {answer.question for answer in seen.answers}
    asked = tuple(q for q in playbook.questions if holds(q.when, seen))
    audit = tuple(line for line in playbook.audit if holds(line.when, seen))
    unanswered = tuple(q for q in asked if q.id not in answered)
    ticked = {answer.question for answer in seen.answers if answer.value is True}
    items = {
        "intake": _intake(seen),
        "audit": [*_audit(seen), *((line.id, line.id in ticked) for line in audit)],
        "papers": _papers(playbook, seen),
        "narrative": _narrative(seen),
        "packet": _packet(seen),
        "after": _after(seen),
    }
    for question in asked:
        if question.required:
            items[question.step].append((question.id, question.id in answered))
    steps = tuple(_step(stage.step, stage.title, items[stage.step]) for stage in playbook.stages)
    return Path(asked, audit, unanswered, steps)


def requirements(playbook: Playbook, case: Case) -> tuple[RequirementState, ...]:
    """Tells of each requirement of the playbook, in its order, whether it is needed and met."""
    seen = on_path(playbook, case)
    return tuple(_requirement(requirement, seen) for requirement in playbook.requirements)


def _requirement(requirement: Requirement, case: Case) -> RequirementState:
    papers, lacking = _coverage(case, requirement.any_of, requirement.all_of)
    if not holds(requirement.when, case):
        return RequirementState(requirement, "not-needed", papers, ())
    if not lacking:
        return RequirementState(requirement, "met", papers, ())
    said = next((u for u in case.unavailable if u.requirement == requirement.id), None)
    if said is None:
        return RequirementState(requirement, "missing", papers, lacking)
    return _unavailable(requirement, said, case, papers, lacking)


def _unavailable(
    requirement: Requirement, said: Unavailable, case: Case, papers: tuple[str, ...], lacking: tuple[str, ...]
) -> RequirementState:
    """A requirement given up: what is lacking now is what the chosen alternative asks for.

    An alternative in the person's own words, or none where the pack knows of none, asks for no paper.
    """
    chosen = alternative_of(requirement, said)
    if chosen:
        papers, lacking = _coverage(case, (), chosen.papers)
    elif said.alternative.strip() or not requirement.alternatives:
        lacking = ()
    return RequirementState(requirement, "unavailable", papers, lacking)


def mended_at(playbook: Playbook, asked: PackCheck, case: Case) -> tuple[str, str]:
    """Returns the step where a failed check of a playbook is mended, and there the question to answer, or "".

    The question is the first on the path that the check asks for and that is open, else the first that it asks for.
    """
    names = names_in(asked.must)
    named = [q for q in playbook.questions if f"{ANSWER}{q.id}" in names]
    found = [q for q in named if holds(q.when, case)] or named
    if found:
        question = next((q for q in found if case.answer(q.id) is None), found[0])
        return question.step, question.id
    ticked = next((line.id for line in playbook.audit if f"{ANSWER}{line.id}" in names), "")
    if ticked:
        return "audit", ticked
    return next((step for name, step in _MENDED.items() if any(n.startswith(name) for n in names)), ""), ""


def alternative_of(requirement: Requirement, said: Unavailable) -> Alternative | None:
    """Returns which of the pack's alternatives is meant, by its id or its title; None for the person's own words."""
    meant = said.alternative.strip()
    return next((a for a in requirement.alternatives if meant in (a.id, a.title)), None)


def _coverage(case: Case, any_of: tuple[str, ...], all_of: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the ids of the papers of these types, and the types that are still lacking."""
    offered = {paper.type for paper in _confirmed(case)}
    lacking = () if not any_of or offered.intersection(any_of) else any_of
    lacking = (*lacking, *(kind for kind in all_of if kind not in offered))
    wanted = {*any_of, *all_of}
    papers = sorted((p.id for p in _confirmed(case) if p.type in wanted), key=lambda name: (len(name), name))
    return tuple(papers), tuple(dict.fromkeys(lacking))


def _confirmed(case: Case) -> tuple[Paper, ...]:
    """A rejected paper meets nothing again, and neither does a type that is only a guess."""
    return tuple(paper for paper in case.offered() if paper.type_confirmed)


def _step(step: str, title: str, items: list[Item]) -> StepState:
    left = tuple(name for name, done in items if not done)
    if not left:
        return StepState(step, title, "done", ())
    return StepState(step, title, "doing" if len(left) < len(items) else "todo", left)


def _intake(case: Case) -> list[Item]:
    return [
        ("second_chance.entry_open", case.second_chance.entry_open is not None),
        ("second_chance.kind", case.second_chance.kind is not SecondChanceKind.UNKNOWN),
        ("notice.received_at", case.notice.received_at is not None),
        ("notice.number", bool(case.notice.number)),
        ("notice.violation", bool(case.notice.violation)),
        ("notice.points", bool(case.notice.points)),
        ("shop.name", bool(case.shop.name)),
        ("entity.name", bool(case.entity.name)),
        ("entity.uscc", bool(case.entity.uscc)),
    ]


def _audit(case: Case) -> list[Item]:
    """Each rejected paper wants a judgement, each point a reason and its root cause."""
    papers = [(paper.id, paper.judgement is not Judgement.NONE) for paper in case.rejected()]
    return [*papers, *((p.id, bool(p.reason and p.reason_confirmed and p.cause)) for p in case.notice.points)]


def _papers(playbook: Playbook, case: Case) -> list[Item]:
    """A requirement given up is settled when what stands in for it is attached, or nothing could; checks weigh it."""
    needed = [state for state in requirements(playbook, case) if state.state != "not-needed"]
    settled = [(s.requirement.id, s.state == "met" or (s.state == "unavailable" and not s.lacking)) for s in needed]
    return [*settled, *((paper.id, False) for paper in case.offered() if not (paper.type and paper.type_confirmed))]


def _narrative(case: Case) -> list[Item]:
    """Every point wants an answer of its own, tied to an exhibit."""
    return list(_answered_points(case)) or [("notice.points", False)]


def _answered_points(case: Case) -> Iterator[Item]:
    shown = {claim.point for claim in case.claims if claim.cited and claim.text.strip()}
    answered = {claim.point for claim in case.claims if claim.kind is ClaimKind.ANSWER and claim.text.strip()}
    for point in case.notice.points:
        yield point.id, point.id in shown and point.id in answered


def _packet(case: Case) -> list[Item]:
    given = case.commitment
    return [
        ("commitment.confirmed", given.confirmed),
        ("commitment.signed_by", bool(given.signed_by)),
        ("commitment.on", given.on is not None),
    ]


def _after(case: Case) -> list[Item]:
    """Done when what follows the last verdict was sent."""
    rounds = max((turn.number for turn in case.rounds if turn.verdict_at or turn.verdict_text), default=0)
    return [("submissions", any(sent.round > rounds for sent in case.submissions))]
