"""Deadlines: the vectors were worked out by hand from the State Council's 2026 notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deadlines import Reckoning, reckon
from core.model import Case, Notice, Round, SecondChance, SecondChanceKind
from core.model.values import CHINA
from core.packs import Packs, load
from core.packs.shapes import Source, Window

FACT = Source(source="某处", as_of=date(2026, 1, 1), certainty="B")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)
PACKS = load()


def _window(**changes: Any) -> Window:
    given_ = {"id": "w", "title": "期限", "amount": 3, "unit": "workday-statutory", "fact": FACT} | changes
    return Window(**given_)


def _packs(*windows: Window) -> Packs:
    platform = PACKS.platforms["tmall"].model_copy(update={"windows": windows})
    return replace(PACKS, platforms=MappingProxyType({"tmall": platform}))


def _case(received: datetime | None, **changes: Any) -> Case:
    notice = Notice(received_at=received, violation="提供虚假凭证", deadline=changes.pop("deadline", None))
    return replace(Case("c", NOW, "qualification-reappeal", "tmall", notice=notice), **changes)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def _due(window: Window, received: str, **changes: Any) -> datetime | None:
    return reckon(_case(_at(received), **changes), _packs(window), NOW).readings[0].due


@pytest.mark.parametrize(
    ("received", "days", "last"),
    [
        ("2026-09-18T10:00", 3, "2026-09-22"),  # Sunday the 20th is worked
        ("2026-09-18T10:00", 7, "2026-09-29"),
        ("2026-09-30T10:00", 3, "2026-10-10"),  # Saturday the 10th is worked
        ("2026-09-30T10:00", 7, "2026-10-15"),
        ("2026-02-13T10:00", 3, "2026-02-25"),
        ("2026-02-13T10:00", 7, "2026-03-02"),
        ("2026-04-29T10:00", 3, "2026-05-07"),
        ("2026-04-29T10:00", 7, "2026-05-12"),
    ],
)
def test_statutory_working_days_follow_the_official_calendar(received: str, days: int, last: str) -> None:
    assert _due(_window(amount=days), received) == _at(f"{last}T23:59")


def test_monday_to_friday_knows_no_holidays() -> None:
    assert _due(_window(unit="workday-mon-fri"), "2026-09-30T10:00") == _at("2026-10-05T23:59")


@pytest.mark.parametrize(("counts", "last"), [(True, "2026-11-06"), (False, "2026-11-07")])
def test_the_first_day_counts_only_where_the_rule_says_so(counts: bool, last: str) -> None:
    window = _window(unit="natural-day", start_counts=counts)
    assert _due(window, "2026-11-04T23:30") == _at(f"{last}T23:59")


def test_a_first_day_off_work_is_never_the_first_working_day() -> None:
    assert _due(_window(amount=1, start_counts=True), "2026-11-07T10:00") == _at("2026-11-09T23:59")


def test_hours_run_on_through_nights_and_holidays() -> None:
    assert _due(_window(unit="hour", amount=72), "2026-10-01T08:15") == _at("2026-10-04T08:15")


def test_a_cut_off_ends_the_last_day_early() -> None:
    window = _window(unit="natural-day", amount=1, cutoff="18:00")
    assert _due(window, "2026-11-04T10:00") == _at("2026-11-05T18:00")


def test_days_are_those_of_chinas_wall_clock() -> None:
    case = _case(datetime(2026, 11, 3, 17, 0, tzinfo=UTC))  # already the 4th in China
    reckoning = reckon(case, _packs(_window(unit="natural-day", amount=1)), NOW)
    assert reckoning.due == _at("2026-11-05T23:59")


def test_a_year_without_calendar_is_named_and_nothing_is_guessed() -> None:
    reckoning = reckon(_case(_at("2026-12-30T10:00")), _packs(_window()), NOW)
    assert reckoning.due is None
    assert reckoning.missing_years == (2027,)
    assert reckoning.readings[0].missing_year == 2027
    assert "2027" in reckoning.readings[0].steps[-1]


def test_a_count_that_ends_before_the_missing_year_is_still_made() -> None:
    assert _due(_window(amount=2), "2026-12-29T10:00") == _at("2026-12-31T23:59")


def test_the_clock_stops_while_the_platform_reviews() -> None:
    rounds = (Round(1, _at("2026-11-05T12:00"), _at("2026-11-10T12:00")),)
    hours = _window(unit="hour", amount=72, pause_while_reviewing=True)
    assert _due(hours, "2026-11-04T12:00", rounds=rounds) == _at("2026-11-12T12:00")
    days = _window(unit="natural-day", amount=3, pause_while_reviewing=True)  # 5th, 10th and 11th count
    assert _due(days, "2026-11-04T12:00", rounds=rounds) == _at("2026-11-11T23:59")


def test_a_review_that_still_runs_or_comes_too_late_adds_nothing() -> None:
    hours = _window(unit="hour", amount=72, pause_while_reviewing=True)
    assert _due(hours, "2026-11-04T12:00", rounds=(Round(1, _at("2026-11-05T12:00")),)) == _at("2026-11-07T12:00")
    late = (Round(1, _at("2026-11-08T12:00"), _at("2026-11-10T12:00")),)
    assert _due(hours, "2026-11-04T12:00", rounds=late) == _at("2026-11-07T12:00")


def test_overlapping_reviews_are_not_counted_twice() -> None:
    rounds = (
        Round(1, _at("2026-11-05T12:00"), _at("2026-11-07T12:00")),
        Round(2, _at("2026-11-06T12:00"), _at("2026-11-08T12:00")),
    )
    hours = _window(unit="hour", amount=72, pause_while_reviewing=True)
    assert _due(hours, "2026-11-04T12:00", rounds=rounds) == _at("2026-11-10T12:00")


def test_a_limit_that_does_not_pause_runs_on_while_the_platform_reviews() -> None:
    rounds = (Round(1, _at("2026-11-05T12:00"), _at("2026-11-10T12:00")),)
    assert _due(_window(unit="hour", amount=72), "2026-11-04T12:00", rounds=rounds) == _at("2026-11-07T12:00")


def test_only_the_part_of_a_review_after_the_notice_is_given_back() -> None:
    rounds = (Round(1, _at("2026-11-01T12:00"), _at("2026-11-05T12:00")),)
    hours = _window(unit="hour", amount=72, pause_while_reviewing=True)
    assert _due(hours, "2026-11-04T12:00", rounds=rounds) == _at("2026-11-08T12:00")


def test_a_review_that_begins_as_the_time_runs_out_gives_nothing_back() -> None:
    rounds = (Round(1, _at("2026-11-07T12:00"), _at("2026-11-09T12:00")),)
    hours = _window(unit="hour", amount=72, pause_while_reviewing=True)
    assert _due(hours, "2026-11-04T12:00", rounds=rounds) == _at("2026-11-07T12:00")


def test_the_order_in_which_rounds_were_noted_never_matters() -> None:
    rounds = (
        Round(1, _at("2026-11-06T12:00"), _at("2026-11-08T12:00")),
        Round(2, _at("2026-11-05T12:00"), _at("2026-11-07T12:00")),
    )
    hours = _window(unit="hour", amount=72, pause_while_reviewing=True)
    assert _due(hours, "2026-11-04T12:00", rounds=rounds) == _at("2026-11-10T12:00")


def test_a_limit_after_the_verdict_begins_with_the_last_one() -> None:
    window = _window(unit="hour", amount=72, starts="verdict")
    rounds = (Round(1, None, _at("2026-11-05T08:00")), Round(2, None, _at("2026-11-15T08:00")), Round(3))
    assert _due(window, "2026-11-01T00:00", rounds=rounds) == _at("2026-11-18T08:00")
    unknown = reckon(_case(_at("2026-11-01T00:00")), _packs(window), NOW)
    assert unknown.due is None
    assert "尚未填写" in unknown.readings[0].steps[0]


def test_the_earliest_reading_wins_and_all_are_shown() -> None:
    windows = (
        _window(id="long", unit="natural-day", amount=15),
        _window(id="short", unit="natural-day", amount=10),
        _window(id="unknown", starts="verdict"),
    )
    reckoning = reckon(_case(_at("2026-11-04T10:00")), _packs(*windows), NOW)
    assert [reading.window.id for reading in reckoning.readings] == ["long", "short", "unknown"]
    assert reckoning.chosen is reckoning.readings[1]
    assert reckoning.due == _at("2026-11-14T23:59")
    assert not reckoning.stated
    assert reckoning.past


@pytest.mark.parametrize(
    ("stated", "wins"), [("2026-11-13T18:00", True), ("2026-11-14T23:59", True), ("2026-11-20T18:00", False)]
)
def test_the_notices_own_deadline_stands_beside_the_readings(stated: str, wins: bool) -> None:
    case = _case(_at("2026-11-04T10:00"), deadline=_at(stated))
    reckoning = reckon(case, _packs(_window(unit="natural-day", amount=10)), NOW)
    assert reckoning.stated is wins
    assert reckoning.due == (_at(stated) if wins else _at("2026-11-14T23:59"))
    assert (reckoning.chosen is None) is wins
    assert len(reckoning.readings) == 1


def test_a_deadline_is_past_only_after_its_minute() -> None:
    case = _case(None, deadline=NOW)
    assert not reckon(case, _packs(), NOW).past
    assert reckon(case, _packs(), NOW + timedelta(minutes=1)).past


def test_nothing_known_gives_no_deadline() -> None:
    assert reckon(_case(None), _packs(_window()), NOW).due is None
    nowhere = replace(_case(_at("2026-11-04T10:00")), platform="elsewhere")
    assert reckon(nowhere, PACKS, NOW) == Reckoning(None, False, (), None, ())


def test_a_window_applies_to_its_playbooks_and_under_its_condition_only() -> None:
    elsewhere = _window(id="elsewhere", playbooks=("deposit",))
    fake = _window(id="fake", when={"contains": ["@notice.violation", "虚假"]})
    other = _window(id="other", when={"contains": ["@notice.violation", "抽检"]})
    reckoning = reckon(_case(_at("2026-11-04T10:00")), _packs(elsewhere, fake, other), NOW)
    assert [reading.window.id for reading in reckoning.readings] == ["fake"]


def test_each_reading_tells_how_it_was_reckoned() -> None:
    reading = reckon(_case(_at("2026-09-18T10:00")), _packs(_window()), NOW).readings[0]
    assert reading.steps == (
        "从收到通知的 2026年9月18日 10:00 起算。",
        "首日不计入，数 3 个法定工作日（按国务院办公厅的放假与调休安排），到 2026年9月22日 23:59。",
    )


@pytest.mark.parametrize("kind", [kind for kind in SecondChanceKind if kind is not SecondChanceKind.SECOND_EVIDENCE])
@pytest.mark.parametrize("violation", ["提供虚假凭证", "出售假冒商品", "不当使用他人权利", "抽检不合格", ""])
def test_the_shipped_windows_can_be_reckoned_for_every_chance(kind: SecondChanceKind, violation: str) -> None:
    rounds = (Round(1, _at("2026-11-06T09:00"), _at("2026-11-10T09:00")),)
    case = _case(_at("2026-11-04T10:00"), rounds=rounds, second_chance=SecondChance(kind))
    case = replace(case, notice=replace(case.notice, violation=violation))
    reckoning = reckon(case, PACKS, NOW)
    assert all(reading.due for reading in reckoning.readings)
    assert bool(reckoning.due) is bool(reckoning.readings)


def test_a_day_at_the_end_of_time_is_not_reckoned() -> None:
    for unit in ("hour", "natural-day", "workday-mon-fri"):
        late = _case(_at("9999-12-31T10:00"))
        assert reckon(late, _packs(_window(unit=unit, amount=90)), NOW).due is None


_MOMENTS = st.integers(0, 273 * 24 * 60).map(lambda minutes: _at("2026-01-01T00:00") + timedelta(minutes=minutes))
_WINDOWS = st.builds(
    _window,
    unit=st.sampled_from(["hour", "natural-day", "workday-statutory", "workday-mon-fri"]),
    amount=st.integers(1, 30),
    start_counts=st.booleans(),
    pause_while_reviewing=st.booleans(),
)
_ROUNDS = st.lists(st.tuples(_MOMENTS, st.integers(0, 20 * 24)), max_size=3).map(
    lambda pairs: tuple(Round(n, sent, sent + timedelta(hours=hours)) for n, (sent, hours) in enumerate(pairs, 1))
)


@given(window=_WINDOWS, rounds=_ROUNDS, moments=st.tuples(_MOMENTS, _MOMENTS).map(sorted))
def test_a_later_notice_never_has_an_earlier_deadline(
    window: Window, rounds: tuple[Round, ...], moments: list[datetime]
) -> None:
    packs = _packs(window)
    early, late = (reckon(_case(moment, rounds=rounds), packs, NOW).due for moment in moments)
    assert early is None or late is None or early <= late
    assert late is None or late >= moments[1] or window.start_counts


@given(window=_WINDOWS, moment=_MOMENTS, more=st.integers(1, 30))
def test_a_longer_window_never_ends_earlier(window: Window, moment: datetime, more: int) -> None:
    longer = window.model_copy(update={"amount": window.amount + more})
    short, long = (reckon(_case(moment), _packs(w), NOW).due for w in (window, longer))
    assert long is None or (short is not None and short < long)


@given(windows=st.lists(_WINDOWS, min_size=1, max_size=4), moment=_MOMENTS, order=st.randoms())
def test_the_order_of_the_windows_never_matters(windows: list[Window], moment: datetime, order: Any) -> None:
    mixed = list(windows)
    order.shuffle(mixed)
    assert reckon(_case(moment), _packs(*windows), NOW).due == reckon(_case(moment), _packs(*mixed), NOW).due
