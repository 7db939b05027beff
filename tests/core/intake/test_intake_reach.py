"""What an intake may reach for: what leads out for all to see is told, what leads out unseen is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import intake, packs
from core.cli.main import main
from core.errors import BadIntake

HEAD = 'playbook = "qualification-reappeal"\nplatform = "tmall"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "受理"
    folder.mkdir()
    (tmp_path / "私人.txt").write_text("秘密", encoding="utf-8")
    (folder / "授权书.txt").write_text("x", encoding="utf-8")
    return folder


def _intake(folder: Path, text: str) -> Path:
    path = folder / "INTAKE.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_files_beside_the_intake_are_taken_without_a_word(folder: Path) -> None:
    found = intake.read(_intake(folder, '[[paper]]\nfile = "授权书.txt"\n'), packs.load())
    assert found.outside == ()


@pytest.mark.parametrize("file", ["../私人.txt", "a/../../私人.txt"])
def test_a_path_that_leads_out_for_all_to_see_is_told(
    file: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a").mkdir()
    path = _intake(folder, f'[[paper]]\nfile = "{file}"\n[[paper]]\nfile = "授权书.txt"\n')
    assert intake.read(path, packs.load()).outside == (file,)
    assert main(["new", str(tmp_path / "a.fushen"), "--from", str(path)]) == 0
    assert file in capsys.readouterr().err


def test_a_full_path_is_told_too(folder: Path, tmp_path: Path) -> None:
    full = (tmp_path / "私人.txt").as_posix()
    path = _intake(folder, f'[notice]\ntext_file = "{full}"\n[[paper]]\nfile = "{full}"\n')
    assert intake.read(path, packs.load()).outside == (full,)


@pytest.mark.parametrize("text", ['[[paper]]\nfile = "链接.txt"\n', '[notice]\ntext_file = "链接.txt"\n'])
def test_a_link_that_leads_out_unseen_is_refused(text: str, folder: Path, tmp_path: Path) -> None:
    (folder / "链接.txt").symlink_to(tmp_path / "私人.txt")
    with pytest.raises(BadIntake, match=r"链接\.txt 是链接"):
        intake.read(_intake(folder, text), packs.load())


def test_a_linked_folder_is_refused_and_a_link_inside_is_not(folder: Path, tmp_path: Path) -> None:
    (folder / "外面").symlink_to(tmp_path, target_is_directory=True)
    (folder / "里面.txt").symlink_to(folder / "授权书.txt")
    with pytest.raises(BadIntake) as caught:
        intake.read(_intake(folder, '[[paper]]\nfile = "外面/私人.txt"\n[[paper]]\nfile = "里面.txt"\n'), packs.load())
    assert len(caught.value.mistakes) == 1
