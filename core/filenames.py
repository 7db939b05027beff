"""File names for what is handed out: readable, and harmless on every system."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from core.errors import PathNotText

# Windows refuses these; the others are control and direction characters that hide what a name really is.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_LONGEST = 80


def refuse_no_text(path: Path) -> None:
    """Refuses a path that is no text, as one from a disk or an archive in another encoding may be on Linux.

    Raises:
        PathNotText: With what to do.
    """
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError as error:
        raise PathNotText(path) from error


def safe_name(name: str) -> str:
    """Returns a file name without a folder, without odd characters, at most 80 characters long."""
    clean = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    stem, ending = (stem, dot + ending) if stem and len(ending) <= 8 else (clean, "")
    short = stem[: _LONGEST - len(ending)].rstrip(" .") + ending
    return f"_{short}" if _RESERVED.fullmatch(short) else short or "_"
