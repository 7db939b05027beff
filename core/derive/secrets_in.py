"""Numbers worth hiding as text: how they are found in one, and how they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# Shorter ones stand everywhere by chance: a year, an amount, a name of two characters.
_FEWEST_DIGITS: Final = 6
_NUMBER: Final = re.compile(r"[0-9A-Za-z]+")
_SPACES: Final = re.compile(r"[\s\-–—·]+")  # dashes that people put into numbers


def numbers_in(text: str) -> Iterator[str]:
    """Yields the runs of letters and digits that are worth looking for elsewhere."""
    for number in _NUMBER.findall(text):
        if sum(sign.isdigit() for sign in number) >= _FEWEST_DIGITS:
            yield number.upper()


def folded(text: str) -> str:
    """Returns a text as numbers are compared: full-width signs made narrow, spaces and dashes left out."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).upper()
