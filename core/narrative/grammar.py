"""Reads a filled letter template into blocks, line by line.

The grammar is small on purpose (templates/README.md shows it to people who write packs):

| line | block |
|---|---|
| `## …`, `### …` | heading, numbered 一、 and （一） by itself |
| `- …` | item of a list |
| `| a | b |` | row of a table; `|---|------|` gives relative widths, and after the first row makes that the header |
| `> …` | quotation of the platform's words |
| `< …` | paragraph without indent |
| `:seal …`, `:sign …` | empty space for the seal, and lines of the signature |
| `:passage name …` | paragraph that the person may word otherwise |
| anything else | paragraph |

`**…**` is bold. Every line is its own paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Literal

from core.narrative.blocks import Block, Heading, ListBlock, Paragraph, Signature, Table, Text, plain
from core.narrative.numerals import chinese
from core.narrative.rendering import Filled

_RULE = re.compile(r"\|(?:\s*-+\s*\|)+")


def blocks_of(filled: Filled) -> tuple[Block, ...]:
    """Returns the blocks of a filled template, its headings numbered."""
    numbering = _Numbering()
    found: list[Block] = []
    for kind, lines in groupby((line for line in filled.lines if line), _kind):
        found.extend(_READERS[kind](filled, list(lines), numbering))
    return tuple(found)


class _Numbering:
    """Counts headings, so that a section left out leaves no gap."""

    def __init__(self) -> None:
        self._chapter = 0
        self._section = 0

    def next(self, level: Literal[1, 2]) -> str:
        if level == 1:
            self._chapter, self._section = self._chapter + 1, 0
            return f"{chinese(self._chapter)}、"
        self._section += 1
        return f"（{chinese(self._section)}）"


def _kind(line: str) -> str:
    start = line.split(" ", 1)[0]
    if start in {"##", "###", "-", ">", "<", ":seal", ":sign", ":passage"}:
        return {":seal": ":sign", "###": "##"}.get(start, start)
    return "|" if line.startswith("|") else ""


def _after(line: str) -> str:
    return line.partition(" ")[2].strip()


def _headings(filled: Filled, lines: list[str], numbering: _Numbering) -> Iterator[Block]:
    for line in lines:
        level: Literal[1, 2] = 2 if line.startswith("###") else 1
        yield Heading(level, (Text(numbering.next(level)), *filled.runs(_after(line))))


def _list(filled: Filled, lines: list[str], _numbering: _Numbering) -> Iterator[Block]:
    yield ListBlock(tuple(filled.runs(_after(line)) for line in lines))


def _quotes(filled: Filled, lines: list[str], _numbering: _Numbering) -> Iterator[Block]:
    yield from (Paragraph(filled.runs(_after(line)), "quote") for line in lines)


def _flush(filled: Filled, lines: list[str], _numbering: _Numbering) -> Iterator[Block]:
    yield from (Paragraph(filled.runs(_after(line)), "flush") for line in lines)


def _paragraphs(filled: Filled, lines: list[str], _numbering: _Numbering) -> Iterator[Block]:
    yield from (Paragraph(filled.runs(line)) for line in lines)


def _passages(filled: Filled, lines: list[str], _numbering: _Numbering) -> Iterator[Block]:
    for line in lines:
        name, _space, text = _after(line).partition(" ")
        yield Paragraph(filled.runs(text.strip()), passage=plain(filled.runs(name)))


def _signature(filled: Filled, lines: list[str], _numbering: _Numbering) -> Iterator[Block]:
    seal = next((_after(line) for line in lines if line.startswith(":seal")), "")
    signs = tuple(filled.runs(_after(line)) for line in lines if line.startswith(":sign"))
    yield Signature(signs, seal)


def _table(filled: Filled, lines: list[str], _numbering: _Numbering) -> Iterator[Block]:
    rule = next((line for line in lines if _RULE.fullmatch(line)), "")
    headed = len(lines) > 1 and lines[1] == rule
    rows = [tuple(filled.runs(cell.strip()) for cell in _cells(line)) for line in lines if line != rule]
    count = max(len(row) for row in rows)
    widths = tuple(len(cell.strip()) for cell in _cells(rule)) if rule else (1,) * count
    even = [row + ((),) * (count - len(row)) for row in rows]
    yield Table(even[0] if headed else (), tuple(even[1:] if headed else even), widths)


def _cells(line: str) -> list[str]:
    return line.removeprefix("|").removesuffix("|").split("|")


_READERS: dict[str, Callable[[Filled, list[str], _Numbering], Iterator[Block]]] = {
    "##": _headings,
    "-": _list,
    ">": _quotes,
    "<": _flush,
    ":sign": _signature,
    ":passage": _passages,
    "|": _table,
    "": _paragraphs,
}
