"""Spans of days, whole and inclusive: what a row of papers covers, and what it leaves open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from core.model import Forever

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From the first day to the last, both counted; `date.max` stands for 长期."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def span(first: date | None, last: date | Forever | None) -> Span | None:
    """Returns the span, or None when an end is unknown or it ends before it begins."""
    end = date.max if isinstance(last, Forever) else last
    return Span(first, end) if first is not None and end is not None and first <= end else None


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Returns the same days as the fewest spans, in order; spans without a day between them become one."""
    joined: list[Span] = []
    for one in sorted(spans):
        if joined and (joined[-1].last == date.max or one.first <= joined[-1].last + _DAY):
            joined[-1] = Span(joined[-1].first, max(joined[-1].last, one.last))
        else:
            joined.append(one)
    return tuple(joined)


def between(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Returns the gaps between spans, none before the first or after the last."""
    joined = union(spans)
    pairs = pairwise(joined)
    return tuple(Span(one.last + _DAY, next_.first - _DAY) for one, next_ in pairs)


def uncovered(wanted: Span, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Returns the days of `wanted` that no span covers."""
    open_: list[Span] = []
    at = wanted.first
    for one in union(spans):
        if one.last < at:
            continue
        if one.first > wanted.last:
            break
        if one.first > at:
            open_.append(Span(at, one.first - _DAY))
        if one.last >= wanted.last:
            return tuple(open_)
        at = one.last + _DAY
    return (*open_, Span(at, wanted.last))
