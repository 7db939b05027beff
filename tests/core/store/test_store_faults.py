"""Disk faults: nothing confirmed is lost, everything is told by name, nothing crashes."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core import store
from core.errors import (
    CaseFileGone,
    DiskFault,
    NewerCaseFile,
    NotACaseFile,
    NotReadable,
    PathTooLong,
    ReadOnlyCase,
)
from core.model import Case
from core.store import CaseFile

Rename = Callable[[str], None]
EDITOR = Path(__file__).with_name("editor.py")
KILLS = 15
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs signals and limits of POSIX")


@posix
def test_kill_at_any_moment_loses_no_confirmed_edit(tmp_path: Path, case: Case) -> None:
    """200 scripted edits; the process is killed again and again; each life goes on where the last one ended."""
    seed = int(os.environ.get("FUSHEN_SEED", "20261122"))
    sys.stdout.write(f"FUSHEN_SEED={seed}\n")
    chance, path = random.Random(seed), tmp_path / "案件.fushen"
    (tmp_path / "原件.bin").write_bytes(chance.randbytes(1_500_000))
    store.create(path, case).close()
    killed = 0
    for _ in range(KILLS):
        confirmed, ended = _live_and_die(path, chance.randint(1, 18), chance.uniform(0.0, 0.004))
        killed += ended == -signal.SIGKILL
        with store.open(path) as opened:
            assert not opened.read_only
            done = int(opened.case.client.removeprefix("甲") or 0)
            # The edit under way may be on the disk without its word having come through; never the other way round.
            assert done in {confirmed, confirmed + 1} if confirmed is not None else True
            assert opened.check_integrity() == ()
            assert len(opened.history()) == done
    assert killed >= KILLS * 2 // 3
    _finish(path)


def _live_and_die(path: Path, edits: int, seconds: float) -> tuple[int | None, int]:
    """Runs the editor for some edits, then for a while, then kills it; returns its last confirmed edit and its end.

    The edits are counted, for disks differ in how many they take in a given time.
    """
    child = subprocess.Popen([sys.executable, EDITOR, path, "200"], stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    assert child.stdout is not None
    first = "".join(child.stdout.readline() for _edit in range(edits))
    time.sleep(seconds)  # the moment of the kill is the thing under test
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read()
    child.wait()
    child.stdout.close()
    lines = [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
    return int(lines[-1]) if lines else None, child.returncode


def _finish(path: Path) -> None:
    subprocess.run([sys.executable, EDITOR, path, "200"], check=True, stdout=subprocess.DEVNULL, cwd=Path.cwd())
    with store.open(path) as opened:
        assert opened.case.client == "甲200"
        assert opened.check_integrity() == ()
        assert [opened.undo() for _ in range(201)][-2:] == ["第1次", None]
        assert opened.case.client == "甲"


@posix
def test_a_failed_save_leaves_the_old_case_whole(tmp_path: Path, case: Case) -> None:
    """A file-size limit makes every growing write fail, as a full disk does."""
    path, source = tmp_path / "案件.fushen", tmp_path / "大.bin"
    source.write_bytes(random.Random(3).randbytes(3_000_000))
    with store.create(path, case) as opened:
        opened.apply(replace(case, client="乙"), "改名")
        before = opened.case
        limit, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 8192, hard))
        try:
            with pytest.raises(DiskFault) as fault:
                opened.apply(replace(before, client="丙" * 200_000), "改名")
            with pytest.raises(DiskFault):
                opened.add_original(source)
            resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
            with pytest.raises(DiskFault):
                opened.backup(tmp_path / "备份.fushen")
            with pytest.raises(DiskFault):
                store.create(tmp_path / "新.fushen", replace(case, client="丁" * 200_000))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        assert "案件.fushen" in fault.value.message
        assert opened.case == before
        assert opened.check_integrity() == ()
        opened.apply(replace(before, client="丙"), "改名")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["大.bin", "案件.fushen"]
    with store.open(path) as again:
        assert again.case.client == "丙"
        assert again.originals() == ()


@pytest.fixture
def full_disk(tmp_path: Path) -> Path:
    """A folder on a disk of half a megabyte."""
    folder = tmp_path / "满"
    folder.mkdir()
    mounted = sys.platform == "linux" and os.geteuid() == 0 and _mount(folder, "size=600k")
    if not mounted:
        pytest.skip("a disk of its own can only be mounted by root on Linux")
    return folder


def _mount(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_a_full_disk_is_told_and_the_case_stays(full_disk: Path, case: Case) -> None:
    try:
        with store.create(full_disk / "案件.fushen", case) as opened:
            opened.apply(replace(case, client="乙"), "改名")
            big = full_disk.parent / "大.bin"
            big.write_bytes(random.Random(5).randbytes(2_000_000))
            with pytest.raises(DiskFault, match="磁盘已满"):
                opened.add_original(big)
            with pytest.raises(DiskFault, match="磁盘已满"):
                opened.apply(replace(case, client="丙" * 400_000), "改名")
            opened.apply(replace(case, client="丁"), "改名")
            assert opened.check_integrity() == ()
        with store.open(full_disk / "案件.fushen") as again:
            assert (again.case.client, again.undo_label) == ("丁", "改名")
    finally:
        subprocess.run(["umount", str(full_disk)], check=True)


def test_read_only_media_can_be_read(full_disk: Path, case: Case) -> None:
    path = full_disk / "案件.fushen"
    try:
        store.create(path, case).close()
        subprocess.run(["mount", "-o", "remount,ro", str(full_disk)], check=True)
        with store.open(path) as opened:
            assert opened.read_only
            assert opened.case == case
            assert opened.check_integrity() == ()
            with pytest.raises(ReadOnlyCase, match="只读"):
                opened.apply(replace(case, client="乙"), "改名")
        with pytest.raises(DiskFault):
            store.create(full_disk / "新.fushen", case)
    finally:
        subprocess.run(["umount", str(full_disk)], check=True)


def test_a_newer_file_is_refused_before_anything_is_touched(case_file: CaseFile) -> None:
    case_file.close()
    raw = bytearray(case_file.path.read_bytes())
    raw[60:64] = (store.VERSION + 1).to_bytes(4, "big")
    case_file.path.write_bytes(raw)
    for read_only in (False, True):
        with pytest.raises(NewerCaseFile, match="升级"):
            store.open(case_file.path, read_only=read_only)
    assert case_file.path.read_bytes() == raw
    assert [p.name for p in case_file.path.parent.iterdir()] == [case_file.path.name]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"SQLite format 3\0" + bytes(84), b"SQLite format 3\0"])
def test_a_foreign_file_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "别的.fushen"
    path.write_bytes(content)
    with pytest.raises(NotACaseFile, match=r"别的\.fushen"):
        store.open(path)
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["别的.fushen"]


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.fushen", tmp_path):
        with pytest.raises(NotReadable):
            store.open(path)
        assert list(tmp_path.iterdir()) == []


@posix
def test_a_path_that_is_too_long_is_refused_in_words(tmp_path: Path, case: Case) -> None:
    deep = tmp_path.joinpath(*["很长的文件夹名" * 5] * 5)
    deep.mkdir(parents=True)
    with pytest.raises(PathTooLong, match="案件"):
        store.create(deep / "案件.fushen", case)
    made = tmp_path / "案件.fushen"
    store.create(made, case).close()
    made.rename(deep / "案件.fushen")
    with pytest.raises(PathTooLong, match="案件"):
        store.open(deep / "案件.fushen")
    room = 512 - len("-journal") - 1 - len(os.fsencode(tmp_path)) - 1 - len(".fushen")
    longest = tmp_path / ("a" * min(room, 240) + ".fushen")
    store.create(longest, case).close()
    store.open(longest).close()


@posix
def test_a_case_whose_folder_was_removed_under_it_says_so(case_file: CaseFile, rename: Rename, tmp_path: Path) -> None:
    rename("乙")
    case_file.path.rename(tmp_path / "移走.fushen")
    with pytest.raises(CaseFileGone, match="移走"):
        rename("丙")
    (tmp_path / "移走.fushen").rename(case_file.path)
    rename("丁")
    assert case_file.case.client == "丁"
