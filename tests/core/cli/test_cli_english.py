"""The program in English: its own words are, a case's and a pack's stay what they are, and so does the packet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core import checks, i18n, packet, packs, store
from core.checks.wording import start_of
from core.cli.reading import survey_of
from core.jobs import no_progress
from core.model import codec
from core.model.values import CHINA
from core.packet.payload import payload
from core.packet.plan import report_for_the_packet
from core.survey import kept
from gui import overview

Run = Callable[..., Any]
ON = "2026-11-22"
NOW = datetime(2026, 11, 22, tzinfo=CHINA)
CHINESE = re.compile(r"[\u3400-\u9fff]+")


@pytest.mark.parametrize("sample", ["flawed", "ready"])
def test_a_check_in_english_says_nothing_in_chinese_but_the_cases_and_the_packs_own_words(
    fushen: Run, made: dict[str, Path], sample: str
) -> None:
    said = fushen("--lang", "en", "check", made[sample], "--on", ON)
    assert said.status == (1 if sample == "flawed" else 0)
    assert "· passed" in said.out
    found = fushen("--lang", "en", "check", made[sample], "--on", ON, "--json").json["findings"]
    assert "pass" in {finding["level"] for finding in found}
    told = [finding[part] for finding in found for part in ("message", "why", "fix")]
    left = _without_whitespace(said.out + "".join(told))
    for words in sorted(_data(made[sample]), key=len, reverse=True):
        left = left.replace(words, "")
    assert CHINESE.findall(left) == []


@pytest.mark.parametrize(
    "command", ["", "new", "open", "inspect", "convert", "check", "build", "batch", "verify", "export", "packs"]
)
def test_every_command_has_its_help_in_english(fushen: Run, command: str) -> None:
    said = fushen("--lang", "en", *command.split(), "--help")
    assert said.out.startswith("usage: fushen")
    assert CHINESE.findall(said.out) == []


def test_a_packet_built_in_english_has_the_bytes_of_the_chinese_one(
    fushen: Run, made: dict[str, Path], built: Path, tmp_path: Path
) -> None:
    said = fushen("--lang", "en", "build", made["ready"], "--out", tmp_path, "--on", ON)
    assert said.status == 0, said.err
    assert "built and verified" in said.out
    assert _sha256(tmp_path / built.name) == _sha256(built)


def test_what_a_draft_over_faults_prints_is_the_same_in_both_languages(flawed: Path) -> None:
    with store.open(flawed) as casefile:
        review = survey_of(casefile, packs.load(), NOW, no_progress).review
    told = {}
    for language in ("zh_CN", "en"):
        i18n.use_language(language)
        report = checks.run(review)
        plan = packet.plan(review.case, review.packs, report, review.facts, NOW, draft=True)
        # What may be worded otherwise is named in the language of the screen; what is written is not.
        letter = (plan.letter.title, plan.letter.blocks)
        told[language] = (payload(plan), report_for_the_packet(plan), letter, plan.texts)
        assert any(exhibit.instead for exhibit in plan.exhibits)
    assert told["en"] == told["zh_CN"]
    english = "".join(finding.message for finding in plan.report.findings if finding.code == "exhibit-missing")
    assert "could not be bound in" in english


@pytest.mark.parametrize("sample", ["flawed", "ready"])
def test_window_packet_and_command_line_find_the_same_in_both_languages(
    fushen: Run, made: dict[str, Path], sample: str
) -> None:
    rows = {}
    for language in ("zh", "en"):
        found = fushen("--lang", language, "check", made[sample], "--on", ON, "--json").json["findings"]
        rows["command line", language] = [(f["check"], f["code"], f["level"], f["paper"], f["subject"]) for f in found]
        with store.open(made[sample], read_only=True) as casefile:
            facts, readings = kept(casefile)
            seen = overview.look(casefile.case, packs.load(), facts, NOW, readings)
            plan = packet.plan(casefile.case, packs.load(), seen.report, facts, NOW, draft=True)
        rows["window", language] = _rows(seen.report)
        rows["packet", language] = _rows(report_for_the_packet(plan))[: len(seen.report.findings)]
        own = plan.report.findings[len(seen.report.findings) :]
        assert all(finding.check == "packet" for finding in own)
    assert len({tuple(found) for found in rows.values()}) == 1
    assert len(rows["window", "en"]) > 40


def _rows(report: checks.Report) -> list[tuple[str, str, str, str, str]]:
    return [(f.check, f.code, f.level.value, f.paper, f.subject) for f in report.findings]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_finding_speaks_of_a_statement_a_link_or_a_paper_by_the_id_that_no_page_shows(
    fushen: Run, made: dict[str, Path], language: str
) -> None:
    found = fushen("--lang", language, "check", made["flawed"], "--on", ON, "--json").json["findings"]
    told = " ".join(finding[part] for finding in found for part in ("message", "why", "fix"))
    assert len(found) > 20
    assert re.findall(r"(?<![A-Za-z0-9@])[CLP]\d+(?![A-Za-z0-9])", told) == []


def _data(case: Path) -> set[str]:
    with store.open(case, read_only=True) as casefile:
        plain = codec.to_plain(casefile.case)
        starts = [start_of(claim).removesuffix("…") for claim in casefile.case.claims]
    installed = packs.load()
    kinds = (installed.playbooks, installed.platforms, installed.papers, installed.reasons)
    shapes = [one.model_dump(mode="json") for kind in kinds for one in kind.values()]
    every = (*_leaves(plain), *_leaves(shapes), *starts)
    return {squeezed for words in every if (squeezed := _without_whitespace(words))}


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)


def _without_whitespace(text: str) -> str:
    return "".join(text.split())


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
