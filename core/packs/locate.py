"""Finds the line of every key in a TOML text, which tomllib does not tell.

Only for text that tomllib has already read: what follows is then known to be well formed, so this
needs to know where keys and values end, not what they mean.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from typing import Final

Place = tuple[str | int, ...]
Lines = dict[Place, int]

_BLANK: Final = " \t\r\n"
_BARE_END: Final = ",]}\n#"


def lines_of(text: str) -> Lines:
    """Returns the 1-based line of each key, table and array element, under its path from the top."""
    return _Scanner(text).run()


def line_at(lines: Lines, place: Place) -> int:
    """Returns the line of a place, or of the nearest thing around it that stands in the text."""
    for length in range(len(place), 0, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return 1


class _Scanner:
    """Walks the text once.

    Attributes:
        arrays: How many elements each array of tables (`[[x]]`) has so far.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]
        self.lines: Lines = {}
        self.arrays: dict[Place, int] = {}

    def run(self) -> Lines:
        table: Place = ()
        while self._skip():
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.lines

    def _header(self) -> Place:
        double = self.text.startswith("[[", self.at)
        start = self.at
        self.at += 2 if double else 1
        table: Place = ()
        parts = self._key()
        for number, part in enumerate(parts):
            table = (*table, part)
            if double and number == len(parts) - 1:
                self.arrays[table] = self.arrays.get(table, 0) + 1
            self._note(table, start)
            if table in self.arrays:
                table = (*table, self.arrays[table] - 1)
                self._note(table, start)
        self.at += 2 if double else 1
        return table

    def _pair(self, table: Place) -> None:
        start = self.at
        place = table
        for part in self._key():
            place = (*place, part)
            self._note(place, start)
        self.at += 1  # the equals sign
        self._skip()
        self._value(place)

    def _key(self) -> tuple[str, ...]:
        """Reads a dotted key and stops at the sign after it."""
        parts: list[str] = []
        while True:
            self._skip()
            parts.append(self._key_part())
            self._skip()
            if self.text[self.at] != ".":
                return tuple(parts)
            self.at += 1

    def _key_part(self) -> str:
        start = self.at
        if self.text[self.at] in "\"'":
            self._string()
            quoted = self.text[start : self.at]
            return str(json.loads(quoted, strict=False)) if quoted[0] == '"' and "\\U" not in quoted else quoted[1:-1]
        while self.text[self.at] not in " \t.=]":
            self.at += 1
        return self.text[start : self.at]

    def _value(self, place: Place) -> None:
        char = self.text[self.at]
        if char in "\"'":
            self._string()
        elif char == "[":
            self._array(place)
        elif char == "{":
            self._inline(place)
        else:
            while self.at < len(self.text) and self.text[self.at] not in _BARE_END:
                self.at += 1

    def _array(self, place: Place) -> None:
        self.at += 1
        number = 0
        while self._skip(","):
            if self.text[self.at] == "]":
                break
            element = (*place, number)
            self._note(element, self.at)
            self._value(element)
            number += 1
        self.at += 1

    def _inline(self, place: Place) -> None:
        self.at += 1
        while self._skip(","):
            if self.text[self.at] == "}":
                break
            self._pair(place)
        self.at += 1

    def _string(self) -> None:
        quote = self.text[self.at]
        if self.text.startswith(quote * 3, self.at):
            self._to_end(quote * 3)
            # Up to two more quotes may belong to the text right before the closing three.
            while self.at < len(self.text) and self.text[self.at] == quote:
                self.at += 1
        else:
            self._to_end(quote)

    def _to_end(self, quote: str) -> None:
        self.at += len(quote)
        while not self.text.startswith(quote, self.at):
            self.at += 2 if self.text[self.at] == "\\" and quote[0] == '"' else 1
        self.at += len(quote)

    def _skip(self, also: str = "") -> bool:
        """Skips blanks and comments; tells whether anything is left."""
        while self.at < len(self.text):
            if self.text[self.at] == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self.text[self.at] in _BLANK or self.text[self.at] in also:
                self.at += 1
            else:
                return True
        return False

    def _note(self, place: Place, at: int) -> None:
        self.lines.setdefault(place, bisect_right(self.starts, at))
