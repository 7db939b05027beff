"""Whether a text holds a name, a name is a firm's, or two ways of writing a brand are the same one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from core.fields.names import fold, same

__all__ = ["contains", "fold", "is_firm", "marks", "same"]

# How the names of firms and of their kinds end; a person's name ends in none of these.
_FIRM: Final = re.compile(
    r"(公司|合伙企业|集团|工厂|厂|商行|经营部|合作社|事务所|研究院|研究所|中心|商店|门市部|工作室|Ltd\.?|Inc\.?|LLC|GmbH)$",
    re.I,
)
# Between two ways of writing, and where Chinese and Latin letters meet; never inside “NEW BALANCE”.
_SPLIT: Final = re.compile(
    r"\s*[/／|｜、,，;；()（）]+\s*|(?<=[\u4e00-\u9fff])\s*(?=[A-Za-z])|(?<=[A-Za-z])\s*(?=[\u4e00-\u9fff])"
)


def contains(text: str, name: str) -> bool:
    """Returns whether a text such as “某某有限公司 张三” holds the whole name."""
    return bool(name) and fold(name) in fold(text)


def is_firm(name: str) -> bool:
    return bool(_FIRM.search(fold(name)))


@lru_cache(maxsize=4096)
def marks(brand: str) -> frozenset[str]:
    """Returns the ways in which one brand is written: “晨露/MORNING DEW” is both 晨露 and MORNING DEW."""
    return frozenset(fold(part).casefold() for part in _SPLIT.split(brand)) - {""}
