"""What the person knows better than a pack: single values laid over what the files say, kept apart from them.

It names a value by file and place (`platforms/x.toml`, `portal.images_max`), so it outlives every newer
version of the file; where that has no such place any more, it rests unused and is told to be so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from core.i18n import _
from core.packs.shapes import (
    AgeLimit,
    Estimate,
    PaperAgeLimit,
    Platform,
    Playbook,
    PortalLimits,
    SecondChanceOption,
    Shape,
    ShopLevel,
    Source,
    TextLimit,
    Window,
)

Value = int | str | bool


@dataclass(frozen=True, slots=True)
class OwnValue:
    """One value of the person's own.

    Attributes:
        file: Of the pack, below the packs' folder.
        place: Where in it; parts of a list by their key, such as `windows.general-15-days.amount`.
        on: The day on which it was set.
        note: Where the person has it from.
    """

    file: str
    place: str
    value: Value
    on: date
    note: str = ""


OwnValues = Mapping[str, tuple[OwnValue, ...]]


class OwnSource(Source):
    """The source of a value that the person set. No file can hold one."""


# What a person may set: limits, times and ways in, which a portal's page shows them.
SETTABLE: Final[dict[type[Shape], tuple[str, ...]]] = {
    Window: ("amount", "unit", "start_counts", "pause_while_reviewing", "cutoff"),
    SecondChanceOption: ("attempts", "entry"),
    TextLimit: ("amount",),
    PortalLimits: ("images_max", "image_kb_max", "image_px_max", "file_mb_max", "volume_pages_max"),
    ShopLevel: ("levels_max", "exclusive"),
    AgeLimit: ("days",),
    PaperAgeLimit: ("days",),
    Estimate: ("least_days", "most_days"),
    Platform: ("min_remaining_days",),
    Playbook: ("review_days",),
}


def by_file(own_values: Iterable[OwnValue]) -> OwnValues:
    """Sorts values by the file that they are laid over."""
    found: dict[str, tuple[OwnValue, ...]] = {}
    for one in own_values:
        found[one.file] = (*found.get(one.file, ()), one)
    return found


def overlaid(shape: Shape, own: Iterable[OwnValue]) -> Shape:
    """Returns a shape with the person's values in it; one that does not fit is left out."""
    for one in own:
        if (changed := _with(shape, one.place.split("."), one)) is not None:
            shape = changed
    return shape


def fits(shape: Shape | None, own: OwnValue) -> bool:
    """Tells whether a value of the person has its place in a shape, and a value that may stand there."""
    return shape is not None and _with(shape, own.place.split("."), own) is not None


@dataclass(frozen=True, slots=True)
class Settable:
    """One value that a person may set.

    Attributes:
        titles: What it belongs to, from the outside in.
        name: The key in the file.
        shape: The table that holds it.
    """

    place: str
    titles: tuple[str, ...]
    name: str
    shape: Shape

    @property
    def value(self) -> Any:
        return getattr(self.shape, self.name)


def settable(shape: BaseModel, place: str = "", titles: tuple[str, ...] = ()) -> Iterator[Settable]:
    """Yields every value of a shape that a person may set."""
    titles = (*titles, title) if (title := title_of(shape)) else titles
    if isinstance(shape, Shape):
        for name in SETTABLE.get(type(shape), ()):
            yield Settable(joined(place, name), titles, name, shape)
    for name in type(shape).model_fields:
        inner = getattr(shape, name)
        if isinstance(inner, BaseModel):
            yield from settable(inner, joined(place, name), titles)
        elif isinstance(inner, tuple):
            for number, part in enumerate(inner, start=1):
                if isinstance(part, BaseModel):
                    yield from settable(part, joined(place, f"{name}.{key_of(part, number)}"), titles)


def title_of(shape: BaseModel) -> str:
    """Returns what a table is called; "" when it has no name of its own."""
    return str(getattr(shape, "title", "") or getattr(shape, "year", "") or "")


def key_of(part: Any, number: int) -> str:
    """Returns by what an element of a list is known, whatever its place: its id, or its number from 1."""
    for name in ("id", "name", "paper", "value", "step", "kind"):
        if known := getattr(part, name, ""):
            return str(known)
    return str(part.amount) if isinstance(part, TextLimit) else str(number)


def joined(place: str, part: str) -> str:
    """Joins two parts of a place."""
    return f"{place}.{part}" if place and part else place or part


def _with(shape: Shape, parts: list[str], own: OwnValue) -> Any:
    """Returns the shape with the value in its place, or None when it has none or the value does not fit."""
    name, *rest = parts
    if name not in type(shape).model_fields:
        return None
    if not rest:
        return _set(shape, name, own)
    inner = getattr(shape, name)
    if isinstance(inner, Shape):
        changed = _with(inner, rest, own)
        return None if changed is None else shape.model_copy(update={name: changed})
    if not isinstance(inner, tuple) or len(rest) < 2:
        return None
    for number, part in enumerate(inner):
        if isinstance(part, Shape) and key_of(part, number + 1) == rest[0]:
            changed = _with(part, rest[1:], own)
            changes = {name: (*inner[:number], changed, *inner[number + 1 :])}
            return None if changed is None else shape.model_copy(update=changes)
    return None


def _set(shape: Shape, name: str, own: OwnValue) -> Shape | None:
    if name not in SETTABLE.get(type(shape), ()):
        return None
    try:
        checked = type(shape).model_validate({**shape.model_dump(), name: own.value})
    except ValidationError:
        return None
    source = OwnSource(source=_("您的设定"), as_of=own.on, certainty="C", note=own.note)
    known = (key for key in ("fact", f"{name.removesuffix('_days')}_fact") if key in type(shape).model_fields)
    return shape.model_copy(update={name: getattr(checked, name)} | dict.fromkeys(known, source))
