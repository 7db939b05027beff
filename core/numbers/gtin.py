"""商品条码, a GTIN of 8, 12, 13 or 14 digits with its check digit (GB 12904; GS1 General Specifications 7.9)."""

from __future__ import annotations

import re
from typing import Final

from stdnum import ean

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(r"[0-9]{8}|[0-9]{12,14}")


def compact(text: str) -> str:
    return _shape.tidy(text)


def validate(text: str) -> str:
    number = compact(text)
    _shape.expect(_PATTERN, number, _("商品条码应为 13 位数字（也有 8、12、14 位的）。请对照包装上的条码核对。"))
    last = ean.calc_check_digit(number[:-1])
    if number[-1] != last:
        raise _shape.wrong_check_digit(_("商品条码"))
    return number


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
