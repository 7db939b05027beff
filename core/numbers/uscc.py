"""统一社会信用代码, the unified social credit code of an organisation (GB 32100-2015).

Eighteen characters: registration authority, kind, six digits of the region, the nine characters of
the organisation code with its own check character (GB 11714), and a check character over all.
Checking both finds more invented numbers than checking one. A code that passes need not exist.
"""

from __future__ import annotations

import re
from typing import Final

from stdnum.cn import uscc as _stdnum

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714-1997, 5.2


def compact(text: str) -> str:
    return _shape.tidy(text)


def validate(text: str) -> str:
    number = compact(text)
    wrong = _(
        "统一社会信用代码应为 18 位数字和大写字母（不用 I、O、S、V、Z），第 3 至 8 位为数字。请对照营业执照核对。"
    )
    _shape.expect(_PATTERN, number, wrong)
    last = _stdnum.calc_check_digit(number[:-1])
    if number[-1] != last:
        raise _shape.wrong_check_digit(_("统一社会信用代码"))
    inner = _organisation_digit(number[8:16])
    if number[16] != inner:
        raise _shape.wrong_check_digit(_("统一社会信用代码第 9 至 17 位（主体标识码）"))
    return number


def _organisation_digit(body: str) -> str:
    # int(c, 36) gives 0–35 for 0–9 and A–Z, the values that GB 11714 names.
    rest = 11 - sum(int(c, 36) * weight for c, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
