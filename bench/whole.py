"""The whole of `heavy`: 1,002 pages of 100 exhibits beside 10 and 100. Minutes, and gigabytes of disk for a while."""

from __future__ import annotations

from collections.abc import Iterator

from bench import heavy
from bench.measure import Row


def rows() -> Iterator[Row]:
    yield from heavy.rows((*heavy.SIZES, heavy.WHOLE))
