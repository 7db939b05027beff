"""The rule packs: what platforms and laws say, as data with source, date and certainty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from core.errors import BadPacks
from core.packs.code_shapes import Codes
from core.packs.condition_lint import Wrong
from core.packs.lint import check_files
from core.packs.locate import line_at, lines_of
from core.packs.mistakes import Mistake, dotted
from core.packs.money_shapes import Deposits, Lexicon
from core.packs.own import OwnValue, by_file
from core.packs.reach import unreachable
from core.packs.reading import PackFile, parsed_playbook, read_all
from core.packs.shapes import Calendar, Pack, PaperType, Platform, Playbook, Reason, Reasons
from core.packs.tree import Tree, of_folder
from core.packs.wording_shapes import Wording
from core.resources import data_root

__all__ = ["Mistake", "OwnValue", "Packs", "Tree", "lint", "lint_tree", "load", "load_tree"]

_NONE: Final = Tree(MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Packs:
    """Everything that is installed. The mappings are read-only.

    Attributes:
        reasons: By id, groups (F3) before their parts (F3a), as the file orders them.
        calendars: By year.
        root: The folder they were read from, or that they were laid over.
        deposits: None when no file tells of deposits.
        lexicons: How notices are worded, by id.
        codes: What groups of digits stand for, by the number's module.
        letters: What tells of the paragraphs that playbooks share.
        tree: The files themselves, the letters' templates among them.
        own_values: What the person set, laid over what the files say.
        said: Sentences for the person about what could not be used.
        wording: Which words a letter had better not use; None when no file tells.
    """

    playbooks: Mapping[str, Playbook]
    platforms: Mapping[str, Platform]
    papers: Mapping[str, PaperType]
    reasons: Mapping[str, Reason]
    calendars: Mapping[int, Calendar]
    root: Path
    deposits: Deposits | None = None
    lexicons: Mapping[str, Lexicon] = field(default_factory=lambda: MappingProxyType({}))
    letters: Pack | None = None
    codes: Mapping[str, Codes] = field(default_factory=lambda: MappingProxyType({}))
    tree: Tree = field(default=_NONE, repr=False)
    own_values: tuple[OwnValue, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The digest of the files, which is what a case pins."""
        return self.tree.digest

    wording: Wording | None = None

    def playbook(self, playbook_id: str) -> Playbook | None:
        """Returns the playbook of this id, or None."""
        return self.playbooks.get(playbook_id)

    def platform(self, platform_id: str) -> Platform | None:
        """Returns the platform of this id, or None."""
        return self.platforms.get(platform_id)

    def paper(self, paper_id: str) -> PaperType | None:
        """Returns the paper type of this id, or None."""
        return self.papers.get(paper_id)


def load(root: Path | None = None) -> Packs:
    """Reads every pack of a folder; without one, those that ship with the program.

    Raises:
        BadPacks: With every mistake of every file.
    """
    folder = _folder(root)
    return load_tree(of_folder(folder), folder)


def load_tree(tree: Tree, root: Path | None = None, own_values: tuple[OwnValue, ...] = ()) -> Packs:
    """Reads every pack of a set of files, what the person set laid over them.

    Raises:
        BadPacks: With every mistake of every file.
    """
    files = read_all(tree, by_file(own_values))
    mistakes = _mistakes(files, tree)
    if mistakes:
        raise BadPacks([str(mistake) for mistake in mistakes])
    return _packs(files, _folder(root), tree, own_values)


def lint(root: Path | None = None) -> tuple[Mistake, ...]:
    """Returns every mistake of every pack of a folder, by file and line; nothing when all is well."""
    return lint_tree(of_folder(_folder(root)))


def lint_tree(tree: Tree) -> tuple[Mistake, ...]:
    """Returns every mistake of a set of files, by file and line; nothing when all is well."""
    from core.packs.letter_lint import wrong_letters  # only here: the template engine is slow to load

    files = read_all(tree)
    books = [file.shape for file in files if isinstance(file.shape, Playbook)]
    letters = {mistake for book in books for mistake in wrong_letters(book, tree)}
    dead = [mistake for file in files for mistake in _dead_ends(file)]
    return tuple(sorted({*_mistakes(files, tree), *letters, *dead}))


def _dead_ends(file: PackFile) -> Iterator[Mistake]:
    if isinstance(file.shape, Playbook):
        wrong = _unreachable(file.text)
        lines = lines_of(file.text) if wrong else {}
        yield from (Mistake(file.name, line_at(lines, place), dotted(place), text) for place, text in wrong)


@lru_cache(maxsize=64)
def _unreachable(text: str) -> tuple[Wrong, ...]:
    """Keyed by the whole text, so never stale; trying out a playbook's conditions takes a moment."""
    return tuple(unreachable(parsed_playbook(text)))


def _folder(root: Path | None) -> Path:
    return root if root is not None else data_root() / "templates"


def _mistakes(files: tuple[PackFile, ...], tree: Tree) -> tuple[Mistake, ...]:
    own = [mistake for file in files for mistake in file.mistakes]
    return tuple(sorted((*own, *check_files(files, tree))))


def _packs(files: tuple[PackFile, ...], folder: Path, tree: Tree, own_values: tuple[OwnValue, ...]) -> Packs:
    reasons = [reason for file in files if isinstance(file.shape, Reasons) for reason in file.shape.reasons]
    years = [file.shape for file in files if isinstance(file.shape, Calendar)]
    return Packs(
        playbooks=MappingProxyType({f.shape.id: f.shape for f in files if isinstance(f.shape, Playbook)}),
        platforms=MappingProxyType({f.shape.id: f.shape for f in files if isinstance(f.shape, Platform)}),
        papers=MappingProxyType({f.shape.id: f.shape for f in files if isinstance(f.shape, PaperType)}),
        reasons=MappingProxyType({reason.id: reason for reason in reasons}),
        calendars=MappingProxyType({calendar.year: calendar for calendar in years}),
        root=folder,
        deposits=next((f.shape for f in files if isinstance(f.shape, Deposits)), None),
        lexicons=MappingProxyType({f.shape.id: f.shape for f in files if isinstance(f.shape, Lexicon)}),
        codes=MappingProxyType({f.shape.number: f.shape for f in files if isinstance(f.shape, Codes)}),
        letters=next((f.shape for f in files if f.kind is Pack), None),
        tree=tree,
        own_values=own_values,
        wording=next((f.shape for f in files if isinstance(f.shape, Wording)), None),
    )
