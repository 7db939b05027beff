"""Whether two names are the same name.

Only width, brackets and spaces are forgiven: “有限公司” is not “有限责任公司”.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# How the names of firms and of their kinds end; a person's name ends in none of these.
_FIRM: Final = re.compile(
    r"(公司|合伙企业|集团|工厂|厂|商行|经营部|合作社|事务所|研究院|研究所|中心|商店|门市部|工作室|Ltd\.?|Inc\.?|LLC|GmbH)$",
    re.I,
)
_WIDTH: Final = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)} | {
    "【": "(",
    "】": ")",
    "〔": "(",
    "〕": ")",
}
_SPLIT: Final = re.compile(r"[/／|｜、,，;；()（）\s]+")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Returns the one way in which a name is compared: half width, round brackets, no spaces."""
    plain = "".join(_WIDTH.get(sign, sign) for sign in unicodedata.normalize("NFC", name))
    return "".join(plain.split())


def same(one: str, other: str) -> bool:
    """Returns whether both write the same name; two empty names are not the same."""
    return bool(one) and fold(one) == fold(other)


def contains(text: str, name: str) -> bool:
    """Returns whether a text such as “某某有限公司 张三” holds the whole name."""
    return bool(name) and fold(name) in fold(text)


def is_firm(name: str) -> bool:
    return bool(_FIRM.search(fold(name)))


@lru_cache(maxsize=4096)
def marks(brand: str) -> frozenset[str]:
    """Returns the ways in which one brand is written: “晨露/MORNING DEW” is 晨露 or MORNING DEW, or the whole."""
    parts = {fold(part).casefold() for part in _SPLIT.split(brand)}
    return frozenset(parts | {fold(brand).casefold()}) - {""}
