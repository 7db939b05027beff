from __future__ import annotations

import hashlib
import io
import os
import random
import sys
import threading
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from core import store
from core.errors import AlreadyThere, Cancelled, DamagedCaseFile, FileTooLarge, NotReadable
from core.model import Case, Code, FileFacts, PageFacts, PageQuality, PageReading, Paper, TextLine, Verdict
from core.store import CaseFile, originals
from core.store.database import connect

BYTES = random.Random(7).randbytes(3 * originals.CHUNK + 12_345)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "授权书 原件.bin"
    path.write_bytes(BYTES)
    return path


def test_an_original_comes_out_as_it_went_in(case_file: CaseFile, source: Path, tmp_path: Path) -> None:
    original = case_file.add_original(source)
    assert original == store.Original(hashlib.sha256(BYTES).hexdigest(), len(BYTES), "授权书 原件.bin")
    case_file.copy_original(original.sha256, tmp_path / "出.bin")
    assert (tmp_path / "出.bin").read_bytes() == BYTES
    with case_file.open_original(original.sha256) as stream:
        assert stream.read() == BYTES


def test_the_same_bytes_are_stored_once(case_file: CaseFile, source: Path, tmp_path: Path) -> None:
    first = case_file.add_original(source)
    size = case_file.path.stat().st_size
    second = tmp_path / "另一个名字.bin"
    second.write_bytes(BYTES)
    again = case_file.add_original(second)
    assert (again.sha256, again.name) == (first.sha256, "另一个名字.bin")
    assert case_file.path.stat().st_size == size
    assert len(case_file.originals()) == 1


