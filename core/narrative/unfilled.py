"""A fact that a template prints and nobody has given yet: false for the template, a marked blank on paper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Self

_SHOWN: Final = re.compile("【待填：([^】]+)】")


class Unfilled(str):
    """An empty string that knows which fact it stands for.

    A template asks for it as for any empty text (`{% if notice.number %}`); where it is printed all the same, a
    marked blank stands in the letter, so that no sentence closes over the gap.
    """

    __slots__ = ("what",)
    what: str

    def __new__(cls, what: str) -> Self:
        made = super().__new__(cls, "")
        made.what = what
        return made

    @property
    def shown(self) -> str:
        """What is printed in the place of the fact."""
        return f"【待填：{self.what}】"


def fact(value: str, what: str) -> str:
    """Returns a fact, or the blank that stands for it when it is empty."""
    return value if value.strip() else Unfilled(what)


def unfilled(texts: Iterable[str]) -> tuple[str, ...]:
    """Returns the facts that are printed as blanks in these texts, in reading order, each once."""
    return tuple(dict.fromkeys(name for text in texts for name in _SHOWN.findall(text)))
