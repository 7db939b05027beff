"""Temporary folders go at every end; what killed runs left is swept, and what anybody uses is not."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from core import scratch
from core.scratch import Scratch

ROOT = Path(__file__).parents[2]
HOLD = """
import os, sys
from core.scratch import Scratch
kept = Scratch()
(kept.path / "营业执照.jpg").write_text("x")
print(kept.path, flush=True)
if sys.argv[1] == "wait": sys.stdin.read()
if sys.argv[1] == "die": os._exit(9)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    scratch._sweep_once.cache_clear()
    return tmp_path


def _program(how: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, how],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_what_a_killed_program_left_goes_when_the_next_one_starts(temporary: Path) -> None:
    told, _none = _program("die").communicate(timeout=60)
    left = Path(told.strip())
    assert (left / "营业执照.jpg").exists()
    with Scratch() as ours:
        assert not left.exists()
        assert ours.parent == temporary


def test_what_a_running_program_uses_stays(temporary: Path) -> None:
    program = _program("wait")
    assert program.stdout is not None
    used = Path(program.stdout.readline().strip())
    with Scratch():
        assert (used / "营业执照.jpg").exists()
    program.communicate(timeout=60)
    assert list(temporary.iterdir()) == [], "an orderly end leaves nothing, forgotten or not"


def test_folders_that_are_not_ours_are_never_touched(temporary: Path) -> None:
    outside = temporary / "别人的"
    outside.mkdir()
    (outside / "重要.txt").write_text("x")
    (outside / ".lock").touch()
    (temporary / "fushen-link").symlink_to(outside, target_is_directory=True)
    unlocked = temporary / "fushen-unlocked"
    unlocked.mkdir()
    (unlocked / "a").touch()
    with Scratch():
        assert (outside / "重要.txt").exists()
        assert (unlocked / "a").exists()


def test_a_folder_of_a_similar_name_stays_though_nobody_holds_its_lock(temporary: Path) -> None:
    (temporary / "fushen-backup").mkdir()
    (temporary / "fushen-backup" / ".lock").touch()
    (temporary / "fushen-backup" / "合同.pdf").write_text("x")
    (temporary / "fushen-empty").mkdir()
    with Scratch():
        assert (temporary / "fushen-backup" / "合同.pdf").exists()
        assert (temporary / "fushen-empty").is_dir()


def test_a_link_to_a_folder_that_is_ours_is_not_followed(temporary: Path) -> None:
    told, _none = _program("die").communicate(timeout=60)
    left = Path(told.strip())
    moved = temporary / "别处" / left.name
    moved.parent.mkdir()
    left.rename(moved)
    left.symlink_to(moved, target_is_directory=True)
    with Scratch():
        assert (moved / "营业执照.jpg").exists()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="gives a folder to another user")
def test_what_another_user_left_is_not_ours_to_sweep(temporary: Path) -> None:
    told, _none = _program("die").communicate(timeout=60)
    left = Path(told.strip())
    os.chown(left, 12345, 12345)
    with Scratch():
        assert (left / "营业执照.jpg").exists()


def test_a_folder_with_links_out_of_it_takes_nothing_else_with_it(temporary: Path) -> None:
    precious = temporary / "precious"
    precious.mkdir()
    (precious / "a").touch()
    with Scratch() as folder:
        (folder / "link").symlink_to(precious, target_is_directory=True)
    assert not folder.exists()
    assert (precious / "a").exists()


@pytest.mark.usefixtures("temporary")
def test_closing_twice_is_closing_once() -> None:
    kept = Scratch()
    kept.close()
    kept.close()
    assert not kept.path.exists()
