"""Where a citation leads to in the packet."""

from __future__ import annotations

from core.model import ExhibitRef
from core.packet.plan import Plan


def target(plan: Plan, ref: ExhibitRef) -> str:
    """Returns the label of the page a citation leads to; of the first one when the page does not exist."""
    number = plan.numbers.place(ref.paper)
    if number is None:
        return ""
    pages = len(plan.exhibits[number - 1].sheets)
    return f"ex-{number}-{ref.page}" if 0 < ref.page <= pages else f"ex-{number}"
