"""What a platform says lives in the packs alone: code holds none of it, and a changed limit needs no code."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core import packet
from core.checks import Review, run
from core.deadlines import reckon
from core.model import Case, Level, Notice, SecondChance, SecondChanceKind
from core.model.values import CHINA
from core.narrative import exhibit_order, portal_texts
from core.packs import Packs, load
from core.resources import data_root

NOW = datetime(2026, 11, 22, 9, tzinfo=CHINA)
HOUSE = [*data_root().glob("core/**/*.py"), *data_root().glob("gui/**/*.py")]
# Words of the language that every platform shares, in the form of a pack's own ids.
ALLOWED = frozenset({"Amazon"})


def _names(packs: Packs) -> set[str]:
    names = {name for platform in packs.platforms.values() for name in (platform.title, *platform.names)}
    return {name for name in names if re.search(r"[^\x00-\x7f]", name)} - ALLOWED


def test_no_name_of_a_platform_stands_in_the_code() -> None:
    names = _names(load())
    assert len(names) >= 15
    for path in HOUSE:
        found = {name for name in names if name in path.read_text("utf-8")}
        assert not found, f"{path.name}: {found}"


def test_no_id_of_a_platform_or_of_a_playbook_stands_in_the_code() -> None:
    packs = load()
    ids = {*packs.platforms, *packs.playbooks} - {"1688"}
    for path in HOUSE:
        text = path.read_text("utf-8")
        found = {one for one in ids if re.search(rf"""["']{re.escape(one)}["']""", text)}
        assert not found, f"{path.name}: {found}"


def test_no_window_or_limit_of_a_platform_stands_beside_its_unit_in_the_code() -> None:
    packs = load()
    units = {
        "natural-day": "天|日|自然日",
        "hour": "小时",
        "workday-statutory": "个?工作日",
        "workday-mon-fri": "个?工作日",
    }
    told = {(w.amount, units[w.unit]) for p in packs.platforms.values() for w in p.windows}
    patterns = [re.compile(rf"(?<![\d月]){amount}\s*(?:{unit})") for amount, unit in told]
    for path in HOUSE:
        text = path.read_text("utf-8")
        found = [pattern.pattern for pattern in patterns if pattern.search(text)]
        assert not found, f"{path.name}: {found}"


@pytest.fixture
def case() -> Case:
    notice = Notice("V-1", "提供虚假凭证", NOW - timedelta(days=1))
    chance = SecondChance(SecondChanceKind.SUPPLEMENT, True)
    return Case("c", NOW, "qualification-reappeal", "tmall", notice=notice, second_chance=chance)


def test_a_changed_window_changes_the_deadline_and_its_finding(
    case: Case, edit: Callable[[str, str, str], Path]
) -> None:
    before = load()
    changed = load(edit("platforms/tmall.toml", "amount = 15\nunit", "amount = 2\nunit"))
    assert reckon(case, before, NOW).due != reckon(case, changed, NOW).due
    assert not _codes(case, before, "deadline/soon")
    assert _codes(case, changed, "deadline/soon")


def test_a_changed_text_box_changes_the_texts_of_the_packet(case: Case, edit: Callable[[str, str, str], Path]) -> None:
    before = [text.amount for text in portal_texts(case, load(), exhibit_order(case))]
    changed = load(edit("platforms/tmall.toml", "amount = 200\n", "amount = 320\n"))
    after = [text.amount for text in portal_texts(case, changed, exhibit_order(case))]
    assert (before, after) == ([200, 500], [320, 500])
    plan = packet.plan(case, changed, run(Review(case, changed, {}, NOW)), {}, NOW, draft=True)
    assert [text.amount for text in plan.texts] == [320, 500]


def _codes(case: Case, packs: Packs, code: str) -> bool:
    found = run(Review(replace(case), packs, {}, NOW)).findings
    return any(f.id == code and f.level is Level.WARN for f in found)
