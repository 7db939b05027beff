"""Dates as Chinese papers write them, turned into the canonical form of fields: ISO, or “长期”.

Every function takes any text and never raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from core.model import Forever, forever

_DIGITS: Final = {ord(c): str(i) for i, c in enumerate("０１２３４５６７８９")}
_SIGNS: Final = ("〇○Ｏ零", "一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_HAN: Final = {sign: digit for digit, signs in enumerate(_SIGNS) for sign in signs}
_H: Final = "".join(_HAN)
_TENS: Final = f"[{_H}十拾廿卅]{{1,3}}"
# Each form has year, month and day in this order.
_FORMS: Final = (
    re.compile(r"(?<![0-9])([12][0-9]{3})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日?"),
    re.compile(rf"([一二壹贰][{_H}]{{3}})\s*年\s*({_TENS})\s*月\s*({_TENS})\s*日?"),
    re.compile(
        r"(?<![0-9])([12][0-9]{3})\s?([-/.．－—])\s?([0-9]{1,2})\s?\2\s?([0-9]{1,2})(?![0-9])(?!\s?\2\s?[0-9]{1,2}(?![0-9]))"
    ),
    re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?![0-9])"),
)
# The end of a stretch that leaves out the year, or year and month, of its beginning.
_SHORT: Final = re.compile(
    r"\s*(?:至|到|[-—–~～－]{1,2})\s*(?:([0-9]{1,2})\s*月\s*)?([0-9]{1,2})\s*日"
    r"|\s*(?:至|到|[—–~～]{1,2})\s*([0-9]{1,2})[-.]([0-9]{1,2})(?![0-9.-])"
)
_UNDER_SEAL: Final = re.compile(r"2?(0[0-9]{2})\s*年?\s*([01][0-9])\s*月\s*([0-3][0-9])\s*日")
_FOREVER: Final = re.compile(r"长\s*期(?:\s*有\s*效)?|无\s*固\s*定\s*期\s*限|永\s*久(?:\s*有\s*效)?")
_BETWEEN: Final = re.compile(r"\s*(?:起|始)?\s*(?:至|到|[-—–~～－]{1,2})\s*")


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text and where it stands there (`start` and `end` as in a slice)."""

    value: date | Forever
    start: int
    end: int

    @property
    def text(self) -> str:
        """The canonical form that fields keep."""
        return self.value.value if isinstance(self.value, Forever) else self.value.isoformat()


def parse(text: str) -> date | Forever | None:
    """Reads a text that is one date and nothing else; None when it is not."""
    stripped = text.strip()
    found = find(stripped)
    whole = len(found) == 1 and found[0].start == 0 and found[0].end == len(stripped)
    return found[0].value if whole else None


def canonical(text: str) -> str:
    """Returns the ISO date or “长期” that a text is, or "" when it is neither."""
    value = parse(text)
    return "" if value is None else Found(value, 0, 0).text


def under_seal(text: str) -> str:
    """Reads a day of which a seal hides the first digit or the sign for the year: `023年1月5日`, `202301月05日`.

    Both can only be read in one way; with two digits hidden there are several, and "" is returned.
    """
    cut = _UNDER_SEAL.fullmatch(text.strip().translate(_DIGITS))
    day = _day(f"2{cut[1]}", cut[2], cut[3]) if cut else None
    return day.isoformat() if day else ""


def find(text: str) -> tuple[Found, ...]:
    """Finds every date of a text, in the order of the text. Impossible days are not dates."""
    plain = text.translate(_DIGITS)
    found = [Found(forever, m.start(), m.end()) for m in _FOREVER.finditer(plain)]
    for form in _FORMS:
        for match in form.finditer(plain):
            groups = [g for g in match.groups() if g and not re.fullmatch(r"[-/.．－—]", g)]
            value = _day(*groups)
            if value is not None and not any(f.start < match.end() and match.start() < f.end for f in found):
                found.append(Found(value, match.start(), match.end()))
    return tuple(sorted(found, key=lambda f: f.start))


def find_period(text: str) -> tuple[Found, Found] | None:
    """Finds the first stretch of time, such as `2026年1月1日至2027年12月31日`; the end may be “长期”."""
    found = find(text)
    for first, last in pairwise(found):
        # Both ends have the length of the text they were found in: translation keeps places.
        if isinstance(first.value, date) and _BETWEEN.fullmatch(text[first.end : last.start]):
            return first, last
    return None


def goes_on(text: str) -> bool:
    """Tells whether what follows a day names the end of a stretch."""
    return re.match(r"\s*(?:起|始)?\s*(?:至|到|[-—–～~])", text) is not None


def last_day(text: str) -> Found | None:
    """Finds the day on which the first stretch of a text ends, or its only day: `2026年9月14日—19日` is the 19th."""
    found = [f for f in find(text) if isinstance(f.value, date)]
    if not found:
        return None
    first = found[0]
    if len(found) > 1 and _BETWEEN.fullmatch(text[first.end : found[1].start]):
        return found[1]
    short = _SHORT.match(text.translate(_DIGITS), first.end)
    if short is None or not isinstance(first.value, date):
        return first
    month, day = (short[1] or str(first.value.month), short[2]) if short[2] else (short[3], short[4])
    end = _day(str(first.value.year), month, day)
    return Found(end, first.start, short.end()) if end is not None and end >= first.value else first


def _day(year: str, month: str, day: str) -> date | None:
    numbers = _number(year), _number(month), _number(day)
    try:
        return date(*numbers)
    except ValueError:
        return None


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    text = text.replace("拾", "十").replace("廿", "二十").replace("卅", "三十")
    if "十" not in text:
        return int("".join(str(_HAN[c]) for c in text))
    tens, _ten, ones = text.partition("十")
    return (_HAN.get(tens, 1) if tens else 1) * 10 + sum(_HAN.get(c, 0) for c in ones)
