"""Every fact that packs tell, with what it is about and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from core.packs import Packs
from core.packs.own import joined, key_of, title_of
from core.packs.shapes import Source


@dataclass(frozen=True, slots=True)
class Told:
    """One fact.

    Attributes:
        file: Of the pack, below the packs' folder.
        about: Where in it, such as `windows.general-15-days`.
        what: Its title, or the place again when it has none.
    """

    file: str
    about: str
    what: str
    source: Source


def facts(packs: Packs) -> tuple[Told, ...]:
    """Returns every fact of everything installed, in the order of the files."""
    shelves: list[tuple[str, BaseModel]] = [
        *((f"playbooks/{name}/playbook.toml", shape) for name, shape in sorted(packs.playbooks.items())),
        *((f"platforms/{name}.toml", shape) for name, shape in sorted(packs.platforms.items())),
        *((f"papers/{name}.toml", shape) for name, shape in sorted(packs.papers.items())),
        *(("reasons.toml", reason) for reason in packs.reasons.values()),
        *((f"calendars/{year}.toml", shape) for year, shape in sorted(packs.calendars.items())),
        *((f"lexicon/{name}.toml", shape) for name, shape in sorted(packs.lexicons.items())),
        *((f"codes/{name}.toml", shape) for name, shape in sorted(packs.codes.items())),
        *((("deposits.toml", packs.deposits),) if packs.deposits else ()),
        *((("letters/letters.toml", packs.letters),) if packs.letters else ()),
        *((("wording.toml", packs.wording),) if packs.wording else ()),
    ]
    return tuple(told for file, shape in shelves for told in _facts(file, "", title_of(shape), shape))


def _facts(file: str, place: str, title: str, value: Any) -> Iterator[Told]:
    if isinstance(value, Source):
        yield Told(file, place, title, value)
    elif isinstance(value, BaseModel):
        named = title_of(value) or title
        for name in type(value).model_fields:
            yield from _facts(file, joined(place, "" if name == "fact" else name), named, getattr(value, name))
    elif isinstance(value, tuple):
        for number, part in enumerate(value, start=1):
            yield from _facts(file, joined(place, key_of(part, number)), title, part)
