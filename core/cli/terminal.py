"""The two streams of a command: results to stdout, all else to stderr; colours only where they show."""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from core.errors import DiskFault
from core.i18n import _

_CODES: Final = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "grey": "90"}
_WIDTH_MAX: Final = 100
_COMMANDS: Final = re.compile(
    r"\x1b(?!\[[0-9;]*m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


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
        self.raw(harmless(text))

    def raw(self, text: str) -> None:
        """Writes a line of the result for programs, every character as it is."""
        with _fault_told():
            self.out.write(f"{text}\n")

    def note(self, text: str) -> None:
        """Writes a line that is not part of the result."""
        self.settle()  # so that both streams of one terminal keep their order
        self.err.write(f"{harmless(text)}\n")
        self.err.flush()

    def settle(self) -> None:
        """Hands the result over to the system."""
        with _fault_told():
            self.out.flush()

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
    # A parent may start us without them, as a desktop does; what is said then is said to nobody.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        _speak_chinese(stream)
    return Terminal(sys.stdout, sys.stderr)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


@contextmanager
def _fault_told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # a reader that has seen enough is no fault
    except OSError as error:
        raise DiskFault(Path(_("标准输出")), error) from error


def harmless(text: str) -> str:
    """Replaces what would command the screen or turn the direction of writing, as names of files may; colours stay."""
    return _COMMANDS.sub("?", text)


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
    rows = [[cell.replace("\n", "?") for cell in row] for row in rows]
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    lines = []
    for row in rows:
        head = "".join(f"{fill(cell, widths[i])}  " for i, cell in enumerate(row[:-1]))
        lines.append(f"{head}{clip(row[-1], max(10, columns - width(head)))}".rstrip())
    return lines
