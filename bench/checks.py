"""All checks of a case with forty papers whose facts are already known: what the screen waits for at every edit."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bench.measure import Row, repeated
from core import checks, intake, packs
from core.checks import Review
from core.cli.reading import read_facts
from core.jobs import no_progress
from core.model import Case, FileFacts, Paper
from core.model.values import CHINA
from core.resources import data_root

PAPERS = 40
NOW = datetime(2026, 11, 22, tzinfo=CHINA)


def rows() -> Iterator[Row]:
    """Checks the sample case, its papers repeated under new ids and hashes until there are forty."""
    installed = packs.load()
    case, facts = _large_case(installed)
    review = Review(case, installed, facts, NOW)
    found = len(checks.run(review).findings)
    yield Row(f"check {PAPERS} papers, facts cached ({found} findings)", ours=repeated(lambda: _check(review), runs=25))


def _check(review: Review) -> None:
    checks.run(review)


def _large_case(installed: packs.Packs) -> tuple[Case, dict[str, FileFacts]]:
    with tempfile.TemporaryDirectory() as folder:
        read = intake.read(data_root() / "assets" / "samples" / "ready" / "intake.toml", installed)
        with intake.create(read, Path(folder) / "case.fushen", NOW) as casefile:
            facts = dict(read_facts(casefile, no_progress))
            case = casefile.case
    papers = list(case.papers)
    for number in range(len(papers), PAPERS):
        paper = _again(papers[number % len(case.papers)], number)
        facts[paper.sha256] = replace(facts[papers[number % len(case.papers)].sha256], sha256=paper.sha256)
        papers.append(paper)
    return replace(case, papers=tuple(papers)), facts


def _again(paper: Paper, number: int) -> Paper:
    name = f"{number}-{paper.file}"
    return replace(paper, id=f"P{number + 100}", file=name, sha256=f"{number:064x}")
