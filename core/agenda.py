"""What ends when, over all cases: deadlines of appeals and last days of papers, as a list and as a calendar file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from core.board import BoardEntry
from core.i18n import _
from core.model.values import CHINA

if TYPE_CHECKING:  # loaded when a calendar is first written
    from icalendar import Alarm, Event

Kind = Literal["deadline", "paper"]
_PAPER_ALARM = timedelta(days=-30)
_DEADLINE_ALARMS = (timedelta(days=-2), timedelta(hours=-6))
_END_OF_DAY = timedelta(days=1)


class Item(NamedTuple):
    """Something that ends.

    Attributes:
        ends: The moment; for a paper the end of its last day in China.
        title: What ends: the kind of appeal, or the paper.
        paper: Id of the paper in its case; "" for a deadline.
    """

    entry: BoardEntry
    kind: Kind
    ends: datetime
    title: str
    paper: str = ""

    @property
    def uid(self) -> str:
        """Names it for calendars: the same as long as the case is the same one, wherever its file lies."""
        return f"{self.entry.uid or Path(self.entry.path).stem}-{self.paper or 'deadline'}@fushen"


def items(entries: Iterable[BoardEntry], now: datetime, within: timedelta) -> tuple[Item, ...]:
    """Returns what ends from a week ago until `within` from now, the earliest first; archived cases are left out.

    A deadline counts while its case is to be sent, a paper also after that.
    """
    first, last = now - timedelta(days=7), now + within
    found = [item for entry in entries if entry.state != "archived" for item in _of(entry)]
    return tuple(sorted((i for i in found if first <= i.ends <= last), key=lambda i: (i.ends, i.uid)))


def _of(entry: BoardEntry) -> Iterable[Item]:
    if entry.due is not None and entry.state == "active":
        yield Item(entry, "deadline", entry.due, entry.playbook)
    for end in entry.ends:
        if end.day == date.max:  # how registers write 长期; it has no day after it
            continue
        moment = datetime.combine(end.day, datetime.min.time(), CHINA) + _END_OF_DAY
        yield Item(entry, "paper", moment, end.title, end.paper)


def calendar(found: Iterable[Item], now: datetime) -> bytes:
    """Returns a calendar (RFC 5545) with an alarm for each item; the same items and moment give the same bytes."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Fushen//fushen//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("复申：申诉期限与资质到期"))
    for item in found:
        made.add_component(_event(item, now))
    return bytes(made.to_ical())


def _event(item: Item, now: datetime) -> Event:
    from icalendar import Event

    shop = item.entry.shop or item.entry.client or Path(item.entry.path).stem
    event = Event()
    event.add("uid", item.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("transp", "TRANSPARENT")
    if item.kind == "deadline":
        event.add("summary", _("{shop}：{what}截止").format(shop=shop, what=_(item.title)))
        event.add("dtstart", item.ends.astimezone(UTC))
        event.add("dtend", item.ends.astimezone(UTC))
        event.add("description", _("期限以平台页面为准，请留出提交的时间。"))
    else:
        day = (item.ends - _END_OF_DAY).date()
        event.add("summary", _("{shop}：{what}到期").format(shop=shop, what=_(item.title)))
        event.add("dtstart", day)
        event.add("dtend", day + _END_OF_DAY)
        event.add("description", _("请在到期前办好续期，并更换店铺后台的材料。"))
    for before in _DEADLINE_ALARMS if item.kind == "deadline" else (_PAPER_ALARM,):
        event.add_component(_alarm(before, str(event["summary"])))
    return event


def _alarm(before: timedelta, words: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", before)
    return alarm
