"""Names of companies and people, made comparable without ever being guessed at.

Only what printing changes is evened out: full and half width, the shape of brackets, and blanks.
“有限公司” and “有限责任公司” stay different, as they are different in the register.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_HALF: Final = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_BRACKETS: Final = str.maketrans("〔〕【】［］﹙﹚[]", "()()()()()")
_BLANK: Final = re.compile(r"[\s\u200b\ufeff]+")
_LATIN: Final = re.compile(r"(?<=[A-Za-z0-9.,&'])\s+(?=[A-Za-z0-9.,&'])")


def normalise(text: str) -> str:
    """Returns the name in half width, with round brackets, and with blanks only between Latin words."""
    even = text.translate(_BRACKETS).translate(_HALF).translate(_BRACKETS)
    kept = _LATIN.sub("\x00", _BLANK.sub(" ", even.replace("\x00", " ")).strip())
    return kept.replace(" ", "").replace("\x00", " ")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Returns the one way in which a name is compared; remembered, because a case asks for the same few all day."""
    return normalise(name)


def same(one: str, other: str) -> bool:
    """Tells whether two names are the same but for how they are printed; two empty ones are not."""
    return bool(one.strip()) and fold(one) == fold(other)
