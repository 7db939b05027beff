"""From a finding to the place where it is mended."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import Case, Finding
from core.places import STEPS, Step, blocked_steps, in_order, step_of

__all__ = ["STEPS", "Place", "Step", "blocked_steps", "in_order", "place_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go: a step and, on its page, the ids to show."""

    step: Step
    paper: str = ""
    subject: str = ""
    page: int = 0


def place_of(finding: Finding, case: Case) -> Place:
    """Returns where a finding is mended."""
    card = finding.check if finding.check == "commitment" else ""  # a card of its own
    subject = finding.subject or finding.question or card
    return Place(step_of(finding, case), finding.paper, subject, finding.page)
