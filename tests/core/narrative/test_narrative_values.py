"""What templates may print is worked out once for one state of a case, and anew for another."""

from __future__ import annotations

from dataclasses import replace

from core.narrative import exhibit_order
from core.narrative.values import letter_values
from tests.core.packet import parts


def test_one_state_is_worked_out_once_and_another_anew() -> None:
    case, packs = parts.case(), parts.packs()
    numbers = exhibit_order(case)
    first = letter_values(case, packs, numbers)
    assert letter_values(case, packs, numbers) is first
    renamed = replace(case, entity=replace(case.entity, name="另一家公司"))
    assert letter_values(renamed, packs, numbers)["entity"]["name"] == "另一家公司"
    assert letter_values(case, packs, numbers)["entity"]["name"] == case.entity.name
