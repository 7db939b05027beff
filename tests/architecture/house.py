"""What the architecture tests look at: the project's own files, and their syntax trees."""

from __future__ import annotations

import ast
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NOT_OURS = {".git", ".venv", "__pycache__", "out", "build", "dist", "fushen-demo"}


@cache
def files() -> tuple[Path, ...]:
    """The files of the project: what git would keep; without git, what is there."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return tuple(_walk())
    return tuple(
        sorted(ROOT / name for name in os.fsdecode(done.stdout).split("\0") if name and (ROOT / name).is_file())
    )


def _walk() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [f for f in folders if f not in _NOT_OURS and not (f.startswith(".") and f != ".ci")]
        yield from (Path(folder) / name for name in names)


def python(*rooms: str) -> list[Path]:
    """The Python files below these folders, or all of them."""
    return [f for f in files() if f.suffix == ".py" and (not rooms or f.relative_to(ROOT).parts[0] in rooms)]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(path: Path) -> str | None:
    """The file's text, None when it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))
