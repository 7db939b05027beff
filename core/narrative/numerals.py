"""Chinese numerals, as headings and ordinals use them."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_UNITS: Final = ((1000, "千"), (100, "百"), (10, "十"))
_MOST: Final = 9999


def chinese(number: int) -> str:
    """Writes 0–9999 as a Chinese numeral: 三, 十二, 一百零五; a larger one, which nobody would read so, in figures."""
    if not 0 <= number <= _MOST:
        return str(number)
    written = _written(number)
    return written[1:] if written.startswith("一十") else written or _DIGITS[0]


def _written(number: int) -> str:
    parts: list[str] = []
    rest, skipped = number, False
    for unit, sign in _UNITS:
        count, rest = divmod(rest, unit)
        skipped = skipped or bool(parts and not count)
        if count:
            parts.append((_DIGITS[0] if skipped else "") + _DIGITS[count] + sign)
            skipped = False
    if rest:
        parts.append((_DIGITS[0] if skipped else "") + _DIGITS[rest])
    return "".join(parts)
