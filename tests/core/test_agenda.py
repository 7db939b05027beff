"""What ends when, and the same for calendars."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from icalendar import Calendar

from core import agenda
from core.board import BoardEntry, Ending
from core.model.values import CHINA

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)
ENTRY = BoardEntry(
    "/cases/a.fushen",
    shop="启明，旗舰店; 一部",
    playbook="资质问题二次申诉",
    due=datetime(2026, 11, 24, 18, 0, tzinfo=CHINA),
    ends=(Ending("P3", "品牌授权书", date(2026, 12, 1)), Ending("P4", "检测报告", date(2028, 1, 1))),
    uid="00000000-0000-4000-8000-000000000000",
)


def test_the_earliest_end_comes_first_and_the_far_ones_are_left_out() -> None:
    found = agenda.items([ENTRY], NOW, timedelta(days=90))
    assert [(item.kind, item.title) for item in found] == [("deadline", "资质问题二次申诉"), ("paper", "品牌授权书")]


def test_a_sent_case_has_no_deadline_but_its_papers_still_end() -> None:
    sent = ENTRY._replace(state="submitted")
    assert [item.kind for item in agenda.items([sent], NOW, timedelta(days=90))] == ["paper"]
    assert not agenda.items([ENTRY._replace(state="archived")], NOW, timedelta(days=90))


def test_a_paper_ends_with_its_last_day() -> None:
    at = datetime(2026, 12, 1, 23, 0, tzinfo=CHINA)
    item = next(i for i in agenda.items([ENTRY], at, timedelta(days=90)) if i.kind == "paper")
    assert item.ends > at


def test_a_paper_valid_to_the_last_day_of_all_does_not_end_and_stops_no_other() -> None:
    lasting = ENTRY._replace(ends=(Ending("P1", "营业执照", date.max), *ENTRY.ends))
    within = timedelta(days=365_000)
    assert [item.title for item in agenda.items([lasting], NOW, within)] == [
        "资质问题二次申诉",
        "品牌授权书",
        "检测报告",
    ]


def test_a_calendar_reads_back_with_the_same_moments_alarms_and_lasting_names() -> None:
    found = agenda.items([ENTRY], NOW, timedelta(days=90))
    text = agenda.calendar(found, NOW)
    assert text == agenda.calendar(found, NOW)
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    read = Calendar.from_ical(text)
    deadline, paper = read.walk("VEVENT")
    assert deadline["uid"] == "00000000-0000-4000-8000-000000000000-deadline@fushen"
    assert deadline.decoded("dtstart") == ENTRY.due
    assert "启明，旗舰店; 一部" in str(deadline["summary"])
    assert [a.decoded("trigger") for a in deadline.walk("VALARM")] == [timedelta(days=-2), timedelta(hours=-6)]
    assert (paper.decoded("dtstart"), paper.decoded("dtend")) == (date(2026, 12, 1), date(2026, 12, 2))
    moved = agenda.items([ENTRY._replace(path="/elsewhere/b.fushen")], NOW, timedelta(days=90))
    assert [item.uid for item in moved] == [item.uid for item in found]
