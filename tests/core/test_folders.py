"""A whole folder handed over: its files within bounds, links left alone, and whatever stays behind is told."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from core import folders
from core.folders import files_of


def test_links_and_loops_are_left_alone(tmp_path: Path) -> None:
    secret = tmp_path / "别处"
    secret.mkdir()
    (secret / "私人.pdf").touch()
    folder = tmp_path / "材料"
    (folder / "子").mkdir(parents=True)
    (folder / "b.pdf").touch()
    (folder / "子" / "a.pdf").touch()
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "子" / "up").symlink_to("..", target_is_directory=True)
    (folder / "out").symlink_to(secret, target_is_directory=True)
    (folder / "私人.pdf").symlink_to(secret / "私人.pdf")
    (folder / ".隐藏.pdf").touch()
    (folder / ".git").mkdir()
    (folder / ".git" / "x.pdf").touch()
    found = files_of([folder])
    assert [file.name for file in found.files] == ["b.pdf", "a.pdf"]
    assert found.left == ()


def test_of_too_many_files_the_first_are_taken_and_the_rest_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MOST_FILES", 3)
    for number in range(9):
        (tmp_path / f"{number}.pdf").touch()
    found = files_of([tmp_path, tmp_path / "0.pdf"])
    assert [file.name for file in found.files] == ["0.pdf", "1.pdf", "2.pdf", "0.pdf"]
    assert len(found.left) == 1
    assert tmp_path.name in found.left[0]


def test_of_too_many_files_picked_one_by_one_the_first_are_taken_and_the_rest_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MOST_FILES", 3)
    found = files_of(tmp_path / f"{number}.pdf" for number in range(9))
    assert [file.name for file in found.files] == ["0.pdf", "1.pdf", "2.pdf"]
    (told,) = found.left
    assert "9" in told
    assert "3" in told


def test_what_lies_too_deep_is_told_by_its_folder(tmp_path: Path) -> None:
    deep = tmp_path / "1" / "2" / "3" / "太深"
    deep.mkdir(parents=True)
    (deep / "a.pdf").touch()
    (deep.parent / "b.pdf").touch()
    found = files_of([tmp_path])
    assert [file.name for file in found.files] == ["b.pdf"]
    assert "太深" in found.left[0]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a folder that can't be read")
def test_a_folder_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    shut, open_ = tmp_path / "关", tmp_path / "开"
    shut.mkdir(mode=0o000)
    open_.mkdir()
    (open_ / "a.pdf").touch()
    found = files_of([tmp_path])
    shut.chmod(0o700)
    assert [file.name for file in found.files] == ["a.pdf"]
    assert "关" in found.left[0]


def test_a_folder_that_is_gone_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "走").mkdir()
    (tmp_path / "a.pdf").touch()
    truly = os.scandir

    def scandir(path: Path | str) -> object:
        if Path(path).name == "走":
            raise FileNotFoundError(2, "gone", str(path))
        return truly(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = files_of([tmp_path])
    assert [file.name for file in found.files] == ["a.pdf"]
    assert "走" in found.left[0]
