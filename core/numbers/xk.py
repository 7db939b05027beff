"""工业产品生产许可证编号: XK, trade, product and serial, behind the province that issued it. No check digit."""

from __future__ import annotations

import re
from typing import Final

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(
    rf"(?:\([{_shape.PROVINCES}]\))?XK[0-9]{{5}}[0-9]{{4,5}}"
)  # the last part had four digits once


def compact(text: str) -> str:
    return _shape.tidy(text)


def validate(text: str) -> str:
    number = compact(text)
    _shape.expect(
        _PATTERN,
        number,
        _("工业产品生产许可证编号应为 XK 加 2 位、3 位、5 位数字，前面可有括号里的省份简称。请对照许可证核对。"),
    )
    return number


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
