"""Two openers of one case, in one process and in two."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from core import store
from core.errors import DiskFault, ReadOnlyCase
from core.model import Case
from core.store import CaseFile
from core.store.database import connect

HOLDER = """
import sys
from core import store
with store.open(sys.argv[1]) as opened:
    print(opened.read_only, opened.holder, flush=True)
    sys.stdin.read()
"""
# A writer that dies in the middle of a transaction, after SQLite has written part of it into the file.
DYING = """
import os, sys
from core.store.database import connect
db = connect(__import__("pathlib").Path(sys.argv[1]), "rw")
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN IMMEDIATE")
db.execute("UPDATE document SET json = 'half', sha256 = 'half'")
db.execute("INSERT INTO originals VALUES ('x', 1, 'x', 'x', 1)")
db.executemany("INSERT INTO chunks VALUES ('x', ?, zeroblob(9000))", [(n,) for n in range(50)])
os.kill(os.getpid(), 9)
"""


@contextmanager
def another_process(path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
        assert child.stdout is not None
        yield child.stdout.readline().strip(), child


def test_the_second_opener_gets_it_read_only_and_is_told_who_has_it(case_file: CaseFile) -> None:
    with another_process(case_file.path) as (said, _child):
        assert said.startswith("True 电脑 ")
        assert "起）" in said
    with store.open(case_file.path) as second:
        assert second.read_only
        assert second.holder.startswith("电脑 ")
        with pytest.raises(ReadOnlyCase) as refusal:
            second.apply(replace(second.case, client="乙"), "改名")
        assert second.holder in refusal.value.message
        with pytest.raises(ReadOnlyCase):
            second.undo()
        with pytest.raises(ReadOnlyCase):
            second.add_original(Path(__file__))


def test_a_holder_that_crashed_holds_nothing(case_file: CaseFile) -> None:
    case_file.close()
    with another_process(case_file.path) as (said, child):
        assert said.startswith("False")
        with store.open(case_file.path) as second:
            assert second.read_only
        child.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        child.wait()
        with store.open(case_file.path) as third:
            assert not third.read_only
            assert third.holder == ""


def test_a_reader_sees_later_edits_when_it_reloads(case_file: CaseFile) -> None:
    with store.open(case_file.path, read_only=True) as reader:
        assert reader.read_only
        assert not reader.reload()
        case_file.apply(replace(case_file.case, client="乙"), "改名")
        assert reader.case.client == "甲"
        assert reader.reload()
        assert reader.case == case_file.case
        assert reader.undo_label == "改名"


def test_many_readers_do_not_stop_the_writer(case_file: CaseFile) -> None:
    readers = [store.open(case_file.path) for _ in range(5)]
    for n in range(20):
        case_file.apply(replace(case_file.case, client=f"客户{n}"), "改名")
        assert all(reader.reload() for reader in readers)
    for reader in readers:
        assert reader.case.client == "客户19"
        reader.close()


def test_reading_writes_nothing_at_all(case_file: CaseFile) -> None:
    case_file.close()
    before, names = case_file.path.read_bytes(), sorted(case_file.path.parent.iterdir())
    with store.open(case_file.path, read_only=True) as reader:
        reader.check_integrity()
        reader.history()
        assert sorted(case_file.path.parent.iterdir()) == names
    assert case_file.path.read_bytes() == before
    assert sorted(case_file.path.parent.iterdir()) == names


def test_closing_takes_the_sidecar_files_away(case_file: CaseFile) -> None:
    folder = case_file.path.parent
    assert len(list(folder.iterdir())) == 3
    case_file.close()
    case_file.close()
    assert list(folder.iterdir()) == [case_file.path]
    with store.open(case_file.path) as again:
        assert not again.read_only


def test_a_case_opened_in_one_thread_can_be_closed_in_another(case_file: CaseFile) -> None:
    case_file.close()
    opened: list[CaseFile] = []
    thread = threading.Thread(target=lambda: opened.append(store.open(case_file.path)))
    thread.start()
    thread.join()
    opened[0].close()
    with store.open(case_file.path) as again:
        assert not again.read_only


def test_a_folder_where_no_lock_can_be_made_is_read_only(case_file: CaseFile) -> None:
    case_file.close()
    case_file.path.with_name(f"{case_file.path.name}.lock").mkdir()
    with store.open(case_file.path) as opened:
        assert opened.read_only
        assert opened.case.client == "甲"


def test_an_unreadable_note_of_the_holder_only_says_less(case_file: CaseFile) -> None:
    case_file.path.with_name(f"{case_file.path.name}.holder").write_text("{", encoding="utf-8")
    with store.open(case_file.path) as second:
        assert second.read_only
        assert second.holder == ""


@pytest.mark.skipif(sys.platform == "win32", reason="kills itself by a signal")
@pytest.mark.parametrize("read_only", [False, True])
def test_an_interrupted_write_is_undone_for_writers_and_readers(
    case_file: CaseFile, case: Case, read_only: bool, tmp_path: Path
) -> None:
    case_file.apply(replace(case, client="乙"), "改名")
    case_file.close()
    subprocess.run([sys.executable, "-c", DYING, str(case_file.path)], check=False)
    journal = case_file.path.with_name(f"{case_file.path.name}-journal")
    assert journal.exists()
    before = case_file.path.read_bytes()
    with store.open(case_file.path, read_only=read_only) as opened:
        assert opened.case.client == "乙"
        assert opened.check_integrity() == ()
        assert opened.read_only is read_only
    if read_only:
        assert case_file.path.read_bytes() == before
        assert journal.exists()


def test_chinese_spaced_and_long_names_work(tmp_path: Path, case: Case) -> None:
    folder = tmp_path / "甲 公司#1%20?" / ("很长的文件夹名" * 8)
    folder.mkdir(parents=True)
    path = folder / f"{'案' * 75} 1.fushen"
    with store.create(path, case) as opened:
        opened.apply(replace(case, client="乙"), "改名")
        opened.backup(folder / "备份.fushen")
    with store.open(path) as again:
        assert again.case.client == "乙"
    shutil.rmtree(folder)


def test_a_link_to_a_case_is_the_same_case(case_file: CaseFile, tmp_path: Path) -> None:
    link = tmp_path / "快捷.fushen"
    try:
        link.symlink_to(case_file.path)
    except OSError:
        pytest.skip("links are not allowed here")
    with store.open(link) as second:
        assert second.read_only


def test_another_program_that_keeps_the_file_busy_is_told(
    case_file: CaseFile,
) -> None:
    case_file.db.execute("PRAGMA busy_timeout = 50")
    other = connect(case_file.path, "rw")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DiskFault, match="占用"):
        case_file.apply(replace(case_file.case, client="乙"), "改名")
    other.execute("ROLLBACK")
    other.close()
    case_file.apply(replace(case_file.case, client="乙"), "改名")
