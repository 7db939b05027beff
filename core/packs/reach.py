"""Proves that every question can be reached, every requirement asked for and every check passed: some case does it.

All combinations of the values that a condition tells apart are tried, those of the questions it rests on included,
and of what is told or attached beside the answers (platform, notice, papers, reasons).
Where they would be too many, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from math import prod
from typing import Any, Final

from core.i18n import _
from core.model import (
    Answer,
    AnswerValue,
    Case,
    Judgement,
    Notice,
    Paper,
    Point,
    Role,
    SecondChance,
    SecondChanceKind,
    Shop,
    ShopKind,
)
from core.packs.answers import answerable, on_path
from core.packs.condition_lint import Wrong
from core.packs.conditions import ANSWER, NAMES, holds, names_in
from core.packs.shapes import AuditQuestion, Condition, Playbook, Question

_MOST: Final = 20_000
_EMPTY: Final = Case("", datetime(2000, 1, 1, tzinfo=UTC), "", "")


def unreachable(book: Playbook) -> Iterator[Wrong]:
    """Yields every part of a playbook whose condition can't come true, whatever is answered, attached or told."""
    for key in ("questions", "audit", "requirements", "checks", "root_causes", "hand_off", "windows"):
        for number, item in enumerate(getattr(book, key)):
            if item.when is not None and _can_hold(item.when, book) is False:
                yield (key, number, "when"), _("无论怎样回答，这个条件都不会成立。请核对它和它所依据的问题。")
    for number, check in enumerate(book.checks):
        asked = {"and": [check.when, check.must]} if check.when else check.must
        if _can_hold(asked, book) is False:
            yield ("checks", number, "must"), _("无论怎样回答，这项检查都不能通过。请核对 must 和 when。")


def unproved(book: Playbook) -> Iterator[str]:
    """Yields the ids of what could not be tried out, because there are too many combinations."""
    for key in ("questions", "audit", "requirements", "checks", "root_causes", "hand_off", "windows"):
        yield from (item.id for item in getattr(book, key) if item.when and _can_hold(item.when, book) is None)


def _can_hold(condition: Condition, book: Playbook) -> bool | None:
    """Tells whether some case makes a condition true; None when there are too many to try, or a name is unknown."""
    questions = {question.id: question for question in answerable(book)}
    asked, names = _rests_on(condition, questions)
    if not NAMES.keys() >= set(names):
        return None  # a name that there is not, which is told elsewhere
    told = [*_literals(condition), *(part for one in asked for part in _literals(one.when))]
    domains: list[tuple[str, tuple[Any, ...]]] = [(ANSWER + one.id, _values(one, told)) for one in asked]
    domains += [(name, _told(name, told, book)) for name in names]
    if prod(len(values) for _name, values in domains) > _MOST:
        return None
    for chosen in product(*(values for _name, values in domains)):
        case = _case(dict(zip((name for name, _values_ in domains), chosen, strict=True)), book)
        if holds(condition, on_path(book, case)):
            return True
    return False


def _told(name: str, told: list[Any], book: Playbook) -> tuple[Any, ...]:
    """Returns the values of a name that may make a difference: those that conditions mention, and none of them."""
    words = list(dict.fromkeys(word for word in told if isinstance(word, str)))
    if name == "@platform":
        return book.platforms
    if name == "@playbook":
        return (book.id,)
    if name == "@shop.kind":
        return tuple(kind.value for kind in ShopKind)
    if name == "@second_chance.kind":
        return tuple(kind.value for kind in SecondChanceKind)
    if name == "@second_chance.entry_open":
        return (None, True, False)
    if name in ("@notice.violation", "@shop.category"):
        return ("", "，".join(words), *words)
    if name == "@judgements":
        words = [judgement.value for judgement in Judgement if judgement.value in words]
    return ((), tuple(words), *((word,) for word in words))


def _case(chosen: dict[str, Any], book: Playbook) -> Case:
    given = {name: value for name, value in chosen.items() if not name.startswith(ANSWER)}
    answers = tuple(
        Answer(name.removeprefix(ANSWER), value)
        for name, value in chosen.items()
        if name.startswith(ANSWER) and value is not None
    )
    kinds, judged = given.get("@papers", ()), given.get("@judgements", ())
    papers = [Paper("P1", "", "", 0, kind, True, Role.EVIDENCE) for kind in kinds]
    papers += [Paper("P1", "", "", 0, role=Role.REJECTED, judgement=Judgement(one)) for one in judged]
    points = tuple(Point("N1", "", reason, True) for reason in given.get("@reasons", ()))
    return replace(
        _EMPTY,
        playbook=book.id,
        platform=given.get("@platform", book.platforms[0] if book.platforms else ""),
        answers=answers,
        papers=tuple(papers),
        shop=Shop(kind=ShopKind(given.get("@shop.kind", "other")), category=given.get("@shop.category", "")),
        notice=Notice(violation=given.get("@notice.violation", ""), points=points),
        second_chance=SecondChance(
            SecondChanceKind(given.get("@second_chance.kind", "")), given.get("@second_chance.entry_open")
        ),
    )


Asked = Question | AuditQuestion


def _rests_on(condition: Condition, questions: dict[str, Asked]) -> tuple[list[Asked], list[str]]:
    """Returns the questions on which it rests, in turn, and the other names."""
    found: dict[str, Asked] = {}
    names: dict[str, None] = {}
    open_ = [condition]
    while open_:
        for name in sorted(names_in(open_.pop())):
            one = questions.get(name.removeprefix(ANSWER)) if name.startswith(ANSWER) else None
            if one is None:
                names[name] = None
            elif one.id not in found:
                found[one.id] = one
                open_ += [one.when] if one.when is not None else []
    return list(found.values()), list(names)


def _values(asked: Asked, told: Iterable[Any]) -> tuple[AnswerValue | None, ...]:
    if isinstance(asked, AuditQuestion) or asked.kind == "yes-no":
        return (None, True, False)
    if asked.kind == "choice":
        return (None, *(option.value for option in asked.options))
    if asked.kind == "choices":
        values = tuple(option.value for option in asked.options)
        return (None, values, *((value,) for value in values))
    if asked.kind == "amount":
        sums = sorted({str(abs(int(n) + step)) for n in map(_number, told) if n is not None for step in (-1, 0, 1)})
        return (None, "0", "1", *sums)  # two, for one sum may have to be less than another
    words = ("2026-11-22", "2026-11-23") if asked.kind == "date" else ("文字",)
    return (None, *words, *(t for t in told if isinstance(t, str) and t))


def _number(value: object) -> float | None:
    try:
        return None if isinstance(value, bool) else float(str(value))
    except ValueError:
        return None


def _literals(condition: object) -> Iterator[Any]:
    if isinstance(condition, dict):
        for part in condition.values():
            yield from _literals(part)
    elif isinstance(condition, list | tuple):
        for part in condition:
            yield from _literals(part)
    elif condition is not None and not (isinstance(condition, str) and condition.startswith("@")):
        yield condition
