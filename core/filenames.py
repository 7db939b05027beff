"""File names for what is handed out: readable, and harmless on every system."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

from core.errors import PathNotText, PathTooLong

# Windows refuses these; the others are control and direction characters that hide what a name really is, line ends,
# halves of characters and tags that nobody sees.
_FORBIDDEN = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]'
    r"|[\U000e0000-\U000e007f]"
)
# Of Windows, which takes \u00b9, \u00b2 and \u00b3 for digits here, and whatever spaces stand before the dot.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d\u00b9\u00b2\u00b3])\s*(\..*)?")
_LONGEST = 80
# Linux takes 255 bytes; a number or a word may still come before the name, and an ending after it.
_LONGEST_BYTES = 240
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
    """Returns a file name without a folder, without odd characters, at most 80 characters and 240 bytes long."""
    clean = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    stem, ending = (stem, dot + ending) if stem and len(ending) <= 8 else (clean, "")
    stem = stem[: _LONGEST - len(ending)].encode()[: _LONGEST_BYTES - len(ending.encode())].decode(errors="ignore")
    short = stem.rstrip(" .") + ending
    return f"_{short}" if _RESERVED.fullmatch(short) else short or "_"
