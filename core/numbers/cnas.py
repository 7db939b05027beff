"""CNAS 认可编号 of laboratories (L…) and inspection bodies (IB…), without a check digit."""

from __future__ import annotations

import re
from typing import Final

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(r"CNAS(?:L|IB)[0-9]{4,5}")


def compact(text: str) -> str:
    return "CNAS" + _shape.tidy(text).removeprefix("CNAS")


def validate(text: str) -> str:
    number = compact(text)
    _shape.expect(_PATTERN, number, _("CNAS 认可编号应为 L 或 IB 加 4 至 5 位数字。请对照检测报告首页核对。"))
    return number


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
