"""File names for what is handed out: readable, and harmless on every system."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

from core.errors import PathNotText, PathTooLong

# Windows refuses these; the others are control and direction characters that hide what a name really is.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_LONGEST = 80
# SQLite opens paths of up to 512 bytes on POSIX (os_unix.c, MAX_PATHNAME), its journal's longer name included.
_DATABASE_PATH = 512 - len("-journal") - 1


def refuse_no_text(path: Path) -> int:
    """Refuses a path that is no text, as one from a disk or an archive in another encoding may be on Linux.

    Returns:
        Its length in bytes.

    Raises:
        PathNotText: With what to do.
    """
    try:
        return len(str(path.absolute()).encode())
    except UnicodeEncodeError as error:
        raise PathNotText(path) from error


def refuse_for_database(path: Path) -> None:
    """Refuses a path on which the database library would only say that it can't be opened.

    Raises:
        PathNotText, PathTooLong: With what to do.
    """
    if refuse_no_text(path) > _DATABASE_PATH and sys.platform != "win32":
        raise PathTooLong(path)


def safe_name(name: str) -> str:
    """Returns a file name without a folder, without odd characters, at most 80 characters long."""
    clean = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    stem, ending = (stem, dot + ending) if stem and len(ending) <= 8 else (clean, "")
    short = stem[: _LONGEST - len(ending)].rstrip(" .") + ending
    return f"_{short}" if _RESERVED.fullmatch(short) else short or "_"
