"""Reckons until when the merchant can act: every reading side by side, the earliest one counts.

Hours are counted as the clock runs. Days are walked one by one in mainland China's wall-clock days;
a working day of the statutory kind needs that year's official calendar, and without it nothing is
guessed. The rules themselves are windows of the platform's pack, and of the playbook where a law sets them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, cast

from core.i18n import _
from core.model import Case
from core.model.values import CHINA
from core.packs import Packs
from core.packs.answers import on_path
from core.packs.conditions import holds
from core.packs.shapes import Calendar, Window

Span = tuple[datetime, datetime]

# The last minute of a day: a portal that closes at midnight is not tried at its last second.
_DAY_END: Final = time(23, 59)
# No window is longer than this; a walk that finds no end (everything paused) stops.
_LONGEST: Final = 3660


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the time limit.

    Attributes:
        due: None when what the count begins with is not known, or when a calendar is missing.
        missing_year: The year without an official calendar that the count would have run into.
        steps: How it was reckoned, in sentences.
    """

    window: Window
    due: datetime | None
    missing_year: int | None
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reckoning:
    """All readings of a case.

    Attributes:
        due: The earliest of the notice's own deadline and all readings; None when nothing is known.
        stated: Whether `due` is the notice's own deadline.
        readings: In the packs' order, the platform's before the playbook's.
        chosen: The reading that gives `due`; None when the notice's own deadline does, or nothing.
        missing_years: Years whose official calendar a reading would need.
        past: Whether `due` lies before the `now` that was handed in.
    """

    due: datetime | None
    stated: bool
    readings: tuple[Reading, ...]
    chosen: Reading | None
    missing_years: tuple[int, ...]
    past: bool = False


def reckon(case: Case, packs: Packs, now: datetime) -> Reckoning:
    """Reckons the case's deadline by the notice and by every window of its platform and playbook that applies."""
    readings = tuple(_read(window, case, packs) for window in _windows(case, packs))
    dated = [reading for reading in readings if reading.due is not None]
    chosen = min(dated, key=lambda r: cast("datetime", r.due), default=None)
    due = chosen.due if chosen else None
    own = case.notice.deadline
    stated = own is not None and (due is None or own <= due)
    if stated:
        due, chosen = own, None
    missing = sorted({r.missing_year for r in readings if r.missing_year is not None})
    return Reckoning(due, stated, readings, chosen, tuple(missing), due is not None and due < now)


def is_workday(day: date, calendars: Mapping[int, Calendar]) -> bool:
    """Tells whether a day is worked under the official calendars, adjusted weekends included."""
    if any(day in calendar.workdays for calendar in calendars.values()):
        return True
    off = any(days.first <= day <= days.last for calendar in calendars.values() for days in calendar.holidays)
    return not off and day.weekday() < 5


def _windows(case: Case, packs: Packs) -> Iterator[Window]:
    platform, playbook = packs.platform(case.platform), packs.playbook(case.playbook)
    seen = on_path(playbook, case) if playbook else case
    known = (*(platform.windows if platform else ()), *(playbook.windows if playbook else ()))
    for window in known:
        if (not window.playbooks or case.playbook in window.playbooks) and holds(window.when, seen):
            yield window


def _read(window: Window, case: Case, packs: Packs) -> Reading:
    try:
        return _reckoned(window, case, packs)
    except OverflowError:  # a year mistyped as 9999
        return Reading(window, None, None, (_("填写的日期超出可以计算的范围，请核对年份。"),))


def _reckoned(window: Window, case: Case, packs: Packs) -> Reading:
    start, begins = _start(window, case)
    if start is None:
        return Reading(window, None, None, (begins,))
    pauses = tuple(p for p in _pauses(case) if p[1] > start) if window.pause_while_reviewing else ()
    steps = (begins, *(_pause_sentence(pause) for pause in pauses))
    if window.unit == "hour":
        due = _after_hours(start, window.amount, pauses)
        counted = _("连续计算 {amount} 小时，到 {due}。").format(amount=window.amount, due=_moment(due))
        return Reading(window, due, None, (*steps, counted))
    return _by_days(window, start, pauses, steps, packs.calendars)


