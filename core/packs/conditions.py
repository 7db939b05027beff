"""Conditions as data: `{"==" = ["@answer.entry-open", true]}`, walked and never executed.

A condition is a table with one operator. Operands that begin with `@` name something of the case;
all others stand for themselves. What is not answered makes every comparison false, `!=` and
`not-in` included. Nothing here ever raises for what a pack or a case holds: core.packs.lint
refuses what is wrong, and what slips past it is false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from core.model import Case
from core.packs.shapes import Condition

Value = bool | Decimal | str | tuple[Any, ...] | None

ANSWER: Final = "@answer."
LOGIC: Final = frozenset({"and", "or", "not"})
PRESENCE: Final = frozenset({"present", "absent"})


def holds(condition: Condition | None, case: Case) -> bool:
    """Tells whether a condition holds for a case; no condition always holds.

    Answers are taken as they stand. Hand in `answers.on_path(...)` where answers that the path has
    left must not count.
    """
    return condition is None or _holds(condition, case)


def names_in(condition: Condition | None) -> frozenset[str]:
    """Returns every `@name` in a condition."""
    return frozenset(_names(condition))


def value_of(name: str, case: Case) -> Value:
    """Returns what an `@name` stands for in a case; None when it is not known or says nothing."""
    if name.startswith(ANSWER):
        return _plain(case.answer(name.removeprefix(ANSWER)))
    reader = NAMES.get(name)
    return _plain(reader(case)) if reader else None


def _holds(condition: object, case: Case) -> bool:
    if not isinstance(condition, dict) or not condition:
        return False
    return all(_applies(operator, operand, case) for operator, operand in condition.items())


def _applies(operator: object, operand: object, case: Case) -> bool:
    if operator == "not":
        return isinstance(operand, dict) and not _holds(operand, case)
    if operator in ("and", "or"):
        parts = operand if isinstance(operand, list | tuple) else ()
        together = all if operator == "and" else any
        return bool(parts) and together(_holds(part, case) for part in parts)
    if operator in ("present", "absent"):
        known = _resolve(_only(operand), case) is not None
        return known if operator == "present" else not known
    compare = COMPARISONS.get(operator) if isinstance(operator, str) else None
    if compare is None or not isinstance(operand, list | tuple) or len(operand) != 2:
        return False
    left, right = (_resolve(side, case) for side in operand)
    return left is not None and right is not None and compare(left, right)


def _only(operand: object) -> object:
    return operand[0] if isinstance(operand, list | tuple) and len(operand) == 1 else operand


def _resolve(operand: object, case: Case) -> Value:
    if isinstance(operand, str) and operand.startswith("@"):
        return value_of(operand, case)
    return _plain(operand)


def _plain(value: object) -> Value:
    """Brings a literal, an answer or a field of the case to one of the few kinds that are compared."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        parts = tuple(part for part in map(_plain, value) if part is not None)
        return parts or None
    return (str(value) or None) if isinstance(value, str) else None


def _number(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _same(left: Value, right: Value) -> bool:
    if isinstance(left, tuple) or isinstance(right, tuple):
        return _covers(left, right) and _covers(right, left)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        numbers = _number(left), _number(right)
        return numbers[0] is not None and numbers[0] == numbers[1]
    return left == right


def _many(value: Value) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _within(left: Value, right: Value) -> bool:
    return not isinstance(left, tuple) and any(_same(left, part) for part in _many(right))


def _not_within(left: Value, right: Value) -> bool:
    return not isinstance(left, tuple) and not _within(left, right)


def _contains(left: Value, right: Value) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return right in left
    return isinstance(left, tuple) and _within(right, left)


def _shares(left: Value, right: Value) -> bool:
    return any(_within(part, right) for part in _many(left))


def _covers(left: Value, right: Value) -> bool:
    return all(_within(part, left) for part in _many(right))


def _ordered(decide: Callable[[Any, Any], bool]) -> Callable[[Value, Value], bool]:
    """Orders two numbers or two ISO days; anything else is not ordered, so false."""

    def compare(left: Value, right: Value) -> bool:
        for kind in (_day, _amount):
            one, other = kind(left), kind(right)
            if one is not None and other is not None:
                return decide(one, other)
        return False

    return compare


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _amount(value: object) -> Decimal | None:
    return None if isinstance(value, bool | tuple) else _number(value)


def _names(condition: object) -> Iterator[str]:
    if isinstance(condition, str):
        if condition.startswith("@"):
            yield condition
    elif isinstance(condition, dict):
        for part in condition.values():
            yield from _names(part)
    elif isinstance(condition, list | tuple):
        for part in condition:
            yield from _names(part)


def _reasons(case: Case) -> tuple[str, ...]:
    """Returns the reasons of the points, each with the group it belongs to: F3a brings F3."""
    found = {point.reason for point in case.notice.points if point.reason}
    return tuple(sorted(found | {reason.rstrip("abcdefghijklmnopqrstuvwxyz") for reason in found}))


COMPARISONS: Final[dict[str, Callable[[Value, Value], bool]]] = {
    "==": _same,
    "!=": lambda left, right: not _same(left, right),
    "in": _within,
    "not-in": _not_within,
    "contains": _contains,
    "any-of": _shares,
    "all-of": _covers,
    ">": _ordered(lambda left, right: bool(left > right)),
    ">=": _ordered(lambda left, right: bool(left >= right)),
    "<": _ordered(lambda left, right: bool(left < right)),
    "<=": _ordered(lambda left, right: bool(left <= right)),
}
OPERATORS: Final = frozenset(COMPARISONS) | LOGIC | PRESENCE

# What a condition can name beside the answers. Paper types count once a person has confirmed them.
NAMES: Final[dict[str, Callable[[Case], object]]] = {
    "@platform": lambda case: case.platform,
    "@playbook": lambda case: case.playbook,
    "@shop.kind": lambda case: case.shop.kind.value,
    "@shop.category": lambda case: case.shop.category,
    "@second_chance.kind": lambda case: case.second_chance.kind.value,
    "@second_chance.entry_open": lambda case: case.second_chance.entry_open,
    "@reasons": _reasons,
    "@judgements": lambda case: tuple(sorted({p.judgement.value for p in case.rejected() if p.judgement})),
    "@papers": lambda case: tuple(sorted({p.type for p in case.offered() if p.type and p.type_confirmed})),
    "@notice.violation": lambda case: case.notice.violation,
}
