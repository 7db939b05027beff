"""Refuses to work on libraries with known faults. The faults are in docs/decisions/0001-dependencies.md."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from core.errors import FushenError
from core.i18n import _


@dataclass(frozen=True, slots=True)
class Minimum:
    """The oldest version of a library that may be worked with.

    Attributes:
        refuse: Whether an older one is refused; otherwise it is only told.
    """

    name: str
    oldest: str
    refuse: bool


# jinja2: ways out of the sandbox. lxml, Pillow, pypdf, pi-heif: crashes and endless loops on hostile files.
# pyHanko reads signatures by an interface that older ones have otherwise; what it says is checked, so it is only told.
# SQLite: a case file has one connection and a rollback journal, which its faults with WAL do not reach; only told.
MINIMA: Final = (
    Minimum("SQLite", "3.40", refuse=False),
    Minimum("jinja2", "3.1.6", refuse=True),
    Minimum("lxml", "6.1.3", refuse=True),
    Minimum("Pillow", "12.3", refuse=True),
    Minimum("pypdf", "6.4", refuse=True),
    Minimum("pikepdf", "10.0", refuse=True),
    Minimum("pi-heif", "1.4", refuse=True),
    Minimum("pyhanko", "0.30", refuse=False),
    Minimum("pypdfium2", "5.0", refuse=False),
    Minimum("typst", "0.14", refuse=False),
)


class OldLibraries(FushenError):
    """A library is so old that its faults could damage a case or let a file act."""

    def __init__(self, names: Iterable[str]) -> None:
        text = _("这些组件过旧，含有已知缺陷：{names}。请重新安装复申后再试。")
        super().__init__(text.format(names=_("、").join(names)))


def refuse_or_warn(minima: Iterable[Minimum] = MINIMA) -> tuple[str, ...]:
    """Returns a sentence for each library that should be renewed.

    Raises:
        OldLibraries: One is too old to be worked with.
    """
    old = [minimum for minimum in minima if _numbers(installed(minimum.name)) < _numbers(minimum.oldest)]
    if any(minimum.refuse for minimum in old):
        raise OldLibraries(_described(minimum) for minimum in old if minimum.refuse)
    text = _("组件 {name} 较旧，建议重新安装复申。")
    return tuple(text.format(name=_described(minimum)) for minimum in old)


def installed(name: str) -> str:
    """Returns the version in use, "0" when the library is not there at all."""
    if name == "SQLite":
        return sqlite3.sqlite_version
    try:
        return version(name)
    except PackageNotFoundError:
        return "0"


def _described(minimum: Minimum) -> str:
    text = _("{name} {installed}（至少 {oldest}）")
    return text.format(name=minimum.name, installed=installed(minimum.name), oldest=minimum.oldest)


def _numbers(text: str) -> tuple[int, ...]:
    """Reads the leading numbers of a version; `3.1.6rc1` counts as 3.1.6."""
    numbers = []
    for part in text.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(int(digits))
    return tuple(numbers)
