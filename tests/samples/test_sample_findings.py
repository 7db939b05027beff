"""The whole spine on the sample case: intake, vault, probe, packs and every check together."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

import pytest

from core import checks, intake
from core.checks import Report, Review
from core.model import Level
from core.model.values import CHINA
from core.packs import Packs, load
from core.probe import Prober

Row = tuple[str, str, str, str]
Check = Callable[[str], Report]


@pytest.fixture(scope="module")
def packs() -> Packs:
    return load()


@pytest.fixture(scope="module")
def expected(samples: Path) -> dict[str, object]:
    return tomllib.loads((samples / "flawed" / "expected.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def now(expected: dict[str, object]) -> datetime:
    return datetime.combine(expected["on"], time(), CHINA)  # type: ignore[arg-type]  # TOML gives a date


@pytest.fixture(scope="module")
def report_of(samples: Path, packs: Packs, now: datetime, tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Checks a sample as `fushen check` does; each one once for the whole file."""
    made: dict[str, Report] = {}

    def check(name: str) -> Report:
        if name not in made:
            made[name] = _checked(samples / name / "intake.toml", packs, now, tmp_path_factory.mktemp(name))
        return made[name]

    return check


def test_the_flawed_case_says_exactly_what_was_planted(report_of: Check, expected: dict[str, object]) -> None:
    rows = expected["expected"]
    assert isinstance(rows, list)
    planted = sorted((r["finding"], r["level"], r.get("paper", ""), r.get("subject", "")) for r in rows)
    assert _rows(report_of("flawed"), Level.WARN) == planted


def test_the_ready_case_is_ready(report_of: Check) -> None:
    report = report_of("ready")
    assert report.ready
    assert _rows(report, Level.WARN) == [("deadline/soon", "warn", "", "")]


def test_nothing_about_the_ready_case_was_left_unlooked_at(report_of: Check) -> None:
    found = report_of("ready").findings
    assert Level.PASS in {f.level for f in found}
    assert Level.ERROR not in {f.level for f in found}
    # Nobody asked for the pages to be recognised here; that is said, and nothing else was left out.
    unread = {"image/legible-skipped", "qr/payload-skipped", "qr/agrees-skipped"}
    assert {f.id for f in found if f.level is Level.SKIP} == unread


def _checked(source: Path, packs: Packs, now: datetime, folder: Path) -> Report:
    with intake.create(intake.read(source, packs), folder / "case.fushen", now) as casefile, Prober() as prober:
        facts = {}
        for paper in casefile.case.papers:
            copy = folder / f"{paper.id}-{paper.file}"
            casefile.copy_original(paper.sha256, copy)
            facts[paper.sha256] = prober.facts(copy, name=paper.file)
        return checks.run(Review(casefile.case, packs, facts, now))


def _rows(report: Report, least: Level) -> list[Row]:
    found = [f for f in report.findings if f.level.weight >= least.weight]
    return sorted((f.id, str(f.level), f.paper, f.subject) for f in found)
