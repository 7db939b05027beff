"""The letter of a case, as blocks."""

from __future__ import annotations

from core.exhibits import ExhibitNumbers
from core.model import Case
from core.narrative.blocks import Letter
from core.narrative.grammar import blocks_of
from core.narrative.passages import worded
from core.narrative.rendering import fill
from core.narrative.values import letter_values
from core.packs import Packs


def letter(case: Case, packs: Packs, exhibits: ExhibitNumbers) -> Letter:
    """Writes the letter from the playbook's template and the person's own words.

    Raises:
        BadPacks: The template is missing or wrong.
    """
    values = letter_values(case, packs, exhibits)
    filled = fill(packs.tree, f"playbooks/{case.playbook}/letter.md.j2", values)
    blocks, passages = worded(blocks_of(filled), case, exhibits)
    return Letter(letter_title(case, packs), blocks, passages)


def letter_title(case: Case, packs: Packs) -> str:
    """Returns the letter's title with the notice's number, or a blank, in its place; "" for an unknown playbook."""
    playbook = packs.playbook(case.playbook)
    # Not str.format: the title is a pack's and the number is the person's; neither may reach attributes.
    return playbook.letter_title.replace("{number}", case.notice.number.strip() or "待填") if playbook else ""
