"""Timing two sides in turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of several runs of one thing."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.seconds)

    def __str__(self) -> str:
        return f"{_shown(self.median)} ({_shown(min(self.seconds))}–{_shown(max(self.seconds))})"


class Megabytes(Times):
    """Memory instead of time: its figures are megabytes."""

    def __str__(self) -> str:
        return f"{self.median:.0f} MB"


class Percentile95(Times):
    """Seconds of which all but the slowest twentieth must keep a bound."""

    @property
    def value(self) -> float:
        return sorted(self.seconds)[ceil(0.95 * len(self.seconds)) - 1]

    def __str__(self) -> str:
        return f"p95 {_shown(self.value)}, median {_shown(self.median)}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        what: The work.
        ours: Our times; `theirs` those of `peer`, or None when there is no peer.
        limit: The ratio that must not be passed, None when there is none.
        skipped: Why there are no times, "" when there are.
        met: Whether a bound that is no ratio holds.
    """

    what: str
    peer: str = ""
    ours: Times | None = None
    theirs: Times | None = None
    limit: float | None = None
    skipped: str = ""
    met: bool = True

    @property
    def ratio(self) -> float | None:
        return self.ours.median / self.theirs.median if self.ours and self.theirs else None

    @property
    def holds(self) -> bool:
        """Whether the bound is met and the ratio keeps its limit; a row without either holds."""
        return self.met and (self.ratio is None or self.limit is None or self.ratio <= self.limit)


def in_turn(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    runs: int,
    warm_up: int = 1,
) -> tuple[Times, Times]:
    """Runs both sides in turn, as `in_turns` does."""
    first, second = in_turns(ours, theirs, runs=runs, warm_up=warm_up)
    return first, second


def in_turns(*sides: Callable[[], object], runs: int, warm_up: int = 1) -> tuple[Times, ...]:
    """Runs all sides in turn.

    Args:
        sides: The work of one run of each. One that returns a number has timed itself; otherwise it is timed here.
        warm_up: Runs of all sides beforehand that are not counted.
    """
    rounds = [[timed(work) for work in sides] for _ in range(warm_up + runs)]
    return tuple(Times(seconds) for seconds in zip(*rounds[warm_up:], strict=True))


def timed(work: Callable[[], object]) -> float:
    """Returns how long one run took, in seconds: what it says itself when it says a number."""
    begin = time.perf_counter()
    told = work()
    return told if isinstance(told, float) else time.perf_counter() - begin


def repeated(work: Callable[[], object], *, runs: int, warm_up: int = 1) -> Times:
    """Times one thing that has nothing to be compared with."""
    return Times(tuple([timed(work) for _ in range(warm_up + runs)][warm_up:]))


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
