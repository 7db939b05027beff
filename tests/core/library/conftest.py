from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.library import Library
from core.packs.bundle import pack
from core.packs.tree import of_folder
from core.packs.units import grouped
from core.resources import data_root


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the packs that ship with the program, which a test may change as a later version would."""
    root = tmp_path / "templates"
    shutil.copytree(data_root() / "templates", root)
    return root


@pytest.fixture
def library(tmp_path: Path, shipped: Path) -> Library:
    return Library(tmp_path / "家", shipped)


@pytest.fixture
def edited(tmp_path: Path, shipped: Path) -> Callable[..., Path]:
    """Writes a bundle of one pack in which texts were exchanged; nothing of what is shipped changes."""

    def bundle(key: str, *pairs: tuple[str, str], name: str = "新规则.zip") -> Path:
        files = grouped(of_folder(shipped).files)[key]
        for old, new in pairs:
            assert any(old.encode() in content for content in files.values()), f"{key} no longer holds {old!r}"
            files = {file: content.replace(old.encode(), new.encode(), 1) for file, content in files.items()}
        path = tmp_path / name
        path.write_bytes(pack(files))
        return path

    return bundle
