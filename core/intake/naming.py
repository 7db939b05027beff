"""Gives ids to the points, papers and claims that the intake leaves unnamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import TypeVar

from core.intake.shapes import Claim, IntakeShape, Paper, Point

T = TypeVar("T", Point, Paper, Claim)


def named(shape: IntakeShape) -> IntakeShape:
    """Fills in the missing ids: the lowest free of N1, N2 …, P1 …, C1 …"""
    notice = shape.notice.model_copy(update={"point": _named(shape.notice.point, "N")})
    return shape.model_copy(
        update={"notice": notice, "paper": _named(shape.paper, "P"), "claim": _named(shape.claim, "C")}
    )


def _named(items: Sequence[T], letter: str) -> tuple[T, ...]:
    free = _free({item.id for item in items}, letter)
    return tuple(item if item.id else item.model_copy(update={"id": next(free)}) for item in items)


def _free(used: set[str], letter: str) -> Iterator[str]:
    return (name for n in count(1) if (name := f"{letter}{n}") not in used)
