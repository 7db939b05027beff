"""What the packet's two drawings show: the timeline, and the authorisation chain over the years.

Only what papers and people stated is drawn. Open days come from where the checks reckon them, so a
drawing never says other than a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from core.checks.chains import CERTIFICATE, Ring, chains, open_days, owner_of
from core.checks.glyphs import printable
from core.checks.periods import Span, span
from core.checks.review import Review
from core.model import ExhibitRef, Paper
from core.narrative.values import day, events, paper_title
from core.packet.characters import Plain, characters
from core.packet.plan import Plan
from core.packet.targets import cite

_FEWEST_EVENTS: Final = 3
# What has no end is drawn a year beyond everything that has one.
_BEYOND: Final = timedelta(days=366)
_MARGIN: Final = timedelta(days=30)
_TICKS: Final = 10
# Where a right lasts so many times as long as the authorisations, those would be drawn as mere strokes.
_DWARFED: Final = 4
_ROOM: Final = 0.35


def timeline(plan: Plan) -> list[Plain]:
    """Returns the rows of the timeline, earliest first; none when there is too little to draw."""
    found = events(plan.case, plan.packs, plan.numbers)
    if len(found) < _FEWEST_EVENTS:
        return []
    waits = [0, *((later.on - earlier.on).days for earlier, later in pairwise(found))]
    return [
        {
            "on": day(event.on),
            "wait": f"隔 {wait} 天" if wait else "",
            "kind": event.kind,
            "runs": [*characters("text", str(event.what))],
            "cites": [cite(plan, one.ref, one.label) for one in event.cites],
        }
        for event, wait in zip(found, waits, strict=True)
    ]


def chain(plan: Plan) -> list[Plain]:
    """Returns a drawing for each authorisation chain: its bars on one scale of years; none without dates."""
    review = Review(plan.case, plan.packs, plan.facts, plan.now)
    drawn = []
    for one in chains(review):
        gaps, beyond = open_days(one)
        bars = [*_trademarks(plan, review), *(_bar(plan, ring) for step in one for ring in step.rings)]
        bars = [bar.with_open([*gaps.get(bar.id, ()), *beyond.get(bar.id, ())]) for bar in bars]
        if any(bar.span for bar in bars):
            drawn.append(_scaled(bars, review.today))
    return drawn


@dataclass(frozen=True, slots=True)
class _Bar:
    id: str
    title: str
    note: str
    cite: Plain
    span: Span | None
    open: tuple[Span, ...] = ()
    right: bool = False  # the trademark itself, of which the authorisations are given

    def with_open(self, open_: Iterable[Span]) -> _Bar:
        return _Bar(self.id, self.title, self.note, self.cite, self.span, tuple(sorted(set(open_))), self.right)


def _trademarks(plan: Plan, review: Review) -> Iterator[_Bar]:
    for paper in review.of_type(CERTIFICATE):
        first, last = paper.date("valid_from") or paper.date("issued_on"), paper.date("valid_to")
        term = span(first if isinstance(first, date) else None, last)
        yield replace(_of_paper(plan, paper.id, f"商标权：{owner_of(paper)}", paper, term), right=True)


def _bar(plan: Plan, ring: Ring) -> _Bar:
    title = f"{ring.grantor} → {ring.grantee}"
    return _of_paper(plan, ring.id, title, ring.paper, ring.span)


def _of_paper(plan: Plan, id_: str, title: str, paper: Paper | None, term: Span | None) -> _Bar:
    ref = ExhibitRef(paper.id if paper else "")
    note = paper_title(paper, plan.packs) if paper else "未附文件"
    return _Bar(id_, title, note, cite(plan, ref), term)


def _scaled(bars: list[_Bar], today: date) -> Plain:
    """Places the bars between the first day and the last, as fractions of the width."""
    scale = _scale(bars, today)
    return {
        "ticks": [{"at": scale.at(date(year, 1, 1)), "text": str(year)} for year in scale.years()],
        "today": scale.at(today),
        "rows": [_row(bar, scale) for bar in bars],
    }


def _scale(bars: list[_Bar], today: date) -> _Scale:
    """Returns the days to draw: all of them, or those of the authorisations where a longer right would dwarf them."""
    spans = [s for bar in bars for s in ((bar.span,) if bar.span else ()) + bar.open]
    whole = _around(spans, today)
    chain = [s for bar in bars if not bar.right for s in ((bar.span,) if bar.span else ()) + bar.open]
    near = _around(chain, today) if chain else whole
    days = near.last - near.first
    if (whole.last - whole.first).days <= _DWARFED * max(1, days.days):
        return whole
    room = days * _ROOM
    return _Scale(near.first - min(room, near.first - whole.first), near.last + min(room, whole.last - near.last))


def _around(spans: Sequence[Span], today: date) -> _Scale:
    ends = [s.last for s in spans if s.last != date.max] + [s.first for s in spans] + [today]
    last, room = max(ends), _BEYOND if any(s.last == date.max for s in spans) else _MARGIN
    return _Scale(min([*(s.first for s in spans), today]), last + min(room, date.max - last))


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def at(self, moment: date) -> float:
        return round(min(1.0, max(0.0, (moment - self.first).days / max(1, (self.last - self.first).days))), 4)

    def ends(self, days: Span) -> list[float]:
        return [self.at(days.first), 1.0 if days.last == date.max else self.at(days.last + timedelta(days=1))]

    def years(self) -> list[int]:
        """Returns the years whose first day lies on the scale, every second or fifth one when there are many."""
        years = [year for year in range(self.first.year, self.last.year + 1) if date(year, 1, 1) >= self.first]
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if len(years) <= _TICKS * s)
        return [year for year in years if year % step == 0]


def _row(bar: _Bar, scale: _Scale) -> Plain:
    return {
        "title": [*characters("text", bar.title)],
        "note": printable(bar.note),
        "cite": bar.cite,
        "bar": scale.ends(bar.span) if bar.span else [],
        # A bar that goes on beyond the days drawn ends in an arrow there; its dates stand below it all the same.
        "after": bar.span is not None and bar.span.last > scale.last,
        "before": bar.span is not None and bar.span.first < scale.first,
        "dates": _written(bar.span) if bar.span else "起止日期不全",
        "open": [{"at": scale.ends(days), "text": _open(days)} for days in bar.open],
    }


def _written(days: Span) -> str:
    end = "长期" if days.last == date.max else day(days.last)
    return f"{day(days.first)}至{end}"


def _open(days: Span) -> str:
    if days.last == date.max:
        return f"无授权：{day(days.first)}起"
    return f"无授权：{day(days.first)}至{day(days.last)}（{days.days}天）"
