"""A person's words with the exhibits they cite: `@P3:2` becomes 附件5第2页, whichever number the exhibit has today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.exhibits import ExhibitNumbers, exhibit_order
from core.model import Case, ExhibitRef
from core.model.case import CITATION
from core.narrative.blocks import Cite, Run, Runs, Text, plain
from core.narrative.counting import CountingWay, count


@dataclass(frozen=True, slots=True)
class Words:
    """A text in which exhibits are cited, as a template may print it: empty words are false."""

    runs: Runs

    def __str__(self) -> str:
        return plain(self.runs)

    def __bool__(self) -> bool:
        return bool(self.runs)

    def __len__(self) -> int:
        return len(str(self))


def words(text: str, exhibits: ExhibitNumbers) -> Words:
    """Returns a text with its citations put in; one of a paper that does not go in stays as it was typed."""
    return Words(tuple(_runs(text, exhibits)))


def _runs(text: str, exhibits: ExhibitNumbers) -> Iterator[Run]:
    at = 0
    for found in CITATION.finditer(text):
        ref = ExhibitRef(found[1], int(found[2] or 0))
        label = exhibits.label(ref)
        if label:
            if found.start() > at:
                yield Text(text[at : found.start()])
            yield Cite(ref, label)
            at = found.end()
    if at < len(text):
        yield Text(text[at:])


def shown_length(text: str, case: Case, way: CountingWay) -> int:
    """Counts a text as the portal will, its citations written out as they are numbered today."""
    return count(str(words(text, exhibit_order(case))), way)
