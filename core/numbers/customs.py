"""报关单号: customs district, year, import or export, and serial, eighteen characters."""

from __future__ import annotations

import re
from typing import Final

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(r"[0-9]{4}20[0-9]{2}[01IE][0-9]{9}")


def compact(text: str) -> str:
    return _shape.tidy(text)


def validate(text: str) -> str:
    number = compact(text)
    _shape.expect(
        _PATTERN,
        number,
        _("报关单号应为 18 位：关区 4 位、年份 4 位、进出口标志 1 位、顺序号 9 位。请对照报关单核对。"),
    )
    return number


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
