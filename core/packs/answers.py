"""Which answers count: those that the interview's path still asks for, and that fit their question."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from core.model import AnswerValue, Case
from core.packs.conditions import holds
from core.packs.shapes import AuditQuestion, Playbook, Question

# Plain decimal, as fields keep amounts.
_AMOUNT: Final = re.compile(r"[0-9]+(\.[0-9]+)?")


def on_path(playbook: Playbook, case: Case) -> Case:
    """Returns the case as conditions should see it: answers off the path left out, none changed.

    A question's condition can only name questions before it (lint sees to that), so one pass in
    the playbook's order finds the path.
    """
    seen = replace(case, answers=())
    for question in answerable(playbook):
        given = next((a for a in case.answers if a.question == question.id), None)
        if given and holds(question.when, seen) and fits(question, given.value):
            seen = replace(seen, answers=(*seen.answers, given))
    return seen


def answerable(playbook: Playbook) -> tuple[Question | AuditQuestion, ...]:
    """Returns everything of a playbook that an answer can be for, in order; ids are unique among them."""
    return (*playbook.questions, *playbook.audit)


def fits(question: Question | AuditQuestion, value: AnswerValue) -> bool:
    """Tells whether a value can be an answer; an audit line is ticked with true or false."""
    if isinstance(question, AuditQuestion) or question.kind == "yes-no":
        return isinstance(value, bool)
    if question.kind == "choices":
        options = {option.value for option in question.options}
        return isinstance(value, tuple) and bool(value) and options.issuperset(value)
    if question.kind == "choice":
        return value in {option.value for option in question.options}
    if question.kind == "amount":
        return _is_amount(value)
    return isinstance(value, str) and bool(value.strip()) and (question.kind != "date" or _is_day(value))


def _is_amount(value: AnswerValue) -> bool:
    return not isinstance(value, bool) and _AMOUNT.fullmatch(str(value)) is not None


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
