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
    """One paragraph.

    Attributes:
        kind: `body` is indented by two characters, `flush` is not, `quote` cites the platform's words.
        passage: What the template calls it, where the person may word it otherwise; else "".
    """

    runs: Runs
    kind: Literal["body", "flush", "quote"] = "body"
    passage: str = ""


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
    """The end of the letter: lines at the right, and over the last two, name and date, the place where a person stamps.

    The seal itself is never drawn; `seal` is only what the empty circle is for.
    """

    lines: tuple[Runs, ...]
    seal: str = ""


Block = Heading | Paragraph | ListBlock | Table | Signature


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text that a template writes and the person may word otherwise.

    Attributes:
        id: `letter/opening`, `portal/200`.
        title: Where it stands, for people.
        draft: What the template says now, exhibits cited as `@P3:2`; "" when the template no longer has it.
        text: What goes in: the draft, or the person's own words.
        was: What the template said when they were written.
        state: `draft` as the template has it, `own` reworded, `stale` reworded while the template has changed since,
            `lost` reworded while the template no longer has it.
    """

    id: str
    title: str
    draft: str
    text: str
    was: str = ""
    state: Literal["draft", "own", "stale", "lost"] = "draft"


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter.

    Attributes:
        passages: What of it the person may word otherwise, in reading order; lost ones last.
    """

    title: str
    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...] = ()

    def texts(self) -> tuple[str, ...]:
        """Returns every piece of text in reading order: what a reader must find in the built papers."""
        return (self.title, *(text for block in self.blocks for text in block_texts(block)))


def plain(runs: Runs) -> str:
    """Returns the characters of some runs."""
    return "".join(run.text for run in runs)


def written(runs: Runs) -> str:
    """Returns some runs as a person types them: a citation is `@P3:2`, whatever number the exhibit has today."""
    return "".join(f"@{run.ref}" if isinstance(run, Cite) else run.text for run in runs)


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
