"""Deleted cases can come back, whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core import store
from core.errors import NotReadable, ReadOnlyCase
from core.model import Case
from core.model.values import CHINA
from core.trash import Trash

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    path = tmp_path / "cases" / "启明星辰.fushen"
    path.parent.mkdir()
    store.create(path, Case("00000000-0000-4000-8000-000000000000", NOW, "x", "tmall")).close()
    return path


def test_a_deleted_case_comes_back_byte_by_byte_to_where_it_was(tmp_path: Path, case_file: Path) -> None:
    trash, before = Trash(tmp_path / "home"), case_file.read_bytes()
    gone = trash.put(case_file, NOW, "启明星辰旗舰店")
    assert not case_file.exists()
    assert trash.listing() == (gone,)
    assert (gone.original, gone.title, gone.size) == (case_file, "启明星辰旗舰店", len(before))
    assert trash.restore(gone.token) == case_file
    assert case_file.read_bytes() == before
    assert trash.listing() == ()


def test_a_name_that_is_taken_meanwhile_is_not_written_over(tmp_path: Path, case_file: Path) -> None:
    trash = Trash(tmp_path / "home")
    gone = trash.put(case_file, NOW)
    case_file.write_bytes(b"another")
    assert trash.restore(gone.token) == case_file.with_name("启明星辰 2.fushen")
    assert case_file.read_bytes() == b"another"


def test_a_case_that_is_open_is_not_deleted(tmp_path: Path, case_file: Path) -> None:
    trash = Trash(tmp_path / "home")
    with store.open(case_file), pytest.raises(ReadOnlyCase):
        trash.put(case_file, NOW)
    assert case_file.exists()
    assert trash.listing() == ()


def test_the_latest_is_listed_first_and_what_is_removed_for_good_is_gone(tmp_path: Path, case_file: Path) -> None:
    trash = Trash(tmp_path / "home")
    first = trash.put(case_file, NOW)
    store.create(case_file, Case("1", NOW, "x", "tmall")).close()
    second = trash.put(case_file, NOW + timedelta(hours=1))
    assert [one.token for one in trash.listing()] == [second.token, first.token]
    trash.remove(second.token)
    assert [one.token for one in trash.listing()] == [first.token]
    with pytest.raises(NotReadable):
        trash.restore(second.token)


def test_an_unfinished_write_goes_along(tmp_path: Path, case_file: Path) -> None:
    journal = Path(f"{case_file}-journal")
    journal.write_bytes(b"half")
    trash = Trash(tmp_path / "home")
    gone = trash.put(case_file, NOW)
    assert not journal.exists()
    trash.restore(gone.token)
    assert journal.read_bytes() == b"half"
