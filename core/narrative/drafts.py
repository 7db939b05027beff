"""Sentences offered to the person: drafted from the answers and papers, and the stock remedies of the playbook.

Nothing here goes into a letter by itself. A drafted sentence becomes a claim when the person takes it, and says from
then on which draft it began as; so it can be told when that draft says something else today. Nothing is ever drafted
as done: what was done only the person knows, with its date, owner and proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import BadPacks
from core.exhibits import ExhibitNumbers
from core.i18n import _
from core.model import Case, Claim, ClaimKind, ExhibitRef
from core.narrative.blocks import Cite, plain, written
from core.narrative.rendering import Filled, fill
from core.narrative.values import letter_values
from core.packs import Packs
from core.packs.answers import on_path
from core.packs.conditions import holds

_PARTS = 5


@dataclass(frozen=True, slots=True)
class Stock:
    """A remedy that the playbook offers: never ticked beforehand, and done only when the person says so.

    Attributes:
        source: What a claim that began as it keeps in `Claim.source`.
        cause: What may have gone wrong, for people.
    """

    source: str
    cause: str
    text: str


@dataclass(frozen=True, slots=True)
class Outdated:
    """A claim whose draft has changed: what it was, and what it is now; "" when there is none any more."""

    was: str
    now: str


def drafts(case: Case, packs: Packs, exhibits: ExhibitNumbers) -> tuple[Claim, ...]:
    """Drafts claims from what the person answered and confirmed, those taken already among them; without ids.

    Raises:
        BadPacks: The template is wrong.
    """
    name = f"playbooks/{case.playbook}/drafts.txt.j2"
    if name not in packs.tree.files:
        return ()
    filled = fill(packs.tree, name, letter_values(case, packs, exhibits))
    return tuple(_claim(name, filled, line) for line in filled.lines if line)


def stock(case: Case, packs: Packs) -> tuple[Stock, ...]:
    """Returns the remedies for the causes that fit the case: first those behind the reasons of its points."""
    playbook = packs.playbook(case.playbook)
    if playbook is None:
        return ()
    seen = on_path(playbook, case)
    reasons = {point.reason for point in case.notice.points if point.reason}
    reasons |= {reason[:-1] for reason in reasons if reason[-1].isalpha()}
    fitting = [cause for cause in playbook.root_causes if holds(cause.when, seen)]
    fitting.sort(key=lambda cause: reasons.isdisjoint(cause.reasons))
    return tuple(
        Stock(f"stock-{cause.id}-{number}", cause.title, text)
        for cause in fitting
        for number, text in enumerate(cause.remedies, start=1)
    )


def outdated(case: Case, packs: Packs, drafted: tuple[Claim, ...]) -> Mapping[str, Outdated]:
    """Returns by id the claims whose draft says something else today; nobody's words are changed."""
    playbook = packs.playbook(case.playbook)
    now = {claim.source: claim.text for claim in drafted}
    for cause in playbook.root_causes if playbook else ():
        now |= {f"stock-{cause.id}-{number}": text for number, text in enumerate(cause.remedies, start=1)}
    mine = (claim for claim in case.claims if claim.source)
    return {c.id: Outdated(c.draft, now.get(c.source, "")) for c in mine if now.get(c.source, "") != c.draft}


def _claim(name: str, filled: Filled, line: str) -> Claim:
    parts = line.split("|", _PARTS - 1)
    if len(parts) != _PARTS:
        raise BadPacks((_("{file} 的每一行须有五段，用 | 隔开").format(file=name),))
    source, kind, point, cites, text = (filled.runs(part.strip()) for part in parts)
    if plain(kind) not in {"fact", "cause", "will", "answer"}:
        raise BadPacks((_("{file}：种类须是 fact、cause、will 或 answer").format(file=name),))
    exhibits = tuple(run.ref for run in cites if isinstance(run, Cite))
    return _drafted(plain(source), ClaimKind(plain(kind)), plain(point), written(text), exhibits)


def _drafted(source: str, kind: ClaimKind, point: str, text: str, exhibits: tuple[ExhibitRef, ...]) -> Claim:
    return Claim("", point, kind, text, exhibits, draft=text, source=source)
