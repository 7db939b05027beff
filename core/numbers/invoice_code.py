"""发票代码 of invoices from tax-control devices, ten or twelve digits."""

from __future__ import annotations

import re
from typing import Final

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(r"[0-9]{10}|[0-9]{12}")


def compact(text: str) -> str:
    return _shape.tidy(text)


def validate(text: str) -> str:
    number = compact(text)
    _shape.expect(_PATTERN, number, _("发票代码应为 10 位或 12 位数字；数电发票没有发票代码。请对照发票核对。"))
    return number


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
