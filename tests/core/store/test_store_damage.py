"""Damaged and tampered case files: everything is told by name, and nothing crashes or is believed unseen."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core import store
from core.errors import (
    DamagedCaseFile,
    FushenError,
    ManyMistakes,
    NotACaseFile,
)
from core.model import Case, FileFacts, PageReading, Paper, Verdict
from core.store import CaseFile, audit

Rename = Callable[[str], None]


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
