"""The samples of the other appeals: a flawed one says exactly what was planted, a ready one builds and verifies."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

import pytest

from core import checks, intake, packet
from core.checks import Report, Review
from core.model import FileFacts, Level
from core.model.values import CHINA
from core.packs import Packs, load
from core.probe import Prober
from core.resources import data_root
from core.store import CaseFile

SAMPLES = data_root() / "assets" / "samples"
BOOKS = sorted(path.parent.parent.name for path in SAMPLES.glob("*/ready/intake.toml"))
Made = tuple[CaseFile, dict[str, FileFacts], Report]
Make = Callable[[str, str], Made]


@pytest.fixture(scope="module")
def packs() -> Packs:
    return load()


@pytest.fixture
def make(packs: Packs, tmp_path: Path) -> Make:
    """Makes a sample case as `fushen new` does, and checks it as of the day its expectations name."""

    def made(book: str, name: str) -> Made:
        now = _now(book)
        source = SAMPLES / book / name / "intake.toml"
        casefile = intake.create(intake.read(source, packs), tmp_path / f"{name}.fushen", now)
        facts: dict[str, FileFacts] = {}
        with Prober() as prober:
            for paper in casefile.case.papers:
                copy = tmp_path / f"{name}-{paper.id}-{paper.file}"
                casefile.copy_original(paper.sha256, copy)
                facts[paper.sha256] = prober.facts(copy, name=paper.file)
        return casefile, facts, checks.run(Review(casefile.case, packs, facts, now))

    return made


def test_every_playbook_has_a_flawed_and_a_ready_sample(packs: Packs) -> None:
    assert {*BOOKS, "qualification-reappeal"} == set(packs.playbooks)
    for book in BOOKS:
        assert (SAMPLES / book / "flawed" / "expected.toml").is_file()


@pytest.mark.parametrize("book", BOOKS)
def test_a_flawed_sample_says_exactly_what_was_planted(book: str, make: Make) -> None:
    casefile, _facts, report = make(book, "flawed")
    with casefile:
        assert _rows(report) == _planted(book, "expected")
        assert not report.ready


@pytest.mark.parametrize("book", BOOKS)
def test_a_ready_sample_builds_a_packet_that_verifies(book: str, make: Make, packs: Packs, tmp_path: Path) -> None:
    casefile, facts, report = make(book, "ready")
    with casefile:
        assert report.ready
        assert _rows(report) == _planted(book, "ready")
        plan = packet.plan(casefile.case, packs, report, facts, _now(book))
        built = packet.build(plan, casefile, tmp_path / "out")
        assert all(entry.state == "intact" for entry in packet.verify(built.path).entries)
        assert "（）" not in "".join(plan.letter.texts())


def _now(book: str) -> datetime:
    return datetime.combine(_expected(book)["on"], time(10), CHINA)  # type: ignore[arg-type]  # TOML gives a date


def _expected(book: str) -> dict[str, object]:
    return tomllib.loads((SAMPLES / book / "flawed" / "expected.toml").read_text("utf-8"))


def _planted(book: str, kind: str) -> list[tuple[str, str, str, str]]:
    rows = _expected(book).get(kind, [])
    assert isinstance(rows, list)
    return sorted((r["finding"], r["level"], r.get("paper", ""), r.get("subject", "")) for r in rows)


def _rows(report: Report) -> list[tuple[str, str, str, str]]:
    found = [f for f in report.findings if f.level.weight >= Level.WARN.weight]
    return sorted((f.id, str(f.level), f.paper, f.subject) for f in found)
