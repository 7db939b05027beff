from __future__ import annotations

from pathlib import Path

import pytest

from core.packs import lint

BOOK = "playbooks/spot-check/playbook.toml"
NEVER = (
    # Asked only of a department's inspection, so never known together with the platform's own.
    '{ and = [{ "==" = ["@answer.inspected-by", "platform"] }, { "==" = ["@answer.government-kind", "food"] }] }',
    '{ and = [{ "==" = ["@answer.food", true] }, { not = { present = "@answer.food" } }] }',
    '{ and = [{ in = ["@answer.route", ["objection"]] }, { "==" = ["@answer.spare-sample", true] }] }',
)
SOMETIMES = (
    '{ and = [{ "==" = ["@answer.inspected-by", "government"] }, { "==" = ["@answer.government-kind", "food"] }] }',
    '{ and = [{ contains = ["@notice.violation", "抽检"] }, { absent = "@answer.food" }] }',
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
