from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.resources import data_root


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The shipped packs, copied to where they may be spoilt."""
    root = tmp_path / "templates"
    shutil.copytree(data_root() / "templates", root)
    return root


@pytest.fixture
def edit(copied: Path) -> Callable[[str, str, str], Path]:
    """Replaces the first occurrence of a text in a copied pack file."""

    def replace_first(file: str, old: str, new: str) -> Path:
        path = copied / file
        text = path.read_text("utf-8")
        assert old in text, f"{file} no longer holds {old!r}; mend this test"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return copied

    return replace_first
