from __future__ import annotations

from pathlib import Path

import pytest

from core.packs import lint, load
from core.packs.reach import unproved

BOOK = "playbooks/spot-check/playbook.toml"
NEVER = (
    # Asked only of a department's inspection, so never known together with the platform's own.
    '{ and = [{ "==" = ["@answer.inspected-by", "platform"] }, { "==" = ["@answer.government-kind", "food"] }] }',
    '{ and = [{ "==" = ["@answer.food", true] }, { not = { present = "@answer.food" } }] }',
    '{ and = [{ in = ["@answer.route", ["objection"]] }, { "==" = ["@answer.spare-sample", true] }] }',
    # What is told or attached beside the answers.
    '{ and = [{ any-of = ["@papers", ["invoice"]] }, { not = { contains = ["@papers", "invoice"] } }] }',
    '{ and = [{ contains = ["@notice.violation", "抽检"] }, { absent = "@notice.violation" }] }',
    '{ and = [{ "==" = ["@shop.kind", "other"] }, { in = ["@shop.kind", ["flagship", "exclusive"]] }] }',
    '{ and = [{ "==" = ["@second_chance.entry_open", true] }, { absent = "@second_chance.entry_open" }] }',
    '{ and = [{ contains = ["@reasons", "F3a"] }, { not = { contains = ["@reasons", "F3"] } }] }',
    '{ and = [{ "==" = ["@platform", "jd"] }, { absent = "@platform" }] }',
)
SOMETIMES = (
    '{ and = [{ "==" = ["@answer.inspected-by", "government"] }, { "==" = ["@answer.government-kind", "food"] }] }',
    '{ and = [{ contains = ["@notice.violation", "抽检"] }, { absent = "@answer.food" }] }',
    '{ and = [{ all-of = ["@papers", ["invoice", "test-report"]] }, { not = { contains = ["@reasons", "F3"] } }] }',
    '{ and = [{ contains = ["@judgements", "forged"] }, { "==" = ["@second_chance.kind", "re-inspection"] }] }',
    '{ and = [{ contains = ["@notice.violation", "抽检"] }, { not = { contains = ["@notice.violation", "标签"] } }] }',
)


def _with(copied: Path, when: str) -> int:
    """Adds a line to the checklist under a condition and returns in which line of the file the condition stands."""
    path = copied / BOOK
    text = path.read_text("utf-8") + f'\n[[audit]]\nid = "dead"\ntitle = "一"\ntitle_en = "One"\nwhen = {when}\n'
    path.write_text(text, "utf-8")
    return len(text.splitlines())


@pytest.mark.parametrize("when", NEVER)
def test_a_condition_that_no_answers_make_true_is_named_with_its_line(copied: Path, when: str) -> None:
    line = _with(copied, when)
    found = [(m.file, m.line) for m in lint(copied) if "都不会成立" in m.message]
    assert found == [(BOOK, line)]


@pytest.mark.parametrize("when", SOMETIMES)
def test_a_condition_that_some_answers_make_true_is_not(copied: Path, when: str) -> None:
    _with(copied, when)
    assert lint(copied) == ()


@pytest.mark.parametrize(
    "must",
    [
        '{ and = [{ in = ["@answer.route", ["objection"]] }, { in = ["@answer.route", ["re-inspection"]] }] }',
        '{ not = { "==" = ["@answer.inspected-by", "government"] } }',
        '{ and = [{ contains = ["@papers", "invoice"] }, { absent = "@papers" }] }',
    ],
)
def test_a_check_that_can_never_be_passed_is_named_with_its_line(copied: Path, must: str) -> None:
    path = copied / BOOK
    when = '{ "==" = ["@answer.inspected-by", "government"] }'
    check = f'\n[[checks]]\nid = "dead"\ntitle = "一"\nwhen = {when}\nmust = {must}\nmessage = "一"\nwhy = "一"\n'
    fact = 'fact = { source = "x", as_of = 2026-11-22, certainty = "C" }'
    text = f'{path.read_text("utf-8")}{check}fix = "一"\n{fact}\n'
    path.write_text(text, "utf-8")
    found = [(m.file, m.line) for m in lint(copied) if "都不能通过" in m.message]
    assert found == [(BOOK, len(text.splitlines()) - 4)]


def test_nothing_of_the_shipped_playbooks_is_left_unproved() -> None:
    assert {book.id: list(unproved(book)) for book in load().playbooks.values()} == {
        name: [] for name in load().playbooks
    }
