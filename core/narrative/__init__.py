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
    Run,
    Runs,
    Signature,
    Table,
    Text,
    block_texts,
    plain,
)
from core.narrative.letter import letter, letter_title
from core.narrative.portal import PortalText, portal_texts
from core.narrative.values import paper_title

__all__ = [
    "Block",
    "Bold",
    "Cite",
    "ExhibitNumbers",
    "Heading",
    "Letter",
    "ListBlock",
    "Paragraph",
    "PortalText",
    "Run",
    "Runs",
    "Signature",
    "Table",
    "Text",
    "block_texts",
    "exhibit_order",
    "letter",
    "letter_title",
    "paper_title",
    "plain",
    "portal_texts",
    "told",
]
