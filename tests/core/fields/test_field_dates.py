"""Every way in which Chinese papers write a day comes out as the same day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fields import dates
from core.model import forever

DAY = date(2026, 3, 1)
HAN = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01",
        "2026-3-1",
        "2026/03/01",
        "2026.03.01",
        "2026．3．1",
        "20260301",
        "2026年3月1日",
        "2026 年 03 月 01 日",
        "２０２６年０３月０１日",
        "二〇二六年三月一日",
        "二○二六年三月一日",
        "二零二六年三月一日",
        "贰零贰陆年叁月壹日",
        "  2026年3月1日 ",
    ],
)
def test_each_written_form_is_the_same_day(text: str) -> None:
    assert dates.parse(text) == DAY
    assert dates.canonical(text) == "2026-03-01"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二六年十月十日", date(2026, 10, 10)),
        ("二〇二六年十二月三十一日", date(2026, 12, 31)),
        ("二〇二六年十一月二十日", date(2026, 11, 20)),
        ("二〇二六年十一月廿二日", date(2026, 11, 22)),
        ("一九九九年一月卅一日", date(1999, 1, 31)),
    ],
)
def test_han_tens_are_understood(text: str, day: date) -> None:
    assert dates.parse(text) == day


@pytest.mark.parametrize("text", ["长期", "长期有效", "长 期", "无固定期限", "永久有效"])
def test_an_end_that_never_comes_is_understood(text: str) -> None:
    assert dates.parse(text) is forever
    assert dates.canonical(text) == "长期"


@pytest.mark.parametrize(
    "text",
    ["", "2026年2月30日", "2026-13-01", "26年3月1日", "2026年3月", "3月1日", "1.2.3", "120260301"],
)
def test_what_is_not_one_whole_day_is_no_date(text: str) -> None:
    assert dates.parse(text) is None
    assert dates.canonical(text) == ""


def test_dates_are_found_where_they_stand() -> None:
    text = "自2026年7月1日起至2027年6月30日止，签于二〇二六年六月二十四日"
    found = dates.find(text)
    assert [f.text for f in found] == ["2026-07-01", "2027-06-30", "2026-06-24"]
    assert text[found[2].start : found[2].end] == "二〇二六年六月二十四日"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("授权期限 2025 年 01 月 01 日 至 2027 年 12 月 31 日", "2025-01-01", "2027-12-31"),
        ("2026.07.01-2027.06.30", "2026-07-01", "2027-06-30"),
        ("2026-07-01 ～ 2027-06-30", "2026-07-01", "2027-06-30"),
        ("营业期限自2019年3月28日起至长期", "2019-03-28", "长期"),
    ],
)
def test_a_stretch_of_time_has_a_beginning_and_an_end(text: str, start: str, end: str) -> None:
    period = dates.find_period(text)
    assert period is not None
    assert (period[0].text, period[1].text) == (start, end)


def test_two_dates_with_words_between_are_no_stretch() -> None:
    assert dates.find_period("2026年1月1日签署，2027年1月1日归档") is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_survives_every_form(day: date) -> None:
    year = "".join(HAN[int(c)] for c in f"{day.year}")
    forms = (
        day.isoformat(),
        f"{day:%Y.%m.%d}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month:02} 月 {day.day:02} 日",
        f"{year}年{_tens(day.month)}月{_tens(day.day)}日",
    )
    assert {dates.parse(form) for form in forms} == {day}


@given(st.one_of(st.text(max_size=60), st.text(alphabet="0123456789年月日〇一二十廿拾-/.． 至长期①²９", max_size=30)))
def test_any_text_gets_an_answer(text: str) -> None:
    found = dates.find(text)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert list(found) == sorted(found, key=lambda f: f.start)
    dates.find_period(text)
    canonical = dates.canonical(text)
    assert dates.canonical(canonical) == canonical


def _tens(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 1 else ("" if tens == 1 else HAN[tens]) + "十") + (HAN[ones] if ones else "")
