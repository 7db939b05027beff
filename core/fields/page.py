"""One page as the readers of fields see it: its lines, and the words that stand before values on its type of paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from core.fields import dates
from core.fields.lines import COLUMN, Line, Vocabulary, squeezed

Phrase = tuple[str, str, float]  # field name, canonical value, score


@dataclass(frozen=True)
class Page:
    """A page.

    Attributes:
        seen: Whether it was recognised from a picture, so that the places of its pieces are known.
    """

    number: int
    lines: tuple[Line, ...]
    words: Vocabulary
    seen: bool

    @cached_property
    def rows(self) -> tuple[str, ...]:
        return tuple(COLUMN.join(piece.text for piece in line) for line in self.lines)

    @cached_property
    def text(self) -> str:
        return "\n".join(self.rows)

    @cached_property
    def tight(self) -> str:
        """All its text without blanks and columns, for what is said in sentences."""
        return squeezed(self.text).replace("｜", "")

    def cells(self) -> Iterator[str]:
        for line in self.lines:
            for piece in line:
                yield piece.text.strip()

    def lone(self) -> Iterator[str]:
        """Yields pieces that neither are labels nor stand behind one, the lowest first."""
        for line in reversed(self.lines):
            for place, piece in reversed(tuple(enumerate(line))):
                if not self._is_behind(line[:place]) and not self.words.begins(piece.text):
                    yield piece.text.strip()

    def _is_behind(self, before: Line) -> bool:
        """Tells whether pieces end with a label, or with a day behind one, of which the next piece is the end."""
        if not before or not self.words.begins(COLUMN.join(piece.text for piece in before)):
            return False
        # Behind a label with its value comes another column, which the label says nothing about.
        return len(before) == 1 or self.words.begins(before[-1].text) or bool(dates.find(before[-1].text))
