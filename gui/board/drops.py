"""What was dropped: cases to open or to list, an intake, or papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from core.store import SUFFIX

_MOST_FILES = 500  # of one folder; more is a disk that was dropped by accident
_DEEPEST = 4


class Dropped(NamedTuple):
    """Files by what they are to the program."""

    cases: tuple[Path, ...] = ()
    intake: Path | None = None
    papers: tuple[Path, ...] = ()


def sort_out(paths: Iterable[Path]) -> Dropped:
    """Tells cases, an intake and papers apart; called off the interface thread, because folders are looked through."""
    cases: list[Path] = []
    papers: list[Path] = []
    intake: Path | None = None
    for path in paths:
        inside = intake_in(path) if path.is_dir() else path if path.suffix == ".toml" else None
        if inside is not None:
            intake = intake or inside
            continue
        for file in _files_in(path) if path.is_dir() else (path,):
            (cases if file.suffix == SUFFIX else papers).append(file)
    return Dropped(tuple(cases), intake, tuple(papers[:_MOST_FILES]))


def intake_in(folder: Path) -> Path | None:
    """Returns the intake file of a folder, or None."""
    files = sorted(folder.glob("*.toml"))
    return next((f for f in files if f.stem.lower() == "intake"), files[0] if files else None)


def _files_in(folder: Path, depth: int = 1) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")) or path.is_symlink():
            continue
        if path.is_file():
            yield path
        elif path.is_dir() and depth < _DEEPEST:
            yield from _files_in(path, depth + 1)
