"""What must be right in a year of official working days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from core.i18n import _
from core.packs.condition_lint import Wrong
from core.packs.known import Known
from core.packs.shapes import Calendar


def calendar(shape: Calendar, _known: Known) -> Iterator[Wrong]:
    """Yields what is wrong in a year: days of other years, days told twice, working days that are none."""
    if not shape.holidays:
        yield ("holidays",), _("至少要写一个假期。")
    for number, days in enumerate(shape.holidays):
        if days.last < days.first:
            yield ("holidays", number), _("结束日早于开始日。")
        elif not (_belongs(days.first, shape.year) and days.last.year == shape.year):
            yield ("holidays", number), _("{name}不在 {year} 年。").format(name=days.name, year=shape.year)
        if any(days.first <= other.last and other.first <= days.last for other in shape.holidays[:number]):
            yield ("holidays", number), _("{name}与另一个假期重叠。").format(name=days.name)
    for number, day in enumerate(shape.workdays):
        yield from (((("workdays", number), text)) for text in _wrong_workday(day, number, shape))


def _wrong_workday(day: date, number: int, shape: Calendar) -> Iterator[str]:
    if not _belongs(day, shape.year):
        yield _("{day} 不在 {year} 年。").format(day=day, year=shape.year)
    elif day.weekday() < 5:
        yield _("{day} 不是周末，不需要写成调休上班日。").format(day=day)
    if day in shape.workdays[:number]:
        yield _("{day} 写了两次。").format(day=day)
    for days in shape.holidays:
        if days.first <= day <= days.last:
            yield _("{day} 是假期里的一天（{name}），不能又是上班日。").format(day=day, name=days.name)


def _belongs(day: date, year: int) -> bool:
    """A year's notice may begin its New Year holiday in the last days of the year before (as in 2023)."""
    return day.year == year or date(year, 1, 1) - timedelta(days=3) <= day < date(year, 1, 1)
