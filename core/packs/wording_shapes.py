"""The shape of `templates/wording.toml`: which words a letter had better not use, and what to write instead."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from core.packs.shapes import Id, Pack, Shape, Source

Phrase = Annotated[str, Field(min_length=2, max_length=40)]


class WordingRule(Shape):
    """One kind of words.

    Attributes:
        code: Of the finding: `narrative/<code>`.
        phrases: What is looked for. `…` stands for up to twelve characters of the same sentence.
        unless: Harmless phrases that hold such words; what lies inside one is let be.
        kinds: Only in statements of these kinds; empty is all, and passages too.
        better: How to put it instead, for people.
        instead: What one click puts in its place; "" takes the words out; None offers no click.
        bad, good: Sentences that must and must not be marked; the program's tests read them.
    """

    id: Id
    title: str
    title_en: str
    code: Id
    level: Literal["info", "warn", "fail"] = "warn"
    phrases: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    unless: tuple[Phrase, ...] = ()
    kinds: tuple[Literal["fact", "cause", "done", "will", "answer"], ...] = ()
    better: str
    better_en: str
    instead: str | None = None
    bad: Annotated[tuple[str, ...], Field(min_length=1)]
    good: Annotated[tuple[str, ...], Field(min_length=1)]
    fact: Source


class Wording(Pack):
    """All of them."""

    rules: tuple[WordingRule, ...]
