"""Citations as people read them: `@P3:2` is kept, 附件5第2页 is shown and typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from core.exhibits import ExhibitNumbers
from core.model import ExhibitRef
from core.model.case import CITATION

if TYPE_CHECKING:
    from core.narrative.wording import Mark

_LABEL = re.compile(r"@附件(\d{1,6}[A-Z]*)(?:第(\d{1,5})页)?")


def shown(text: str, numbers: ExhibitNumbers) -> str:
    """Returns a text with its citations named by their exhibits; one that has no exhibit stays as it is."""
    return "".join(said for _start, _end, said in _parts(text, numbers))


def kept(text: str, numbers: ExhibitNumbers) -> str:
    """Returns a shown text as the case keeps it."""
    papers = {numbers.name(paper): paper for paper in numbers.papers}

    def ref(found: re.Match[str]) -> str:
        paper = papers.get(found[1])
        return f"@{ExhibitRef(paper, int(found[2] or 0))}" if paper else found[0]

    return _LABEL.sub(ref, text)


def placed(mark: Mark, text: str, numbers: ExhibitNumbers) -> Mark:
    """Returns a mark of a kept text where it stands in the shown one."""
    return replace(mark, start=_place(mark.start, text, numbers), end=_place(mark.end, text, numbers))


def _place(at: int, text: str, numbers: ExhibitNumbers) -> int:
    moved = 0
    for start, end, said in _parts(text, numbers):
        if at < end:
            return moved + min(at - start, len(said))
        moved += len(said)
    return moved


def _parts(text: str, numbers: ExhibitNumbers) -> Iterator[tuple[int, int, str]]:
    """Yields the pieces of a kept text: where each begins and ends, and how it is shown."""
    at = 0
    for found in CITATION.finditer(text):
        label = numbers.label(ExhibitRef(found[1], int(found[2] or 0)))
        if at < found.start():
            yield at, found.start(), text[at : found.start()]
        yield found.start(), found.end(), f"@{label}" if label else found[0]
        at = found.end()
    if at < len(text):
        yield at, len(text), text[at:]
