"""食品生产许可证编号: SC, kind, category, region, order and a check digit (GB/T 17710-1999, MOD 11,10)."""

from __future__ import annotations

import re
from typing import Final

from stdnum.iso7064 import mod_11_10

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(r"SC[0-9]{14}")


def compact(text: str) -> str:
    return _shape.tidy(text)


def validate(text: str) -> str:
    number = compact(text)
    _shape.expect(
        _PATTERN, number, _("食品生产许可证编号应为 SC 加 14 位数字。请对照许可证核对；标 QS 的旧编号已停用。")
    )
    last = mod_11_10.calc_check_digit(number[2:-1])
    if number[-1] != last:
        raise _shape.wrong_check_digit(_("食品生产许可证编号"))
    return number


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
