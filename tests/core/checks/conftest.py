"""Fixtures of the checks' tests: a sound case, the packs, and a way to ask every check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import pytest

from core import packs as packs_room
from core.checks import Review, registered
from core.checks.runner import run_checks
from core.model import Case, Finding
from core.packs import Packs
from tests.core.checks.cases import NOW, facts_of, platform, playbook, readings_of, sound_case


@pytest.fixture
def case() -> Case:
    return sound_case()


@pytest.fixture(scope="session")
def installed() -> Packs:
    real = packs_room.load()
    book, portal = playbook(), platform()
    folder = f"playbooks/{book.id}/"
    words = {"letter.md.j2": b"{{ entity.name }} {{ notice.number }}", "portal-200.txt.j2": b"1 {{ notice.number }}"}
    return replace(
        real,
        tree=real.tree.over({folder + name: text for name, text in words.items()}),
        playbooks=MappingProxyType({**real.playbooks, book.id: book}),
        platforms=MappingProxyType({**real.platforms, portal.id: portal}),
    )


@pytest.fixture
def review(case: Case, installed: Packs) -> Review:
    facts = {p.sha256: facts_of(p) for p in case.papers}
    return Review(case, installed, facts, NOW, {p.sha256: readings_of(p) for p in case.papers})


Findings = dict[str, list[Finding]]


@pytest.fixture
def ask() -> Callable[[Review], Findings]:
    """Runs every check and returns what is not a pass, by finding id."""

    def run(review: Review) -> Findings:
        found: Findings = {}
        for finding in run_checks(registered(), review, levels={}, waivers=review.case.waivers):
            if finding.level != "pass":
                found.setdefault(finding.id, []).append(finding)
        return found

    return run