def test_an_empty_file_can_be_an_original(case_file: CaseFile, tmp_path: Path) -> None:
    empty = tmp_path / "空.pdf"
    empty.touch()
    original = case_file.add_original(empty)
    assert original.size == 0
    with case_file.open_original(original.sha256) as stream:
        assert stream.read() == b""
    assert case_file.check_integrity() == ()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_file_name_that_is_no_text_is_stored_readably(case_file: CaseFile, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode("授权书".encode("gbk") + b".pdf")
    odd.write_bytes(b"x")
    original = case_file.add_original(odd)
    assert original.name.endswith(".pdf")
    assert original.name.isprintable()
    case_file.apply(replace(case_file.case, papers=(Paper("P1", original.name, original.sha256, 1),)), "添加")
    assert case_file.check_integrity() == ()


def test_a_stream_seeks_like_a_file(case_file: CaseFile, source: Path) -> None:
    sha256 = case_file.add_original(source).sha256
    chance, true = random.Random(11), io.BytesIO(BYTES)
    with case_file.open_original(sha256) as stream:
        for _ in range(300):
            offset, whence = chance.choice([(chance.randrange(len(BYTES) + 50), 0), (-chance.randrange(5000), 2)])
            assert stream.seek(offset, whence) == true.seek(offset, whence)
            count = chance.choice([0, 1, 100, 70_000, 300_000])
            assert stream.read(count) == true.read(count)
            assert stream.tell() == true.tell()


def test_readers_of_pdfs_and_pictures_take_the_stream(case_file: CaseFile, tmp_path: Path) -> None:
    pdf, picture = tmp_path / "a.pdf", tmp_path / "b.png"
    document = pikepdf.new()
    for _ in range(3):
        document.add_blank_page()
    document.save(pdf)
    Image.effect_noise((900, 700), 90).save(picture)
    with case_file.open_original(case_file.add_original(pdf).sha256) as stream, pikepdf.open(stream) as read:
        assert len(read.pages) == 3
    with case_file.open_original(case_file.add_original(picture).sha256) as stream, Image.open(stream) as image:
        image.load()
        assert image.size == (900, 700)


def test_storing_and_reading_a_large_original_takes_little_memory(case_file: CaseFile, tmp_path: Path) -> None:
    large = tmp_path / "大.bin"
    with large.open("wb") as file:
        file.truncate(60_000_000)
        file.seek(31_000_000)
        file.write(b"in the middle")
    tracemalloc.start()
    original = case_file.add_original(large)
    case_file.copy_original(original.sha256, tmp_path / "出.bin")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000, peak
    with case_file.open_original(original.sha256) as stream:
        stream.seek(31_000_000)
        assert stream.read(13) == b"in the middle"


def test_a_cancelled_original_leaves_nothing(case_file: CaseFile, source: Path) -> None:
    class Cancelling:
        calls = 0

        def step(self, done: int, total: int, message: str) -> None:
            self.calls += 1
            if self.calls > 6:  # 4 steps hash it, the next ones store it
                raise Cancelled

    with pytest.raises(Cancelled):
        case_file.add_original(source, Cancelling())
    assert case_file.originals() == ()
    assert case_file.db.execute("SELECT count(*) FROM chunks").fetchone() == (0,)
    assert case_file.add_original(source).size == len(BYTES)


def test_a_cancelled_copy_or_backup_leaves_nothing(case_file: CaseFile, source: Path, tmp_path: Path) -> None:
    class Cancelling:
        def step(self, done: int, total: int, message: str) -> None:
            raise Cancelled

    sha256 = case_file.add_original(source).sha256
    names = sorted(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        case_file.copy_original(sha256, tmp_path / "出.bin", Cancelling())
    with pytest.raises(Cancelled):
        case_file.backup(tmp_path / "备份.fushen", Cancelling())
    assert sorted(tmp_path.iterdir()) == names
    assert case_file.check_integrity() == ()


def test_what_a_crash_left_of_an_original_is_swept_at_the_next_opening(case_file: CaseFile, source: Path) -> None:
    sha256 = case_file.add_original(source).sha256
    case_file.db.execute("UPDATE originals SET whole = 0")
    with pytest.raises(DamagedCaseFile):
        case_file.open_original(sha256)
    case_file.close()
    with store.open(case_file.path) as again:
        assert again.db.execute("SELECT count(*) FROM chunks").fetchone() == (0,)
        assert again.check_integrity() == ()


def test_edits_go_on_while_an_original_is_stored(case_file: CaseFile, tmp_path: Path) -> None:
    large = tmp_path / "大.bin"
    large.write_bytes(bytes(20_000_000))
    storing = threading.Thread(target=case_file.add_original, args=(large,))
    storing.start()
    for n in range(30):
        case_file.apply(replace(case_file.case, client=f"客户{n}"), "改名")
    storing.join()
    assert case_file.case.client == "客户29"
    assert len(case_file.originals()) == 1
    assert case_file.check_integrity() == ()


@pytest.mark.parametrize("name", ["没有.pdf", "."])
def test_a_path_that_is_no_file_is_told(case_file: CaseFile, tmp_path: Path, name: str) -> None:
    with pytest.raises(NotReadable):
        case_file.add_original(tmp_path / name)


def test_an_original_whose_bytes_were_changed_is_named_and_not_handed_out(
    case_file: CaseFile, source: Path, tmp_path: Path
) -> None:
    sha256 = case_file.add_original(source).sha256
    with connect(case_file.path, "rw") as other:
        other.execute("UPDATE chunks SET bytes = zeroblob(length(bytes)) WHERE n = 1")
    other.close()
    (sentence,) = case_file.check_integrity()
    assert "授权书 原件.bin" in sentence
    with pytest.raises(DamagedCaseFile):
        case_file.copy_original(sha256, tmp_path / "出.bin")
    assert [path.name for path in tmp_path.iterdir() if path.suffix in {".part", ".bin"}] == ["授权书 原件.bin"]


def test_the_quick_look_tells_whole_originals_from_changed_and_missing_ones(
    case_file: CaseFile, source: Path, tmp_path: Path
) -> None:
    sha256 = case_file.add_original(source).sha256
    assert case_file.has_whole(sha256)
    case_file.db.execute("UPDATE chunks SET bytes = zeroblob(length(bytes)) WHERE n = 1")
    assert not case_file.has_whole(sha256)
    case_file.db.execute("DELETE FROM chunks WHERE n = 1")
    assert not case_file.has_whole(sha256)
    assert not case_file.has_whole("0" * 64)


@pytest.mark.parametrize(
    "damage", ["UPDATE chunks SET bytes = zeroblob(length(bytes)) WHERE n = 1", "DELETE FROM chunks"]
)
def test_adding_the_true_bytes_again_heals_a_damaged_original(case_file: CaseFile, source: Path, damage: str) -> None:
    original = case_file.add_original(source)
    case_file.db.execute(damage)
    assert case_file.add_original(source) == original
    assert case_file.check_integrity() == ()
    with case_file.open_original(original.sha256) as stream:
        assert stream.read() == BYTES


def test_an_original_that_the_case_names_but_the_file_lacks_is_told(case_file: CaseFile, case: Case) -> None:
    case_file.apply(replace(case, papers=(Paper("P1", "a.pdf", "ab" * 32, 1),)), "添加")
    (sentence,) = case_file.check_integrity()
    assert "ab" * 32 in sentence
    case_file.undo()
    (sentence,) = case_file.check_integrity()
    assert "历史" in sentence


def test_originals_stay_after_undo_and_are_listed_when_nothing_names_them(case_file: CaseFile, source: Path) -> None:
    original = case_file.add_original(source)
    assert case_file.unused_originals() == (original,)
    assert case_file.check_integrity() == ()
    case_file.apply(replace(case_file.case, papers=(Paper("P1", "a", original.sha256, original.size),)), "添加")
    case_file.undo()
    assert case_file.unused_originals() == ()
    assert case_file.redo() == "添加"
    with case_file.open_original(original.sha256) as stream:
        assert stream.read(10) == BYTES[:10]


@pytest.mark.parametrize("column", ["size", "name"])
@pytest.mark.parametrize("value", [-1, "x", b"\xff", 1.5])
def test_a_value_of_the_wrong_type_is_damage_and_no_crash(
    case_file: CaseFile, source: Path, column: str, value: object
) -> None:
    original = case_file.add_original(source)
    case_file.db.execute(f"UPDATE originals SET {column} = ?", (value,))
    fine = column == "name" and not isinstance(value, bytes)  # SQLite makes text of numbers there
    assert case_file.has_whole(original.sha256) is fine
    if not fine:
        with pytest.raises(DamagedCaseFile):
            case_file.open_original(original.sha256)


@pytest.mark.parametrize("value", [-1, 10**12, "text", 1.5])
def test_rules_of_the_wrong_type_are_no_rules(case_file: CaseFile, value: object) -> None:
    case_file.keep_rules("ab" * 32, b"packs")
    case_file.db.execute("UPDATE rules SET zip = ?", (value,))
    assert case_file.rules("ab" * 32) is None


def test_facts_are_kept_by_probe_version(case_file: CaseFile) -> None:
    facts = FileFacts("a.pdf", "pdf", "ab" * 32, 5, Verdict.OK, pages=(PageFacts(595.3, 841.9, text="正文"),), probe=3)
    case_file.save_facts(facts)
    assert case_file.facts(facts.sha256) == facts
    assert case_file.facts(facts.sha256, probe=3) == facts
    assert case_file.facts(facts.sha256, probe=4) is None
    newer = replace(facts, probe=4)
    case_file.save_facts(newer)
    assert case_file.facts(facts.sha256) == newer
    case_file.db.execute("UPDATE facts SET json = '{\"kind\": 1}'")
    assert case_file.facts(facts.sha256) is None
    case_file.close()
    with store.open(case_file.path, read_only=True) as reader:
        reader.save_facts(facts)
        assert reader.facts(facts.sha256) == facts


def test_a_backup_is_whole_and_overwrites_nothing(case_file: CaseFile, source: Path, tmp_path: Path) -> None:
    case_file.add_original(source)
    target = tmp_path / "备份.fushen"
    case_file.backup(target)
    with store.open(target) as copy:
        assert copy.case == case_file.case
        assert copy.check_integrity() == ()
        assert len(copy.originals()) == 1
    with pytest.raises(AlreadyThere):
        case_file.backup(target)


def test_readings_are_kept_by_page_and_reader_version(case_file: CaseFile) -> None:
    line = TextLine("统一社会信用代码", (0.1, 0.1, 0.4, 0.12), 0.99)
    code = Code("qr", "https://www.gsxt.gov.cn", 2, (0.8, 0.1, 0.9, 0.2))
    first = PageReading("ab" * 32, 1, 3, recognised=True, lines=(line,), quality=PageQuality(cut=("left",)))
    second = PageReading("ab" * 32, 2, 3, codes=(code,))
    for reading in (second, first, PageReading("cd" * 32, 1, 3)):
        case_file.save_reading(reading)
    assert case_file.readings("ab" * 32, 3) == {1: first, 2: second}
    assert case_file.readings("ab" * 32, 4) == {}
    newer = replace(first, reader=4, lines=())
    case_file.save_reading(newer)
    assert (case_file.readings("ab" * 32, 3), case_file.readings("ab" * 32, 4)) == ({2: second}, {1: newer})
    case_file.db.execute("UPDATE readings SET json = '{}' WHERE page = 2")
    assert case_file.readings("ab" * 32, 3) == {}


def test_readings_of_a_read_only_case_last_until_it_is_closed(case_file: CaseFile) -> None:
    reading = PageReading("ab" * 32, 1, 3, recognised=True)
    path = case_file.path
    case_file.close()
    with store.open(path, read_only=True) as opened:
        opened.save_reading(reading)
        assert opened.readings("ab" * 32, 3) == {1: reading}
    with store.open(path) as opened:
        assert opened.readings("ab" * 32, 3) == {}


def test_a_file_larger_than_a_case_takes_in_is_refused_before_it_is_read(case_file: CaseFile, tmp_path: Path) -> None:
    huge = tmp_path / "录像.mp4"
    with huge.open("wb") as file:
        file.truncate(5 << 30)  # takes no room on the disk
    tracemalloc.start()
    with pytest.raises(FileTooLarge, match="录像"):
        case_file.add_original(huge)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 << 20
    assert case_file.originals() == ()


def test_a_file_that_grows_without_end_is_refused_where_the_bound_is_passed(
    case_file: CaseFile, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(originals, "MOST_BYTES", 2 * originals.CHUNK)
    monkeypatch.setattr(originals.os, "fstat", lambda _file: os.stat_result((0,) * 10))
    with pytest.raises(FileTooLarge):
        case_file.add_original(source)
    assert case_file.originals() == ()
