"""The two streams of a command: results to stdout, all else to stderr; colours only where they show."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TextIO

_CODES: Final = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "grey": "90"}
_WIDTH_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command writes.

    Attributes:
        out: The result, and nothing else.
        err: Progress, notes, faults.
    """

    out: TextIO
    err: TextIO

    def result(self, text: str) -> None:
        """Writes a line of the result."""
        self.out.write(f"{text}\n")

    def note(self, text: str) -> None:
        """Writes a line that is not part of the result."""
        self.out.flush()  # so that both streams of one terminal keep their order
        self.err.write(f"{text}\n")
        self.err.flush()

    def paint(self, text: str, *styles: str) -> str:
        """Returns the text coloured, where the result goes to a screen that wants colours."""
        if not text or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not self.out.isatty():
            return text
        return f"\x1b[{';'.join(_CODES[s] for s in styles)}m{text}\x1b[0m"

    @property
    def columns(self) -> int:
        """How wide lines may be; files and pipes get the usual 80."""
        wide = shutil.get_terminal_size().columns if self.out.isatty() else 80
        return max(40, min(wide, _WIDTH_MAX))


def standard() -> Terminal:
    """Returns the process's own streams, able to carry Chinese on every system."""
    for stream in (sys.stdout, sys.stderr):
        _speak_chinese(stream)
    return Terminal(sys.stdout, sys.stderr)


def _speak_chinese(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if stream.isatty():
        reconfigure(errors="replace")  # a screen of another code page shows what it can
    else:
        reconfigure(encoding="utf-8", errors="backslashreplace")  # what programs read is always UTF-8


def width(text: str) -> int:
    """Returns how many columns a text takes; a Chinese character takes two."""
    return sum(_columns_of(character) for character in text)


def _columns_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cc", "Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fill(text: str, columns: int) -> str:
    """Returns the text with blanks after it up to a width."""
    return text + " " * max(0, columns - width(text))


def clip(text: str, columns: int) -> str:
    """Returns as much of the text as a width has room for, with “…” where it was cut."""
    if width(text) <= columns:
        return text
    taken = ""
    for character in text:
        if width(taken) + _columns_of(character) > columns - 1:
            break
        taken += character
    return f"{taken}…"


def wrap(text: str, columns: int, indent: str = "") -> list[str]:
    """Breaks a text into lines: between Chinese characters anywhere, in other scripts between words."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in _words(paragraph):
            if line.strip() and width(indent + line + word.rstrip()) > columns:
                lines.append(indent + line.rstrip())
                line = ""
            line += word if line else word.lstrip()
        lines.append(indent + line.rstrip())
    return lines


# No line may begin with one of these, nor end with one of those.
_NOT_FIRST: Final = "，。；：、？！）》」』】”’…%％"
_NOT_LAST: Final = "（《「『【“‘"


def _words(text: str) -> list[str]:
    words: list[str] = []
    for character in text:
        previous = words[-1][-1] if words else ""
        joins = character in _NOT_FIRST or character == " " or (previous and previous in _NOT_LAST)
        latin = previous and previous != " " and _columns_of(previous) == 1 and _columns_of(character) == 1
        if words and (joins or latin):
            words[-1] += character
        else:
            words.append(character)
    return words


def table(rows: Sequence[Sequence[str]], columns: int) -> list[str]:
    """Returns rows as aligned lines; the last column takes what room is left."""
    if not rows:
        return []
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    lines = []
    for row in rows:
        head = "".join(f"{fill(cell, widths[i])}  " for i, cell in enumerate(row[:-1]))
        lines.append(f"{head}{clip(row[-1], max(10, columns - width(head)))}".rstrip())
    return lines
