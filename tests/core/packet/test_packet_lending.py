"""A paper is read where it lies in the case: whole and true, in little memory and in one place on the disk at most."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core import packet, store
from core.derive import originals
from core.derive.originals import Original
from core.derive.worker import Plain, TaskFailed
from core.errors import DamagedCaseFile
from core.model import Case
from core.store import CaseFile
from core.store.originals import CHUNK
from tests.core.packet import makers, parts
from tests.core.packet.conftest import Make

SIZES = (0, 5, CHUNK, 3 * CHUNK + 17)


@pytest.fixture
def casefile(tmp_path: Path) -> CaseFile:
    return store.create(tmp_path / "青禾.fushen", Case("c", parts.NOW, "qualification-reappeal", "tmall"))


def lent(casefile: CaseFile, content: bytes, *, hashed: bool = True) -> Plain:
    paper = casefile.path.with_name("paper")
    paper.write_bytes(content)
    sha256 = casefile.add_original(paper).sha256
    room = casefile.path.with_name("room")
    room.mkdir(exist_ok=True)
    return casefile.lend_original(sha256, hashed=hashed) | {"room": str(room)}


def damage(loan: Plain, statement: str) -> None:
    with closing(sqlite3.connect(loan["case"])) as db, db:
        db.execute(statement)


@pytest.mark.parametrize("held", [originals._HELD, -1], ids=["in memory", "as a file"])
@pytest.mark.parametrize("size", SIZES)
def test_what_is_lent_is_the_same_however_a_task_asks_for_it(
    casefile: CaseFile, monkeypatch: pytest.MonkeyPatch, size: int, held: int
) -> None:
    monkeypatch.setattr(originals, "_HELD", held)
    content = random.Random(size).randbytes(size)
    loan = lent(casefile, content)
    with Original(loan) as paper:
        assert paper.opened().read() == content
        assert paper.path.read_bytes() == content
        paper.keep(kept := casefile.path.with_name("kept"))
        assert kept.read_bytes() == content
        if size:
            assert bytes(paper.view()) == content


def test_a_large_paper_takes_over_the_place_of_the_one_before(
    casefile: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(originals, "_HELD", CHUNK)
    contents = [random.Random(n).randbytes(size) for n, size in enumerate((3 * CHUNK, 2 * CHUNK, 9))]
    for content in contents:
        with Original(loan := lent(casefile, content)) as paper:
            assert paper.opened().read() == content
            assert paper.path.read_bytes() == content
    assert len(list(Path(loan["room"]).iterdir())) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM chunks WHERE n = 1",
        "UPDATE chunks SET bytes = substr(bytes, 2) WHERE n = 1",
        "UPDATE chunks SET bytes = 'words' WHERE n = 0",
        "UPDATE chunks SET bytes = zeroblob(length(bytes)) WHERE n = 1",
    ],
    ids=["missing", "cut", "no bytes", "others"],
)
def test_bytes_that_are_not_those_that_were_stored_are_no_paper(casefile: CaseFile, statement: str) -> None:
    loan = lent(casefile, random.Random(1).randbytes(2 * CHUNK))
    damage(loan, statement)
    with pytest.raises(TaskFailed, match="damaged"), Original(loan):
        pass


def test_a_case_file_that_is_gone_is_no_paper(casefile: CaseFile) -> None:
    loan = lent(casefile, b"paper")
    with pytest.raises(TaskFailed, match="damaged"), Original(loan | {"case": str(casefile.path) + "x"}):
        pass


def test_reading_goes_on_beside_a_person_who_edits(casefile: CaseFile) -> None:
    content = random.Random(2).randbytes(3 * CHUNK)
    loan = lent(casefile, content)
    pieces = originals.pieces(loan)
    first = next(pieces)
    casefile.apply(Case("c", parts.NOW, "qualification-reappeal", "jd"), "平台")
    assert hashlib.sha256(first + b"".join(pieces)).hexdigest() == loan["sha256"]


@pytest.mark.parametrize(
    "statement", ["DELETE FROM chunks WHERE n = 0", "UPDATE chunks SET bytes = zeroblob(length(bytes))"]
)
def test_a_build_names_the_original_that_is_damaged(make: Make, tmp_path: Path, statement: str) -> None:
    ready = make(makers.scanned(tmp_path / "扫描.pdf", 1, seed=3, size=(400, 560)))
    damage({"case": str(ready.casefile.path)}, statement)
    with pytest.raises(DamagedCaseFile, match=ready.case.papers[0].sha256):
        packet.build(ready.plan(), ready.casefile, ready.out)
    assert not list(ready.out.glob("*"))
