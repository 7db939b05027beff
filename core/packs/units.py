"""What a set of files is made of: packs, each with its own version, date, sources and changes.

A pack is what is written, replaced and taken back as one: a playbook with its letter, a platform, a paper type, the
reasons, the deposits, a lexicon, the shared paragraphs, the codes in a number, a year of working days
(docs/decisions/0005).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from core.i18n import _
from core.packs.reading import PackFile, read_all
from core.packs.shapes import Calendar, Change, Pack, Source
from core.packs.tree import Tree

# The order in which kinds of packs are shown.
KINDS: Final = (
    "playbooks", "platforms", "papers", "reasons", "deposits", "lexicon", "wording", "letters", "codes", "calendars",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """One pack.

    Attributes:
        key: What it is known by: `platforms/<id>`, `reasons`.
        kind: One of `KINDS`.
        main: The name of its TOML file.
        files: Its files by name.
        digest: Of its files.
    """

    key: str
    kind: str
    title: str
    version: str
    effective: date
    sources: tuple[Source, ...]
    changelog: tuple[Change, ...]
    main: str
    files: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        return Tree(self.files).digest


def units(tree: Tree) -> tuple[Unit, ...]:
    """Returns the packs of a set of files, as they are shown; files with mistakes make none."""
    found = [unit for file in read_all(tree) if (unit := _unit(file, tree)) is not None]
    return tuple(sorted(found, key=lambda unit: (KINDS.index(unit.kind), unit.key)))


def key_of(name: str) -> str:
    """Returns the key of the pack that a file belongs to."""
    folder, slash, rest = name.partition("/")
    if not slash:
        return name.removesuffix(".toml")
    if folder == "letters":
        return folder
    return f"{folder}/{rest.partition('/')[0].removesuffix('.toml')}"


def grouped(files: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Sorts files by the pack that they belong to."""
    found: dict[str, dict[str, bytes]] = {}
    for name in sorted(files):
        found.setdefault(key_of(name), {})[name] = files[name]
    return found


def title_of_kind(kind: str) -> str:
    """Returns what a kind of packs is called."""
    return {
        "playbooks": _("申诉类型"),
        "platforms": _("平台"),
        "papers": _("材料"),
        "reasons": _("原因"),
        "deposits": _("保证金"),
        "lexicon": _("通知用语"),
        "wording": _("说明用语"),
        "letters": _("共用段落"),
        "codes": _("号码里的代码"),
        "calendars": _("放假与调休"),
    }[kind]


def _unit(file: PackFile, tree: Tree) -> Unit | None:
    shape, key = file.shape, key_of(file.name)
    kind = key.partition("/")[0]
    mine = MappingProxyType({name: content for name, content in tree.files.items() if key_of(name) == key})
    if isinstance(shape, Calendar):
        title = _("{year} 年放假与调休").format(year=shape.year)
        day = shape.fact.as_of
        return Unit(key, kind, title, day.isoformat(), day, (shape.fact,), (), file.name, mine)
    if isinstance(shape, Pack):
        told = (shape.sources, shape.changelog)
        return Unit(key, kind, shape.title, shape.version, shape.effective, *told, file.name, mine)
    return None
