"""The drawing in words: for screen readers, for the tool tip, and for whoever prefers to read."""

from __future__ import annotations

from datetime import date

from core.checks.lanes import Lane
from core.checks.periods import Span
from core.i18n import _


def spoken(lane: Lane) -> str:
    """Returns all of a lane in one sentence."""
    parts = [lane.title, term(lane.span)]
    parts += [_("断档 {days}").format(days=written(days)) for days in lane.gaps]
    parts += [_("超出上级 {days}").format(days=written(days)) for days in lane.beyond]
    parts += [finding.message for finding in lane.faults if finding.code not in {"period-gap", "outlives-parent"}]
    return _("，").join(parts)


def term(span: Span | None) -> str:
    if span is None:
        return _("起止日期不全")
    if span.last == date.max:
        return _("{first} 起长期").format(first=span.first)
    return _("{first} 至 {last}").format(first=span.first, last=span.last)


def written(days: Span) -> str:
    if days.last == date.max:
        return _("{first} 起").format(first=days.first)
    text = _("{first} 至 {last}，{count} 天")
    return text.format(first=days.first, last=days.last, count=days.days)


def short(days: Span) -> str:
    return _("长期") if days.last == date.max else _("{count} 天").format(count=days.days)
