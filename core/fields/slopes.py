"""How the rows of a photographed page run: a sheet seen aslant has rows that lean, each by a little more.

The page's own skew is measured before reading. What is left follows from the pieces themselves: rows are
straight, so with the right slopes many pieces that stand side by side are exactly level.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np

from core.model import Box

_FEWEST: Final = 6
_LEVEL: Final = 0.3  # of a line's height, within which two pieces count as level
_LEAN: Final = tuple(n * 0.004 for n in range(-8, 9))  # tangents beyond the measured skew
_CHANGE: Final = tuple(n * 0.012 for n in range(-6, 7))  # by how much the lowest row leans more than the uppermost
_BETTER: Final = 1.04  # how much must be gained over the plain skew
_MOST: Final = 120  # pieces that are looked at


@dataclass(frozen=True, slots=True)
class Slopes:
    """The slope of rows as a straight function of their height on the page; x and y in heights of the page."""

    lean: float
    change: float
    centre: float

    def at(self, y: float) -> float:
        return self.lean + self.change * (y - 0.5)

    def levelled(self, x: float, y: float) -> float:
        """Returns the height at which a place would be if its row were level."""
        return y - (x - self.centre) * self.at(y)


def slopes_of(places: Sequence[Box], skew: float) -> Slopes:
    """Returns the slopes with which most pieces side by side are level; the measured skew's without enough of them."""
    plain = math.tan(math.radians(skew))
    centre = median((left + right) / 2 for left, _t, right, _b in places) if places else 0.5
    level = Slopes(plain, 0.0, centre)
    some = places[:_MOST]
    pairs = [(a, b) for n, a in enumerate(some) for b in some[n + 1 :] if _beside(a, b)]
    if len(places) < _FEWEST or not pairs:
        return level
    gain = _gains(pairs, centre)
    tried = [Slopes(plain + lean, change, centre) for lean in _LEAN for change in _CHANGE]
    nearest = sorted(tried, key=lambda slopes: abs(slopes.lean - plain) + abs(slopes.change))
    best = max(nearest, key=lambda slopes: round(gain(slopes), 3))
    return best if gain(best) > gain(level) * _BETTER + 0.5 else level


def _beside(a: Box, b: Box) -> bool:
    """Tells whether two pieces stand side by side, near enough in height to be of one row."""
    apart = a[2] <= b[0] or b[2] <= a[0]
    return apart and abs((a[1] + a[3]) - (b[1] + b[3])) / 2 < 2.5 * max(a[3] - a[1], b[3] - b[1])


def _gains(pairs: Sequence[tuple[Box, Box]], centre: float) -> Callable[[Slopes], float]:
    """Returns the function that says how many of the pairs are level with some slopes, the nearer the more."""
    ends = np.array(pairs)  # pair, side, left top right bottom
    x, y = ends[:, :, [0, 2]].mean(axis=2) - centre, ends[:, :, [1, 3]].mean(axis=2)
    size = _LEVEL * (ends[:, :, 3] - ends[:, :, 1]).min(axis=1)

    def gain(slopes: Slopes) -> float:
        levels = y - x * (slopes.lean + slopes.change * (y - 0.5))
        return float(np.clip(1 - np.abs(levels[:, 0] - levels[:, 1]) / size, 0, None).sum())

    return gain
