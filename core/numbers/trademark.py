"""商标注册号 or 申请号, national or international (G…). There is no check digit, so only the form is looked at."""

from __future__ import annotations

import re
from typing import Final

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(r"(?:G[0-9]{5,7}|[0-9]{1,8})[A-Z]?")
_FRAME: Final = re.compile(r"^(?:第|NO|№)+|(?:号)+$")  # how certificates print it: 第12345678号


def compact(text: str) -> str:
    return _FRAME.sub("", _shape.tidy(text))


def validate(text: str) -> str:
    number = compact(text)
    _shape.expect(
        _PATTERN,
        number,
        _("商标注册号应为 1 至 8 位数字（国际注册以 G 开头），末尾可带一个字母。请对照商标注册证核对。"),
    )
    return number


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
