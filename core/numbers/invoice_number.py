"""发票号码: eight digits from a tax-control device, twenty on a fully digital invoice (数电发票)."""

from __future__ import annotations

import re
from typing import Final

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(r"[0-9]{8}|[0-9]{20}")


def compact(text: str) -> str:
    return _shape.tidy(text)


def validate(text: str) -> str:
    number = compact(text)
    _shape.expect(_PATTERN, number, _("发票号码应为 8 位数字，数电发票为 20 位数字。请对照发票核对。"))
    return number


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
