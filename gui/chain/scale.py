"""Where days lie on the drawing's axis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.checks.lanes import Lane
from core.checks.periods import Span

_MARGIN: Final = timedelta(days=45)
_ENDLESS: Final = timedelta(days=366)
_TICKS: Final = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """From the first day shown to the last, over a width in pixels."""

    first: date
    last: date
    width: float

    def at(self, day: date) -> float:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return min(1.0, max(0.0, share)) * self.width

    def ends(self, days: Span) -> tuple[float, float]:
        last = self.last if days.last >= self.last else days.last + timedelta(days=1)
        return self.at(max(days.first, self.first)), self.at(last)

    def years(self) -> tuple[date, ...]:
        """Returns the first days of years on the axis, every second or fifth one where there are many."""
        starts = [date(year, 1, 1) for year in range(self.first.year + 1, self.last.year + 1)]
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if len(starts) <= _TICKS * s)
        return tuple(day for day in starts if day.year % step == 0)


def scale_of(lanes: tuple[Lane, ...], marks: tuple[date, ...], width: float) -> Scale:
    """Returns the axis on which all authorisations and marked days have room; what has no end goes on a year beyond.

    A trademark's ten years are cut at its ends: they would make everything else too small to see.
    """
    shown = [lane for lane in lanes if lane.span and not lane.certificate] or list(lanes)
    spans = [days for lane in shown for days in ((lane.span,) if lane.span else ()) + lane.gaps + lane.beyond]
    starts = [*(days.first for days in spans), *marks]
    ends = [*(days.last for days in spans if days.last != date.max), *starts]
    endless = any(days.last == date.max for days in spans)
    first, last = min(starts), max(ends)
    if first - date.min > _MARGIN:
        first -= _MARGIN
    room = _ENDLESS if endless else _MARGIN
    return Scale(first, last + room if date.max - last > room else date.max, width)
