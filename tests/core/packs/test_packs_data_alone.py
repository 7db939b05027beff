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
_MONEY = 1000  # a smaller sum in yuan could be anything


def _names(packs: Packs) -> set[str]:
    """Everything that a platform or a playbook is called: ids, titles, domains, in Chinese and Latin letters."""
    platforms = packs.platforms.values()
    called = {name for p in platforms for name in (p.id, p.title, p.title_en, p.addressee, *p.names)}
    return called | set(packs.playbooks)


def _limits(packs: Packs) -> set[tuple[int, str]]:
    """Every number that a platform sets, with the units in which it might be written."""
    found = set()
    for platform in packs.platforms.values():
        portal = platform.portal
        found |= {(window.amount, _UNITS[window.unit]) for window in platform.windows}
        found |= {(text.amount, "个?字") for text in portal.texts}
        found |= {(level.levels_max, "级") for level in platform.shop_levels}
        found |= {(age.days, "天|日") for age in platform.max_ages}
        found |= {(platform.min_remaining_days, "天|日"), (portal.images_max, "张|幅"), (portal.file_mb_max, "MB?|兆")}
        found |= {(portal.image_kb_max, "KB?"), (portal.volume_pages_max, "页")}
    if packs.deposits:
        sums = {sum_ for figure in packs.deposits.figures for sum_ in (figure.least, figure.most)}
        sums |= {deduction.yuan for deduction in packs.deposits.deductions}
        found |= {(sum_, "元|yuan") for sum_ in sums if sum_ is not None and sum_ >= _MONEY}
    return {(number, unit) for number, unit in found if number is not None}


_UNITS = {
    "natural-day": "天|日|个?自然日",
    "hour": "小时",
    "workday-statutory": "个?工作日",
    "workday-mon-fri": "个?工作日",
}


def _offenders(text: str, packs: Packs) -> set[str]:
    """Returns the names and limits of platforms that a text holds, comments and docstrings included."""
    names = "|".join(sorted(map(re.escape, _names(packs)), key=len, reverse=True))
    found = {match[0] for match in re.finditer(rf"(?<![A-Za-z0-9_-])(?:{names})(?![A-Za-z0-9_-])", text, re.IGNORECASE)}
    for number, unit in _limits(packs):
        found |= {m[0] for m in re.finditer(rf"(?<![\d月年.,])(?:{number}|{number:,}|{number:_})\s*(?:{unit})", text)}
    return found


def test_no_name_and_no_number_of_a_platform_stands_in_the_code() -> None:
    packs = load()
    assert len(HOUSE) >= 300
    assert len(_names(packs)) >= 60
    assert len(_limits(packs)) >= 25
    found = {path.name: said for path in HOUSE if (said := _offenders(path.read_text("utf-8"), packs))}
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        'if case.platform == "tmall":',
        "_DOMAINS = ('jd.com',)",
        "# As Amazon wants it",
        'name = "Taobao"',
        "x = '1688'",
        "SHOP = '拼多多'",
        'book == "spot-check"',
        'text = _("最多 200 字")',
        "# 最多 5 张",
        "limit = 10  # 10MB",
        "# 三十天内，即 15 个自然日",
        "# 3个工作日",
        "# 72 小时",
        "# 365天",
        "# 扣 20000 元",
        "# 扣 20,000元",
        "# 限 4 级授权",
    ],
)
def test_a_planted_name_or_number_is_found(line: str) -> None:
    assert _offenders(f"def f():\n    {line}\n", load())


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
