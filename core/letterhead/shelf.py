"""Where the firm's letterhead lies: beside the settings, so that it goes on working when the original is moved."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from core.errors import BadLetterhead, DiskFault, NotReadable, reason
from core.i18n import _
from core.letterhead.filling import inspect
from core.letterhead.safety import MOST_BYTES
from core.store import files

_FOLDER: Final = "letterhead"
_NAME: Final = "letterhead.docx"


def adopt(source: Path, home: Path) -> Path:
    """Takes a Word file over as the firm's letterhead; returns where it lies from now on.

    Raises:
        BadLetterhead: With everything that is wrong with it; the one before stays.
        NotReadable, DiskFault: The file can't be read, or the settings' folder not be written.
    """
    content = read(source)
    wrong = inspect(content)
    if wrong:
        raise BadLetterhead(wrong)
    target = home / _FOLDER / _NAME
    part = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        files.replace(part, target)
    except OSError as error:
        raise DiskFault(target, error) from error
    finally:
        part.unlink(missing_ok=True)
    return target


def read(path: Path) -> bytes:
    """Reads a template; one that is far too large only as far as is needed to refuse it.

    Raises:
        NotReadable: There is no such file, or it can't be opened.
    """
    try:
        if not path.is_file():
            raise NotReadable(path, _("没有这个文件"))
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise NotReadable(path, reason(error)) from error
