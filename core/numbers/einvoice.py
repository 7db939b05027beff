"""数电发票号码: year, region, channel and serial, twenty digits; such an invoice has no code."""

from __future__ import annotations

import re
from typing import Final

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(r"[0-9]{20}")


def compact(text: str) -> str:
    return _shape.tidy(text)


def validate(text: str) -> str:
    number = compact(text)
    _shape.expect(_PATTERN, number, _("数电发票号码应为 20 位数字。请对照发票核对。"))
    return number


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
