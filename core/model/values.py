"""Small values that several parts of a case share: page boxes, and dates that may be “长期”."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from enum import Enum
from typing import Final

# Left, top, right, bottom as fractions (0–1) of the page as it is shown, rotation applied.
Box = tuple[float, float, float, float]

# A notice gives wall-clock times of mainland China, which has one zone and no summer time.
CHINA: Final = timezone(timedelta(hours=8), "CST")


_YEARS: Final = (1900, 2199)  # a moment beyond is a slip, and the first and last of all can't be told in another zone


def in_reach(moment: datetime) -> bool:
    """Tells whether a moment can be reckoned with."""
    return _YEARS[0] <= moment.year <= _YEARS[1]


class Forever(Enum):
    """The end of validity of a paper that has none; printed as “长期” on Chinese papers."""

    FOREVER = "长期"


forever: Final = Forever.FOREVER


def parse_date(text: str) -> date | Forever | None:
    """Reads the canonical form in which fields keep dates.

    Args:
        text: An ISO date (`2026-03-01`) or `长期`. The many written Chinese forms are turned into
            this one by `core.fields`, not here.

    Returns:
        The date, `forever`, or None when the text is neither.
    """
    if text == forever.value:
        return forever
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
