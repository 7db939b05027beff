"""Turns a case into words: the letter as blocks, and the short texts for the portal."""

from core.exhibits import ExhibitNumbers, exhibit_order, told
from core.narrative.blocks import (
    Block,
    Bold,
    Cite,
    Heading,
    Letter,
    ListBlock,
    Paragraph,
    Passage,
    Run,
    Runs,
    Signature,
    Table,
    Text,
    block_texts,
    plain,
    written,
)
from core.narrative.drafts import Outdated, Stock, drafts, outdated, stock
from core.narrative.letter import letter, letter_title
from core.narrative.passages import Change, difference
from core.narrative.portal import PortalText, portal_texts
from core.narrative.values import paper_title

__all__ = [
    "Block",
    "Bold",
    "Change",
    "Cite",
    "ExhibitNumbers",
    "Heading",
    "Letter",
    "ListBlock",
    "Outdated",
    "Paragraph",
    "Passage",
    "PortalText",
    "Run",
    "Runs",
    "Signature",
    "Stock",
    "Table",
    "Text",
    "block_texts",
    "difference",
    "drafts",
    "exhibit_order",
    "letter",
    "letter_title",
    "outdated",
    "paper_title",
    "plain",
    "portal_texts",
    "stock",
    "told",
    "written",
]
