"""Where a citation leads to in the packet."""

from __future__ import annotations

from core.model import ExhibitRef
from core.packet.characters import Plain
from core.packet.plan import Plan


def cite(plan: Plan, ref: ExhibitRef, label: str | None = None) -> Plain:
    """Returns a citation as the layout prints it: its words, where it leads, or else in which volume to look."""
    text = plan.numbers.label(ref) if label is None else label
    return {"text": text, "to": target(plan, ref), "at": _elsewhere(plan, ref)}


def target(plan: Plan, ref: ExhibitRef) -> str:
    """Returns the label of the page a citation leads to; of the first one when the page does not exist."""
    number = plan.numbers.place(ref.paper)
    if number is None or (plan.volume is not None and number not in plan.volume.exhibits):
        return ""
    pages = len(plan.exhibits[number - 1].sheets)
    return f"ex-{number}-{ref.page}" if 0 < ref.page <= pages else f"ex-{number}"


def _elsewhere(plan: Plan, ref: ExhibitRef) -> str:
    number = plan.numbers.place(ref.paper)
    place = plan.volume.elsewhere.get(number) if plan.volume is not None and number is not None else None
    if place is None or number is None:
        return ""
    volume, first = place
    page = ref.page if 0 < ref.page <= len(plan.exhibits[number - 1].sheets) else 1
    return f"第{volume}册 P.{first + page - 1}"
