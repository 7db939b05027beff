"""Reads the packs' files: every TOML file into its shape, every mistake into a list."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError

from core.i18n import _
from core.packs.code_shapes import Codes
from core.packs.locate import lines_of
from core.packs.mistakes import Mistake, from_validation
from core.packs.money_shapes import Deposits, Lexicon
from core.packs.own import OwnValue, OwnValues, overlaid
from core.packs.shapes import Calendar, Pack, PaperType, Platform, Playbook, Reasons, Shape
from core.packs.syntax import explain
from core.packs.tree import Tree
from core.packs.wording_shapes import Wording

# Where each shape lives. A playbook is a folder, because its letter lies beside it.
SHELVES: Final[dict[str, type[Shape]]] = {
    "playbooks/*/playbook.toml": Playbook,
    "platforms/*.toml": Platform,
    "papers/*.toml": PaperType,
    "reasons.toml": Reasons,
    "deposits.toml": Deposits,
    "lexicon/*.toml": Lexicon,
    "letters/letters.toml": Pack,
    "codes/*.toml": Codes,
    "wording.toml": Wording,
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


def read_all(tree: Tree, own_values: OwnValues = MappingProxyType({})) -> tuple[PackFile, ...]:
    """Returns every pack file, broken ones included, in a fixed order; what the person set is laid over each."""
    names = sorted({*tree.files, *tree.unreadable})
    return tuple(
        _read(tree, name, kind, own_values.get(name, ()))
        for pattern, kind in SHELVES.items()
        for name in names
        if name.count("/") == pattern.count("/") and fnmatchcase(name, pattern)
    )


def _read(tree: Tree, name: str, kind: type[Shape], own: tuple[OwnValue, ...]) -> PackFile:
    folder, _slash, last = name.rpartition("/")
    stem = folder.rpartition("/")[2] if kind is Playbook else last.removesuffix(".toml")
    if name in tree.unreadable:
        message = _("无法读取：{detail}。请检查文件权限。").format(detail=tree.unreadable[name])
        return PackFile(name, stem, kind, mistakes=(Mistake(name, 1, "", message),))
    try:
        # Notepad writes a byte order mark and CRLF; both are harmless.
        text = tree.files[name].decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        message = _("文件不是 UTF-8 编码。请另存为 UTF-8 后重试。")
        return PackFile(name, stem, kind, mistakes=(Mistake(name, 1, "", message),))
    try:
        shape = _parsed(kind, text)
        return PackFile(name, stem, kind, overlaid(shape, own) if own else shape, text)
    except tomllib.TOMLDecodeError as error:
        line, message = explain(str(error), text)
        return PackFile(name, stem, kind, mistakes=(Mistake(name, line, "", message),))
    except ValidationError as error:
        mistakes = tuple(from_validation(name, lines_of(text), kind, error))
        return PackFile(name, stem, kind, None, text, mistakes)


def parsed_playbook(text: str) -> Playbook:
    """Returns the playbook of a text without mistakes."""
    found = _parsed(Playbook, text)
    if not isinstance(found, Playbook):
        raise TypeError(type(found))
    return found


@lru_cache(maxsize=512)
def _parsed(kind: type[Shape], text: str) -> Shape:
    """Keyed by the whole text, so never stale; shapes are frozen, so they can be shared."""
    return kind.model_validate(tomllib.loads(text))
