"""CMA 资质认定证书编号: year, authority, field, trade and serial, twelve digits without a check digit.

Which authorities and fields there are is data (`templates/codes/cma.toml`, read by `core.numbers.parts`).
"""

from __future__ import annotations

import re
from typing import Final

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(r"[0-9]{12}")


def compact(text: str) -> str:
    return _shape.tidy(text).removeprefix("CMA")


def validate(text: str) -> str:
    number = compact(text)
    _shape.expect(_PATTERN, number, _("CMA 资质认定证书编号应为 12 位数字。请对照检测报告首页核对。"))
    return number


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
