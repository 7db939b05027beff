from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.model import Case, Claim, ClaimKind, Judgement, Notice, Paper, Point, Role, Round, Unavailable
from core.narrative import exhibit_order, letter, portal_texts
from core.narrative.values import letter_values
from core.packs import lint, load
from core.packs.letter_lint import VALUES
from core.packs.letter_names import ANSWER, NAMES

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
        ("letters/tail.md.j2", "entity.name", "entity.nmae", "entity.nmae", "是否想写 name"),
        ("letters/points.md.j2", "point.proof", "point.prof", "point.prof", "是否想写 proof"),
        ("letters/points.md.j2", "claim.bare", "claim.bear", "claim.bear", "是否想写 bare"),
        ("letters/head.md.j2", "notice.number", "notice.nummer", "notice.nummer", "是否想写 number"),
    ],
)
def test_a_mistake_in_a_template_is_named_with_file_and_line(
    file: str, old: str, new: str, key: str, says: str, edit: Callable[[str, str, str], Path]
) -> None:
    root = edit(file, old, new)
    found = [m for m in lint(root) if m.file == file and m.key == key and says in m.message]
    assert len({m.line for m in found}) == len(found) == 1
    assert (root / file).read_text("utf-8").splitlines()[found[0].line - 1].count(new.split("/")[-1].split(".")[0])


def test_the_shapes_that_lint_knows_are_those_that_a_template_is_given() -> None:
    packs = load()
    paper = Paper("P1", "1.pdf", "a" * 64, 1, "invoice", True, Role.REJECTED, judgement=Judgement.FORGED)
    new = replace(paper, id="P2", role=Role.REPLACEMENT, replaces="P1", answers=("N1",), judgement=Judgement.NONE)
    claims = [Claim(f"C{n}", "N1", kind, "话。", on=date(2026, 1, 2)) for n, kind in enumerate(ClaimKind)]
    general = [replace(claim, id=f"G{claim.id}", point="") for claim in claims]
    case = replace(
        CASE,
        papers=(paper, new),
        notice=Notice("1", "x", CASE.created_at, points=(Point("N1", "x", "F1", True),)),
        rounds=(Round(1, CASE.created_at, CASE.created_at, "x"),),
        claims=(*claims, *general),
        unavailable=(Unavailable("x", "y"),),
    )
    given = letter_values(case, packs, exhibit_order(case))
    assert _differences(NAMES | {"answers": dict.fromkeys(given["answers"], ANSWER)}, given, "") == []


def _differences(known: object, given: object, place: str) -> list[str]:
    """Names the places where a template is given something else than lint knows of."""
    if isinstance(known, list):
        parts = given if isinstance(given, list) else [place]
        return [text for part in parts for text in _differences(known[0], part, f"{place}[]")]
    if isinstance(known, dict) and isinstance(given, dict):
        inner = [
            t for name in known.keys() & given.keys() for t in _differences(known[name], given[name], f"{place}.{name}")
        ]
        return [f"{place}.{name}" for name in known.keys() ^ given.keys()] + inner
    return [place] if isinstance(given, dict) and known is not None else []


def test_every_letter_can_be_written_before_anything_is_answered() -> None:
    packs = load()
    for book in packs.playbooks.values():
        for platform in book.platforms:
            case = replace(CASE, playbook=book.id, platform=platform)
            assert letter(case, packs, exhibit_order(case)).texts()
            assert all(text.length <= text.amount for text in portal_texts(case, packs, exhibit_order(case)))
