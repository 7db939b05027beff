"""What a person asked to hide, as text: so that it stands nowhere else in what is handed out.

A mask removes pixels and text of one region. The same number may also stand in a field that was read there, in
a file's name, in the letter, or on another paper; fields are left out, and the rest is told before building.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Final

from core.derive.secrets_in import folded, numbers_in
from core.model import Case, Field, Paper
from core.model.values import Box, parse_date
from core.packs import Packs

HIDDEN: Final = "〔已遮盖〕"


def secrets(case: Case, packs: Packs) -> tuple[str, ...]:
    """Returns the numbers that lie under the case's masks, as far as they were read or typed; each once."""
    fields = (field for paper in case.papers for field in hidden_fields(paper, packs))
    found = (folded(field.value) for field in fields if parse_date(field.value) is None)
    return tuple(dict.fromkeys(number for value in found for number in numbers_in(value)))


def hidden_fields(paper: Paper, packs: Packs) -> Iterator[Field]:
    """Yields the fields read under a mask, and sensitive ones of a masked paper of which nobody knows the place."""
    kind = packs.paper(paper.type)
    sensitive = {spec.name for spec in kind.fields if spec.sensitive} if kind else set()
    for field in paper.fields if paper.masks else ():
        if field.box is None:
            if field.name in sensitive:
                yield field
        elif any(mask.page == field.page and meet(field.box, mask.box) for mask in paper.masks):
            yield field


def shown(case: Case, packs: Packs) -> Case:
    """Returns the case as it may be handed out: without the fields that lie under a mask."""
    return replace(case, papers=tuple(_shown(paper, packs) for paper in case.papers))


def standing_in(text: str, hidden: Collection[str]) -> tuple[str, ...]:
    """Returns which hidden numbers stand in a text, however it is spaced."""
    bare = folded(text) if hidden else ""
    return tuple(number for number in hidden if number in bare)


def covered(text: str, hidden: Iterable[str]) -> str:
    """Returns a text with each hidden number replaced, however it is spaced."""
    for number in hidden:
        spaced = r"[\s\-–—·]*".join(re.escape(sign) for sign in number)
        text = re.sub(spaced, HIDDEN, text, flags=re.IGNORECASE)
    return text


def meet(one: Box, other: Box) -> bool:
    """Says whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _shown(paper: Paper, packs: Packs) -> Paper:
    hidden = {id(field) for field in hidden_fields(paper, packs)}
    return replace(paper, fields=tuple(f for f in paper.fields if id(f) not in hidden)) if hidden else paper
