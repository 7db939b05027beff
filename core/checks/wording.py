"""Sentences that several subjects need in the same words."""

from __future__ import annotations

from typing import Final

from core.checks.hit import Hit, skip
from core.i18n import _, title_of
from core.model import Claim, Paper
from core.packs.shapes import PaperType

# Enough of a sentence to know it by.
_START: Final = 16


def field_title(type_: PaperType | None, name: str) -> str:
    """Returns what people call a field of this paper type; the field's own name when no pack has it."""
    return next((title_of(spec) for spec in type_.fields if spec.name == name), name) if type_ else name


def start_of(claim: Claim) -> str:
    """Returns the first words of a sentence: people know it by them, and not by its id."""
    text = " ".join(claim.text.split())
    return text if len(text) <= _START else text[:_START] + "…"


def sentence(claim: Claim) -> str:
    """Returns how a sentence of the letter is named."""
    return _("“{start}”这句话").format(start=start_of(claim))


def told_apart(other: Paper, paper: Paper) -> str:
    """Returns the name of another paper's file, with its id where both files are named alike."""
    return f"{other.file}（{other.id}）" if other.file == paper.file else other.file


def confirm(paper: Paper, type_: PaperType | None, name: str) -> Hit:
    """Says aloud that a field was not checked because nobody confirmed it, and asks to do so."""
    title = field_title(type_, name)
    proposals = paper.proposals(name)
    if proposals:
        text = _("{file} 的“{title}”识别为“{value}”，还没有人确认，未作核对。")
        message = text.format(file=paper.file, title=title, value=proposals[0].value)
        fix = _("请对照原件确认或改正“{title}”。").format(title=title)
    else:
        message = _("{file} 的“{title}”还没有填写，未作核对。").format(file=paper.file, title=title)
        fix = _("请对照原件填写“{title}”。").format(title=title)
    return skip(message, fix, paper=paper, subject=name)
