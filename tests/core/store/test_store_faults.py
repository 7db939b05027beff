"""Disk faults and damaged files: nothing confirmed is lost, everything is told by name, nothing crashes."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core import store
from core.errors import (
    CaseFileGone,
    DamagedCaseFile,
    DiskFault,
    FushenError,
    ManyMistakes,
    NewerCaseFile,
    NotACaseFile,
    NotReadable,
    PathTooLong,
    ReadOnlyCase,
)
from core.model import Case, FileFacts, PageReading, Paper, Verdict
from core.store import CaseFile, audit

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


def test_a_file_with_a_trigger_is_refused(case_file: CaseFile) -> None:
    case_file.db.execute("CREATE TRIGGER t AFTER UPDATE ON document BEGIN DELETE FROM history; END")
    case_file.close()
    for read_only in (False, True):
        with pytest.raises(NotACaseFile):
            store.open(case_file.path, read_only=read_only)


def test_a_case_changed_by_another_hand_is_told_and_can_still_be_looked_at(case_file: CaseFile) -> None:
    case_file.db.execute('UPDATE document SET json = replace(json, \'"client":"甲"\', \'"client":"乙"\')')
    case_file.close()
    with pytest.raises(DamagedCaseFile):
        store.open(case_file.path)
    with store.open(case_file.path, read_only=True) as reader:
        assert reader.case.client == "乙"
        assert any("校验值" in sentence for sentence in reader.check_integrity())


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE events SET label = '别的' WHERE n = 2",
        "DELETE FROM events WHERE n = 2",
        "DELETE FROM events WHERE n = (SELECT max(n) FROM events)",
        "UPDATE history SET added = 'x' WHERE n = 2",
        "DELETE FROM chunks WHERE n = 0",
        "UPDATE originals SET size = size + 1",
        "DELETE FROM originals",
    ],
)
def test_whatever_is_tampered_with_is_found(case_file: CaseFile, tmp_path: Path, tampering: str) -> None:
    source = tmp_path / "a.bin"
    source.write_bytes(b"abc")
    original = case_file.add_original(source)
    for client in ("乙", "丙", "丁"):
        papers = (Paper("P1", "a.bin", original.sha256, 3),)
        case_file.apply(replace(case_file.case, client=client, papers=papers), f"改为{client}")
    assert case_file.check_integrity() == ()
    case_file.db.execute(tampering)
    case_file.close()
    with store.open(case_file.path) as again:
        assert len(again.check_integrity()) >= 1


@pytest.mark.parametrize(
    ("tampering", "says"),
    [
        ("UPDATE events SET label = '别的' WHERE n = 2", "第 2 条"),
        ("DELETE FROM events WHERE n = 2", "第 3 条"),
        ("DELETE FROM events WHERE n = 3", "最后一条"),
    ],
)
def test_the_quick_look_finds_a_broken_trail(case_file: CaseFile, tampering: str, says: str) -> None:
    for client in ("乙", "丙"):
        case_file.apply(replace(case_file.case, client=client), f"改为{client}")
    assert case_file.check_trail() == ()
    case_file.db.execute(tampering)
    assert says in case_file.check_trail()[0]


def test_an_event_that_was_sealed_anew_breaks_the_chain_after_it(case_file: CaseFile, rename: Rename) -> None:
    rename("乙")
    rename("丙")
    n, at, kind, _label, case_sha256, previous, _sealed = case_file.db.execute(
        "SELECT * FROM events WHERE n = 2"
    ).fetchone()
    sealed = audit.seal(n, at, kind, "别的", case_sha256, previous)
    case_file.db.execute("UPDATE events SET label = '别的', sha256 = ? WHERE n = 2", (sealed,))
    assert len(case_file.check_integrity()) == 1


def _many_pages(case_file: CaseFile, tmp_path: Path) -> bytes:
    source = tmp_path / "原件.bin"
    source.write_bytes(random.Random(9).randbytes(300_000))
    case_file.add_original(source)
    for n in range(30):
        case_file.apply(replace(case_file.case, client=f"客户{n}"), "改名")
    case_file.close()
    return case_file.path.read_bytes()


def _opens_or_says(path: Path) -> str:
    """Opens a perhaps damaged file and uses all of it; returns the class of what was told, or "" when all was well."""
    try:
        with store.open(path) as opened:
            found = opened.check_integrity()
            assert opened.case.client == "客户29"
            while opened.undo():
                pass
            for original in opened.originals():
                opened.copy_original(original.sha256, path.with_name("出.bin"))
            return "sentences" if found else ""
    except FushenError as error:
        if path.name not in error.message and not isinstance(error, ManyMistakes):
            raise
        return type(error).__name__


def test_a_file_cut_short_anywhere_is_named(case_file: CaseFile, tmp_path: Path) -> None:
    whole, path = _many_pages(case_file, tmp_path), tmp_path / "断.fushen"
    chance = random.Random(13)
    for length in [
        0,
        50,
        100,
        4095,
        4096,
        len(whole) // 2,
        len(whole) - 1,
        *(chance.randrange(len(whole)) for _ in range(10)),
    ]:
        path.write_bytes(whole[:length])
        assert _opens_or_says(path) in {"NotACaseFile", "DamagedCaseFile"}, length


def test_damage_inside_is_told_in_the_language_of_the_person(case_file: CaseFile, tmp_path: Path) -> None:
    raw, path = bytearray(_many_pages(case_file, tmp_path)), tmp_path / "损.fushen"
    raw[4096:8192] = bytes(4096)  # the page on which the table of the case begins
    path.write_bytes(raw)
    with pytest.raises(DamagedCaseFile, match="数据库结构有损坏"):
        store.open(path)


def test_flipped_bits_never_crash_and_never_change_a_case_unseen(case_file: CaseFile, tmp_path: Path) -> None:
    whole, path = _many_pages(case_file, tmp_path), tmp_path / "翻.fushen"
    chance = random.Random(17)
    told = 0
    for _ in range(60):
        raw = bytearray(whole)
        # Half of them in the first pages, where the schema, the case and the history lie.
        at = chance.randrange(40_960) if chance.random() < 0.5 else chance.randrange(len(raw))
        raw[at] ^= 1 << chance.randrange(8)
        path.write_bytes(raw)
        told += bool(_opens_or_says(path))
    # The others hit unused space between rows, or numbers that SQLite does not use.
    assert told >= 20


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


def _damage(path: Path, table: str) -> None:
    """Overwrites the page on which a table begins."""
    with closing(sqlite3.connect(path)) as db:
        (size,) = db.execute("PRAGMA page_size").fetchone()
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


@pytest.mark.parametrize("table", ["facts", "readings"])
def test_a_damaged_cache_is_worked_out_anew(tmp_path: Path, case: Case, table: str) -> None:
    path = tmp_path / "a.fushen"
    found, read = FileFacts("a.pdf", "pdf", "0" * 64, 3, Verdict.OK, probe=1), PageReading("0" * 64, 1, reader=2)
    store.create(path, case).close()
    _damage(path, table)
    with store.open(path) as opened:
        assert opened.facts("0" * 64) is None
        assert opened.readings("0" * 64, 2) == {}
        opened.save_facts(found)
        opened.save_reading(read)
        assert (opened.facts("0" * 64), opened.readings("0" * 64, 2)) == (found, {1: read})
        opened.apply(replace(case, client="乙"), "改")
    with store.open(path) as opened:
        assert opened.case.client == "乙"


def test_facts_and_readings_of_another_file_are_not_taken_for_this_ones(case_file: CaseFile) -> None:
    case_file.save_facts(FileFacts("a.pdf", "pdf", "0" * 64, 3, Verdict.OK, probe=1))
    case_file.save_reading(PageReading("0" * 64, 1, reader=2))
    case_file.db.execute("UPDATE facts SET sha256 = ?", ("1" * 64,))
    case_file.db.execute("UPDATE readings SET sha256 = ?", ("1" * 64,))
    assert case_file.facts("1" * 64) is None
    assert case_file.readings("1" * 64, 2) == {}
