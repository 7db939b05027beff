"""What was dropped: cases to open or to list, an intake, or papers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from core.folders import files_of
from core.store import SUFFIX


class Dropped(NamedTuple):
    """Files by what they are to the program, and what was left behind of folders, as sentences."""

    cases: tuple[Path, ...] = ()
    intake: Path | None = None
    papers: tuple[Path, ...] = ()
    left: tuple[str, ...] = ()


def sort_out(paths: Iterable[Path]) -> Dropped:
    """Tells cases, an intake and papers apart; called off the interface thread, because folders are looked through."""
    cases: list[Path] = []
    papers: list[Path] = []
    intake: Path | None = None
    rest: list[Path] = []
    for path in paths:
        inside = intake_in(path) if path.is_dir() else path if path.suffix == ".toml" else None
        if inside is not None:
            intake = intake or inside
            continue
        (cases if path.suffix == SUFFIX and not path.is_dir() else rest).append(
            path
        )  # of cases there may be any number
    found = files_of(rest)
    for file in found.files:
        (cases if file.suffix == SUFFIX else papers).append(file)
    return Dropped(tuple(cases), intake, tuple(papers), found.left)


def intake_in(folder: Path) -> Path | None:
    """Returns the intake file of a folder, or None."""
    files = sorted(folder.glob("*.toml"))
    return next((f for f in files if f.stem.lower() == "intake"), files[0] if files else None)
