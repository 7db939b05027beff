"""What every number module has in common: the error, the tidying, and the two questions on top of `validate`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Protocol

from core.errors import FushenError
from core.i18n import _

FORMAT: Final = "format"
CHECKSUM: Final = "checksum"
DATE: Final = "date-impossible"

# The short names of provinces, as numbers of provincial offices begin.
PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

# Blanks of any kind, and what people put between groups of digits.
_BETWEEN: Final = re.compile(r"[\s\u200b-\u200f\ufeff\-\u2010-\u2015\u2212_.·]+")

# The full-width forms of ASCII (U+FF01–FF5E); other signs are left alone, so that nothing is guessed.
_HALF: Final = {0xFF01 + i: 0x21 + i for i in range(94)}
_CAPITAL: Final = {ord(c): ord(c) - 32 for c in "abcdefghijklmnopqrstuvwxyz"}


class InvalidNumber(FushenError):
    """A number that can't be right.

    Attributes:
        code: `format`, `checksum` or `date-impossible`, as in the findings `number/<code>`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class NumberModule(Protocol):
    """The one shape of the modules of this room."""

    def compact(self, text: str) -> str:
        """Returns the number as registers write it: half width, capital letters, nothing between."""

    def validate(self, text: str) -> str:
        """Returns the compact number, or raises `InvalidNumber` when it can't be right."""

    def is_valid(self, text: str) -> bool:
        """Tells whether the number may be right; that it exists is for the official register to say."""

    def why(self, text: str) -> str:
        """Returns what is wrong as a sentence for the person, or ""."""


def tidy(text: str) -> str:
    """Returns a number in half width and capital letters without anything between its digits."""
    return _BETWEEN.sub("", text.translate(_HALF)).translate(_CAPITAL)


def is_valid(validate: Callable[[str], str], text: str) -> bool:
    """Answers `is_valid` for the module that has this `validate`."""
    return not why(validate, text)


def why(validate: Callable[[str], str], text: str) -> str:
    """Answers `why` for the module that has this `validate`."""
    try:
        validate(text)
    except InvalidNumber as error:
        return error.message
    return ""


def expect(pattern: re.Pattern[str], number: str, message: str) -> None:
    """Raises the format error unless the whole number fits."""
    if not pattern.fullmatch(number):
        raise InvalidNumber(FORMAT, message)


def wrong_check_digit(name: str) -> InvalidNumber:
    """Returns the error for a last digit that does not follow from the others.

    It does not say which digit would: the original tells that, and nobody should write a digit in to please a sum.
    """
    return InvalidNumber(CHECKSUM, _("{name}的校验码与前面各位不符。请对照原件逐位核对。").format(name=name))
