"""Divides a packet into volumes within a platform's limits. An exhibit is never split.

A limit that nobody knows is no limit here; it is told as unknown elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from core.built import Limits, Weight
from core.packs import Packs

# What an “M” means nobody says; the smaller reading fits both.
MEGABYTE: Final = 1_000_000
# A later volume opens with its own page of contents: at least one page, a few faces and frames.
_OPENING_BYTES: Final = 60_000
_SHEET_BYTES: Final = 2_500


@dataclass(frozen=True, slots=True)
class Volume:
    """One of several files that the packet is divided into.

    Attributes:
        number: From 1.
        count: Of all volumes.
        exhibits: Places of the exhibits in it, from 1.
        elsewhere: For the first volume, which names them all: place of an exhibit of another volume, the
            volume's number and the page on which it begins there.
    """

    number: int
    count: int
    exhibits: tuple[int, ...]
    elsewhere: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"第{self.number}册，共{self.count}册"


def limits_of(packs: Packs, platform_id: str) -> Limits:
    """Returns what the platform's portal takes as one file."""
    platform = packs.platform(platform_id)
    if platform is None:
        return Limits()
    most = platform.portal.file_mb_max
    return Limits(platform.portal.volume_pages_max, None if most is None else most * MEGABYTE)


def sheet_weight(pages: int, content: int) -> Weight:
    """Returns what an exhibit adds to a volume: its own bytes, and a frame for each page."""
    return Weight(pages, content + pages * _SHEET_BYTES)


def divided(front: Weight, exhibits: Sequence[Weight], limits: Limits) -> tuple[tuple[int, ...], ...]:
    """Returns the places of the exhibits, from 1, volume by volume in their order; the front pages are in the first.

    What alone is over a limit gets a volume of its own: it can't be split.
    """
    whole = list(accumulate((front, *exhibits)))[-1]
    if limits.hold(whole):
        return (tuple(range(1, len(exhibits) + 1)),)
    volumes: list[list[int]] = [[]]
    filled = front
    for place, weight in enumerate(exhibits, start=1):
        empty = not volumes[-1] and len(volumes) > 1
        if not empty and not limits.hold(filled + weight):
            volumes.append([])
            filled = Weight(1, _OPENING_BYTES)
        volumes[-1].append(place)
        filled += weight
    return tuple(tuple(volume) for volume in volumes)


def numbered(parts: Iterable[tuple[int, ...]]) -> tuple[Volume, ...]:
    """Numbers the volumes."""
    held = tuple(parts)
    return tuple(Volume(number, len(held), exhibits) for number, exhibits in enumerate(held, start=1))
