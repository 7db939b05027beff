"""Proves that every question can be reached and every requirement asked for: some answers make its condition true.

All combinations of the values that a condition tells apart are tried, those of the questions it rests on included.
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
from core.model import Answer, AnswerValue, Case
from core.packs.answers import answerable, on_path
from core.packs.condition_lint import Wrong
from core.packs.conditions import ANSWER, holds, names_in
from core.packs.shapes import AuditQuestion, Condition, Playbook, Question

_MOST: Final = 20_000
_EMPTY: Final = Case("", datetime(2000, 1, 1, tzinfo=UTC), "", "")


def unreachable(book: Playbook) -> Iterator[Wrong]:
    """Yields every part of a playbook whose condition can't come true, whatever is answered."""
    for key in ("questions", "audit", "requirements", "checks", "root_causes", "hand_off"):
        for number, item in enumerate(getattr(book, key)):
            if item.when is not None and not _can_hold(item.when, book):
                yield (key, number, "when"), _("无论怎样回答，这个条件都不会成立。请核对它和它所依据的问题。")


def _can_hold(condition: Condition, book: Playbook) -> bool:
    questions = {question.id: question for question in answerable(book)}
    asked = _rests_on(condition, questions)
    if asked is None:
        return True
    told = [*_literals(condition), *(part for one in asked for part in _literals(one.when))]
    domains = [(one.id, _values(one, told)) for one in asked]
    if prod(len(values) for _id, values in domains) > _MOST:
        return True
    for chosen in product(*(values for _id, values in domains)):
        pairs = zip(domains, chosen, strict=True)
        answers = tuple(Answer(id_, value) for (id_, _values_), value in pairs if value is not None)
        if holds(condition, on_path(book, replace(_EMPTY, answers=answers))):
            return True
    return False


Asked = Question | AuditQuestion


def _rests_on(condition: Condition, questions: dict[str, Asked]) -> list[Asked] | None:
    """Returns the questions on which it rests, in turn; None when it names anything that is no answer."""
    found: dict[str, Asked] = {}
    open_ = [condition]
    while open_:
        for name in sorted(names_in(open_.pop())):
            one = questions.get(name.removeprefix(ANSWER)) if name.startswith(ANSWER) else None
            if one is None:
                return None
            if one.id not in found:
                found[one.id] = one
                open_ += [one.when] if one.when is not None else []
    return list(found.values())


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
        return (None, "0", *sums)
    return (None, "2026-11-22" if asked.kind == "date" else "文字", *(t for t in told if isinstance(t, str) and t))


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
