"""The one shape of written text: the packet, the DOCX letter and the preview are all made from it.

A block holds runs, and a run holds characters as the person wrote them. Nothing here is markup, so
no character of a person's text can change how the text is set.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from core.model import ExhibitRef


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Bold:
    text: str


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation of an exhibit, shown as `label` and linked to its page."""

    ref: ExhibitRef
    label: str

    @property
    def text(self) -> str:
        return self.label


Run = Text | Bold | Cite
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is numbered 一、 by the letter itself, level 2 （一）."""

    level: Literal[1, 2]
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Attributes: kind: `body` is indented by two characters, `flush` is not, `quote` cites the platform's words."""

    runs: Runs
    kind: Literal["body", "flush", "quote"] = "body"


@dataclass(frozen=True, slots=True)
class ListBlock:
    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `widths` are relative, one a column."""

    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """The end of the letter: right-aligned lines, and an empty box where the person stamps.

    The seal itself is never drawn; `seal` is only what the empty space is for.
    """

    lines: tuple[Runs, ...]
    seal: str = ""


Block = Heading | Paragraph | ListBlock | Table | Signature


@dataclass(frozen=True, slots=True)
class Letter:
    title: str
    blocks: tuple[Block, ...]

    def texts(self) -> tuple[str, ...]:
        """Returns every piece of text in reading order: what a reader must find in the built papers."""
        return (self.title, *(text for block in self.blocks for text in block_texts(block)))


def plain(runs: Runs) -> str:
    """Returns the characters of some runs."""
    return "".join(run.text for run in runs)


def block_texts(block: Block) -> tuple[str, ...]:
    """Returns the text of a block: one a paragraph, item, cell or line; never an empty one."""
    return tuple(text for text in map(plain, block_runs(block)) if text)


def block_runs(block: Block) -> Iterator[Runs]:
    """Yields the runs of a block in reading order."""
    match block:
        case Heading() | Paragraph():
            yield block.runs
        case ListBlock():
            yield from block.items
        case Table():
            yield from block.header
            for row in block.rows:
                yield from row
        case Signature():
            if block.seal:
                yield (Text(block.seal),)
            yield from block.lines
