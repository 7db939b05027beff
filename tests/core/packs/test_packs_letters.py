from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.model import Case
from core.narrative import exhibit_order, letter, portal_texts
from core.narrative.values import letter_values
from core.packs import lint, load
from core.packs.letter_lint import VALUES

SPOT = "playbooks/spot-check/letter.md.j2"
CASE = Case("c", datetime(2026, 11, 22, tzinfo=UTC), "spot-check", "tmall")


def test_the_names_that_lint_knows_are_those_that_a_template_is_given() -> None:
    assert set(letter_values(CASE, load(), exhibit_order(CASE))) == VALUES


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "says"),
    [
        (SPOT, "answers.route.value", "answers.rout.value", "answers.rout", "是否想写 route"),
        (SPOT, "{% endif %}", "{% endfi %}", "", "模板语法错误"),
        (SPOT, "letters/facts.md.j2", "letters/fakts.md.j2", "", "letters/fakts.md.j2 不存在"),
        ("letters/tail.md.j2", "entity.name", "entiti.name", "entiti", "是否想写 entity"),
    ],
)
def test_a_mistake_in_a_template_is_named_with_file_and_line(
    file: str, old: str, new: str, key: str, says: str, edit: Callable[[str, str, str], Path]
) -> None:
    root = edit(file, old, new)
    found = [m for m in lint(root) if m.file == file and m.key == key and says in m.message]
    assert len(found) == 1
    assert (root / file).read_text("utf-8").splitlines()[found[0].line - 1].count(new.split("/")[-1].split(".")[0])


def test_every_letter_can_be_written_before_anything_is_answered() -> None:
    packs = load()
    for book in packs.playbooks.values():
        for platform in book.platforms:
            case = replace(CASE, playbook=book.id, platform=platform)
            assert letter(case, packs, exhibit_order(case)).texts()
            assert all(text.length <= text.amount for text in portal_texts(case, packs, exhibit_order(case)))
