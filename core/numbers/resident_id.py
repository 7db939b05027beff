"""公民身份号码: region, day of birth, order and a check character (GB 11643-1999).

Numbers of residence permits for Hong Kong, Macao and Taiwan residents (81, 82, 83) have the same
form. The region is not looked up: lists of old regions have gaps, and a gap would refuse a true number.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from stdnum.cn import ric

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(r"[0-9]{17}[0-9X]")


def compact(text: str) -> str:
    return _shape.tidy(text)


def validate(text: str) -> str:
    number = compact(text)
    _shape.expect(_PATTERN, number, _("公民身份号码应为 18 位，前 17 位是数字，末位是数字或 X。请对照证件核对。"))
    if not _is_day(number[6:14]):
        raise _shape.InvalidNumber(_shape.DATE, _("公民身份号码第 7 至 14 位不是有效的出生日期。请对照证件核对。"))
    last = ric.calc_check_digit(number)
    if number[-1] != last:
        raise _shape.wrong_check_digit(_("公民身份号码"))
    return number


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year > _FIRST_YEAR
    except ValueError:
        return False


_FIRST_YEAR: Final = 1850


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
