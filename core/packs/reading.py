"""Reads the packs' folder: every TOML file into its shape, every mistake into a list."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from core.i18n import _
from core.packs.locate import lines_of
from core.packs.mistakes import Mistake, from_validation
from core.packs.money_shapes import Deposits, Lexicon
from core.packs.shapes import Calendar, PaperType, Platform, Playbook, Reasons, Shape
from core.packs.syntax import explain

# Where each shape lives. A playbook is a folder, because its letter lies beside it.
SHELVES: Final[dict[str, type[Shape]]] = {
    "playbooks/*/playbook.toml": Playbook,
    "platforms/*.toml": Platform,
    "papers/*.toml": PaperType,
    "reasons.toml": Reasons,
    "deposits.toml": Deposits,
    "lexicon/*.toml": Lexicon,
    "calendars/*.toml": Calendar,
}


@dataclass(frozen=True, slots=True)
class PackFile:
    """One TOML file.

    Attributes:
        name: Path below the packs' folder, with forward slashes.
        stem: The id that the file must hold: its name, or for a playbook its folder's.
        shape: The value; None when the file has mistakes of its own.
        text: What stands in it, from which lines are found once a mistake needs one.
    """

    name: str
    stem: str
    kind: type[Shape]
    shape: Any = None
    text: str = ""
    mistakes: tuple[Mistake, ...] = ()


def read_all(root: Path) -> tuple[PackFile, ...]:
    """Returns every pack file under `root`, broken ones included, in a fixed order."""
    return tuple(_read(root, path, kind) for pattern, kind in SHELVES.items() for path in sorted(root.glob(pattern)))


def _read(root: Path, path: Path, kind: type[Shape]) -> PackFile:
    name = path.relative_to(root).as_posix()
    stem = path.parent.name if kind is Playbook else path.stem
    try:
        # Notepad writes a byte order mark and CRLF; both are harmless.
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        message = _("文件不是 UTF-8 编码。请另存为 UTF-8 后重试。")
        return PackFile(name, stem, kind, mistakes=(Mistake(name, 1, "", message),))
    except OSError as error:
        message = _("无法读取：{detail}。请检查文件权限。").format(detail=error.strerror or str(error))
        return PackFile(name, stem, kind, mistakes=(Mistake(name, 1, "", message),))
    try:
        return PackFile(name, stem, kind, _parsed(kind, text), text)
    except tomllib.TOMLDecodeError as error:
        line, message = explain(str(error), text)
        return PackFile(name, stem, kind, mistakes=(Mistake(name, line, "", message),))
    except ValidationError as error:
        mistakes = tuple(from_validation(name, lines_of(text), kind, error))
        return PackFile(name, stem, kind, None, text, mistakes)


@lru_cache(maxsize=512)
def _parsed(kind: type[Shape], text: str) -> Shape:
    """Keyed by the whole text, so never stale; shapes are frozen, so they can be shared."""
    return kind.model_validate(tomllib.loads(text))