def _start(window: Window, case: Case) -> tuple[datetime | None, str]:
    if window.starts == "received":
        if case.notice.received_at is None:
            return None, _("尚未填写收到通知的时间，无法计算。")
        start = case.notice.received_at.astimezone(CHINA)
        return start, _("从收到通知的 {start} 起算。").format(start=_moment(start))
    verdicts = [turn.verdict_at for turn in case.rounds if turn.verdict_at is not None]
    if not verdicts:
        return None, _("尚未填写上一次申诉结果的时间，无法计算。")
    start = max(verdicts).astimezone(CHINA)
    return start, _("从上一次申诉结果的 {start} 起算。").format(start=_moment(start))


def _pauses(case: Case) -> tuple[Span, ...]:
    """Returns the reviews that are over, in order and without overlap.

    A review that still runs pauses nothing here: when it ends is not known, and the earlier date is the safe one.
    """
    spans: list[Span] = []
    reviewed = [(r.submitted_at, r.verdict_at) for r in case.rounds if r.submitted_at and r.verdict_at]
    for sent, answered in sorted(reviewed):
        begin = max(sent.astimezone(CHINA), spans[-1][1]) if spans else sent.astimezone(CHINA)
        if begin < answered:
            spans.append((begin, answered.astimezone(CHINA)))
    return tuple(spans)


def _after_hours(start: datetime, hours: int, pauses: tuple[Span, ...]) -> datetime:
    due = start + timedelta(hours=hours)
    for begin, end in pauses:
        if begin < due and start < end:
            due += end - max(begin, start)
    return due


def _by_days(
    window: Window, start: datetime, pauses: tuple[Span, ...], steps: tuple[str, ...], calendars: Mapping[int, Calendar]
) -> Reading:
    left = window.amount
    first = start.date() if window.start_counts else start.date() + timedelta(days=1)
    for distance in range(_LONGEST):
        day = first + timedelta(days=distance)
        if window.unit == "workday-statutory" and day.year not in calendars:
            return Reading(window, None, day.year, (*steps, _no_calendar(day.year)))
        if _counts(window, day, calendars) and not _rests(day, pauses):
            left -= 1
        if left == 0:
            due = datetime.combine(day, _last_minute(window), CHINA)
            return Reading(window, due, None, (*steps, _days_sentence(window, due)))
    return Reading(window, None, None, (*steps, _("暂停的时间过长，无法计算。")))


def _counts(window: Window, day: date, calendars: Mapping[int, Calendar]) -> bool:
    if window.unit == "workday-statutory":
        return is_workday(day, calendars)
    return window.unit == "natural-day" or day.weekday() < 5


def _rests(day: date, pauses: tuple[Span, ...]) -> bool:
    """Only a day that lies wholly in a pause is left out; the days on which it begins and ends count."""
    return any(begin.date() < day < end.date() for begin, end in pauses)


def _last_minute(window: Window) -> time:
    return time.fromisoformat(window.cutoff) if window.cutoff else _DAY_END


def _days_sentence(window: Window, due: datetime) -> str:
    first_day = _("首日计入") if window.start_counts else _("首日不计入")
    sentences = {
        "natural-day": _("{first_day}，数 {amount} 个自然日，末日遇休息日不顺延，到 {due}。"),
        "workday-statutory": _("{first_day}，数 {amount} 个法定工作日（按国务院办公厅的放假与调休安排），到 {due}。"),
        "workday-mon-fri": _("{first_day}，数 {amount} 个周一至周五（不考虑节假日与调休），到 {due}。"),
    }
    return sentences[window.unit].format(first_day=first_day, amount=window.amount, due=_moment(due))


def _pause_sentence(pause: Span) -> str:
    text = _("平台审核期间 {begin} 至 {end} 暂停计时。")
    return text.format(begin=_moment(pause[0]), end=_moment(pause[1]))


def _no_calendar(year: int) -> str:
    text = _("{year} 年的放假与调休安排尚未公布，或还没有导入，因此不作推算。公布之后请在“规则与来源”中导入。")
    return text.format(year=year)


def _moment(moment: datetime) -> str:
    local = moment.astimezone(CHINA)
    text = _("{year}年{month}月{day}日 {time}")
    return text.format(year=local.year, month=local.month, day=local.day, time=f"{local:%H:%M}")
