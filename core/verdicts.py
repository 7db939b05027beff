"""When the platform's verdict may be expected, by what the playbook tells of its reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core import edits
from core.model import Case, Submission
from core.packs import Packs
from core.packs.shapes import Source


@dataclass(frozen=True, slots=True)
class Awaited:
    """A round that was sent and that nobody has judged yet.

    Attributes:
        sent: When the round was sent last.
        usual_days: How long reviews usually take, in days; None where nothing is known.
        by: Until when the verdict usually comes; None where nothing is known.
        fact: Where `usual_days` comes from.
    """

    round: int
    sent: datetime
    usual_days: int | None = None
    by: datetime | None = None
    fact: Source | None = None


def awaited(case: Case, packs: Packs) -> Awaited | None:
    """Returns what is waited for; None while the round in hand is still to be sent."""
    number = edits.current_round(case)
    sent = [one for one in case.submissions if one.round == number]
    if not sent:
        return None
    last: Submission = max(sent, key=lambda one: one.at)
    playbook = packs.playbook(case.playbook)
    days = playbook.review_days if playbook is not None else None
    if playbook is None or days is None:
        return Awaited(number, last.at)
    return Awaited(number, last.at, days, last.at + timedelta(days=days), playbook.review_fact)
