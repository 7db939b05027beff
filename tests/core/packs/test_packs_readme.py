"""The guide for people who write packs is tried out word by word: its examples are put into a copy of the packs."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core import numbers
from core.interview import path, requirements
from core.model import Answer, Case, Paper, Role
from core.packs import lint, load
from core.packs.conditions import NAMES, OPERATORS, holds
from core.packs.names import FIELD_NAMES
from core.packs.shapes import Certainty, Question, Requirement, Stage, Window
from core.resources import data_root

GUIDE = (data_root() / "templates" / "README.md").read_text("utf-8")
EXAMPLE = re.compile(r"^(新建|加到) `([^`]+)`[^\n]*：\n\n```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def followed(copied: Path) -> Path:
    """A copy of the packs into which every example of the guide was put, as it says."""
    for verb, file, text in EXAMPLE.findall(GUIDE):
        target = copied / file
        assert target.exists() is (verb == "加到")
        old = target.read_text("utf-8") if target.exists() else ""
        target.write_text(old + "\n" + text, "utf-8")
    return copied


def test_the_guide_has_an_example_of_each_kind() -> None:
    texts = "\n".join(text for _, _, text in EXAMPLE.findall(GUIDE))
    assert len(EXAMPLE.findall(GUIDE)) == 4
    for heading in ("[[questions]]", "[[requirements]]", "[[checks]]", "fields = ["):
        assert heading in texts


def test_the_examples_lint_clean(followed: Path) -> None:
    assert lint(followed) == ()


def test_the_examples_do_what_the_guide_says(followed: Path) -> None:
    packs = load(followed)
    book = packs.playbooks["qualification-reappeal"]
    case = Case("c", datetime(2026, 11, 22, tzinfo=UTC), book.id, "tmall")
    assert packs.papers["pesticide-licence"].party == "holder"
    assert "pesticide" not in [q.id for q in path(book, case).questions]
    case = replace(case, answers=(Answer("penalty-kind", "admission"), Answer("pesticide", True)))
    assert "pesticide" in [q.id for q in path(book, case).questions]
    state = next(s for s in requirements(book, case) if s.requirement.id == "pesticide-licence")
    assert (state.state, state.lacking) == ("missing", ("pesticide-licence",))
    check = next(check for check in book.checks if check.id == "pesticide-entity")
    assert holds(check.when, case)
    assert not holds(check.must, case)
    papers = tuple(
        Paper(f"P{n}", "x.pdf", "0" * 64, 1, kind, True, Role.REPLACEMENT)
        for n, kind in enumerate(("business-licence", "pesticide-licence"), 1)
    )
    assert holds(check.must, replace(case, papers=papers))


def test_a_copied_playbook_and_platform_need_only_their_new_ids(copied: Path) -> None:
    books, platforms = copied / "playbooks", copied / "platforms"
    shutil.copytree(books / "qualification-reappeal", books / "copied")
    shutil.copy(platforms / "tmall.toml", platforms / "kuaishou.toml")
    for file, old, new in (
        (books / "copied/playbook.toml", 'id = "qualification-reappeal"', 'id = "copied"'),
        (books / "copied/playbook.toml", 'platforms = ["tmall", ', 'platforms = ["tmall", "kuaishou", '),
        (platforms / "kuaishou.toml", 'id = "tmall"', 'id = "kuaishou"'),
    ):
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
    assert lint(copied) == ()
    assert load(copied).playbooks["copied"].platforms[:2] == ("tmall", "kuaishou")


def test_a_typing_error_in_an_example_is_named(followed: Path) -> None:
    file = followed / "playbooks/qualification-reappeal/playbook.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace('"@answer.pesticide", true', '"@answer.pestcide", true', 1), "utf-8")
    mistakes = lint(followed)
    assert [m.key.split(".")[-2:] for m in mistakes] == [["when", "==[1]"]]
    assert "pesticide" in mistakes[0].message


def test_every_word_that_a_pack_may_use_is_in_the_guide() -> None:
    words = set(re.findall(r"(?<!`)`\"?([^`\"\n]+)\"?`(?!`)", GUIDE)) | set(re.findall(r"[a-z][a-z0-9_-]*", GUIDE))
    assert words >= FIELD_NAMES
    assert words >= OPERATORS
    assert set(re.findall(r"@[a-z_.]+[a-z]", GUIDE)) >= set(NAMES)
    assert {module.removesuffix(".py") for module in _number_names()} <= words
    for shape, key in (
        (Question, "kind"),
        (Question, "step"),
        (Requirement, "level"),
        (Window, "unit"),
        (Stage, "step"),
    ):
        assert set(shape.model_fields[key].annotation.__args__) <= words  # type: ignore[union-attr]
    assert set(Certainty.__args__) <= words  # type: ignore[attr-defined]


def test_every_key_of_a_question_a_requirement_and_a_window_is_explained() -> None:
    for shape in (Question, Requirement, Window):
        missing = [key for key in shape.model_fields if f"`{key}`" not in GUIDE and f"{key} = " not in GUIDE]
        assert missing == [], shape


def _number_names() -> list[str]:
    folder = Path(numbers.__path__[0])
    return [file.name for file in folder.glob("[!_]*.py")]
