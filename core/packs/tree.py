"""The files of a set of packs, wherever they lie: a folder, a bundle, or both laid over each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final

from core.errors import reason

# Folders and single files that packs are made of; the rest of `templates/` is the program's own.
FOLDERS: Final = ("playbooks", "platforms", "papers", "calendars", "lexicon", "letters", "codes")
SINGLES: Final = ("reasons.toml", "deposits.toml", "wording.toml")
SUFFIXES: Final = frozenset({".toml", ".j2"})


@dataclass(frozen=True)
class Tree:
    """A set of pack files by name: the path below the packs' folder, with forward slashes.

    Attributes:
        files: The content of every TOML file and every text template, in the order of names.
        strange: Names of files that no pack reads.
        unreadable: Names of files that can't be read, each with the system's reason.
    """

    files: Mapping[str, bytes]
    strange: tuple[str, ...] = ()
    unreadable: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over names and contents: the same files have the same digest, however they are packed."""
        whole = sha256()
        for name in sorted(self.files):
            whole.update(f"{name}\0{sha256(self.files[name]).hexdigest()}\n".encode())
        return whole.hexdigest()

    def under(self, start: str) -> dict[str, bytes]:
        """Returns the files whose names begin so."""
        return {name: content for name, content in self.files.items() if name.startswith(start)}

    def over(self, other: Mapping[str, bytes]) -> Tree:
        """Returns these files with others added or put in their place."""
        files = {**self.files, **other}
        return Tree(MappingProxyType({name: files[name] for name in sorted(files)}), self.strange, self.unreadable)

    def without(self, names: frozenset[str]) -> Tree:
        """Returns these files but those of these names."""
        kept = {name: content for name, content in self.files.items() if name not in names}
        return Tree(MappingProxyType(kept), self.strange, self.unreadable)


def of_folder(root: Path) -> Tree:
    """Reads a folder of packs."""
    files: dict[str, bytes] = {}
    unreadable: dict[str, str] = {}
    strange = []
    singles = [root / name for name in SINGLES]
    inside = [path for folder in FOLDERS for path in (root / folder).rglob("*")]
    for path in sorted(path for path in (*singles, *inside) if path.is_file()):
        name = path.relative_to(root).as_posix()
        if path.suffix not in SUFFIXES:
            strange.append(name)
            continue
        try:
            files[name] = path.read_bytes()
        except OSError as error:
            unreadable[name] = reason(error)
    return Tree(MappingProxyType(files), tuple(strange), MappingProxyType(unreadable))
