"""A piece of recognised text with its place."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import Box


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text.

    Attributes:
        box: Where it stands on the page as shown.
        left: As `right`, `middle` and `height`, where it would be on the level, upright page, in heights of that page.
        middle: Of its first line, `last` of its last one.
    """

    text: str
    box: Box
    score: float
    left: float
    right: float
    middle: float
    last: float
    height: float
