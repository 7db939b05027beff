"""Finds what is wrong in a condition before any case meets it: unknown names, wrong operands, dead ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from core.i18n import _
from core.model import Judgement, SecondChanceKind, ShopKind
from core.packs.conditions import ANSWER, COMPARISONS, LOGIC, NAMES, OPERATORS, PRESENCE
from core.packs.locate import Place
from core.packs.names import unknown
from core.packs.shapes import AuditQuestion, Question

Wrong = tuple[Place, str]

_ORDERED: Final = frozenset({">", ">=", "<", "<="})
_TEXTS: Final = frozenset({"@shop.category", "@notice.violation"})
_YES_NO: Final = ("true", "false")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition at one place may name.

    Attributes:
        questions: Questions and audit lines asked before this place, by id.
        later: Ids of questions that exist but come later (or are the question itself).
        values: For an `@name`, all values it can have; a name that is not here takes any.
    """

    questions: Mapping[str, Question | AuditQuestion] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)


def fixed_values() -> dict[str, frozenset[str]]:
    """Returns the values of the names whose choices the case model itself fixes."""
    return {
        "@shop.kind": frozenset(kind.value for kind in ShopKind),
        "@second_chance.kind": frozenset(kind.value for kind in SecondChanceKind if kind.value),
        "@second_chance.entry_open": frozenset(_YES_NO),
        "@judgements": frozenset(judgement.value for judgement in Judgement if judgement.value),
    }


def wrong_in(condition: object, scope: Scope, place: Place) -> Iterator[Wrong]:
    """Yields every mistake of a condition with the path of the part that holds it."""
    if not isinstance(condition, dict) or len(condition) != 1:
        yield place, _('条件应是只含一个运算符的花括号表，例如 {{ present = "@answer.x" }}。').format()
        return
    operator, operand = next(iter(condition.items()))
    here = (*place, operator)
    if operator not in OPERATORS:
        yield here, unknown(operator, OPERATORS, _("运算符"))
    elif operator in LOGIC:
        yield from _wrong_in_logic(operator, operand, scope, here)
    elif operator in PRESENCE:
        yield from _wrong_in_presence(operand, scope, here)
    else:
        yield from _wrong_in_comparison(operator, operand, scope, here)


def _wrong_in_logic(operator: str, operand: object, scope: Scope, place: Place) -> Iterator[Wrong]:
    if operator == "not":
        yield from wrong_in(operand, scope, place)
        return
    if not isinstance(operand, list | tuple) or not operand:
        yield place, _("{operator} 后面应是由条件组成的方括号列表，至少一条。").format(operator=operator)
        return
    for number, part in enumerate(operand):
        yield from wrong_in(part, scope, (*place, number))
    if operator == "and":
        yield from _contradiction(operand, place)


def _contradiction(parts: list[Any] | tuple[Any, ...], place: Place) -> Iterator[Wrong]:
    """Two `==` on one name with two values can't both hold."""
    wanted: dict[str, Any] = {}
    for number, part in enumerate(parts):
        operand = part.get("==") if isinstance(part, dict) else None
        if not isinstance(operand, list | tuple) or len(operand) != 2 or not isinstance(operand[0], str):
            continue
        if operand[0] in wanted and wanted[operand[0]] != operand[1]:
            yield (*place, number), _("{name} 不可能同时等于两个值，这个条件永远不成立。").format(name=operand[0])
        wanted.setdefault(operand[0], operand[1])


def _wrong_in_presence(operand: object, scope: Scope, place: Place) -> Iterator[Wrong]:
    only = operand[0] if isinstance(operand, list | tuple) and len(operand) == 1 else operand
    if not isinstance(only, str) or not only.startswith("@"):
        yield place, _('这里应写一个以 @ 开头的名字，例如 "@answer.x"。')
    else:
        yield from _wrong_name(only, scope, place)


def _wrong_in_comparison(operator: str, operand: object, scope: Scope, place: Place) -> Iterator[Wrong]:
    if not isinstance(operand, list | tuple) or len(operand) != 2:
        yield place, _('{operator} 后面应是两项的方括号列表，例如 ["@answer.x", "y"]。').format(operator=operator)
        return
    left, right = operand
    if not isinstance(left, str) or not left.startswith("@"):
        yield (*place, 0), _("第一项应是以 @ 开头的名字，第二项才是要比较的值。")
        return
    yield from _wrong_name(left, scope, (*place, 0))
    if operator in ("in", "not-in", "any-of", "all-of") and not isinstance(right, list | tuple):
        yield (*place, 1), _("{operator} 的第二项应是方括号列表。").format(operator=operator)
        return
    if operator in _ORDERED and isinstance(right, bool | list | tuple):
        yield (*place, 1), _("{operator} 只能比较数和日期。").format(operator=operator)
        return
    several = isinstance(right, list | tuple)
    for number, value in enumerate(right if several else (right,)):
        yield from _wrong_value(left, value, operator, scope, (*place, 1, number) if several else (*place, 1))


def _wrong_name(name: str, scope: Scope, place: Place) -> Iterator[Wrong]:
    if not name.startswith(ANSWER):
        if name not in NAMES:
            yield place, unknown(name, (*NAMES, *(ANSWER + q for q in scope.questions)), _("名字"))
        return
    question = name.removeprefix(ANSWER)
    if question in scope.later:
        text = _("问题 {question} 在此处之后才会提出，条件只能引用前面的问题，否则永远走不到。")
        yield place, text.format(question=question)
    elif question not in scope.questions:
        yield place, unknown(question, scope.questions, _("问题"))


def _wrong_value(name: str, value: object, operator: str, scope: Scope, place: Place) -> Iterator[Wrong]:
    if isinstance(value, str) and value.startswith("@"):
        yield from _wrong_name(value, scope, place)
        return
    if operator not in COMPARISONS:
        return
    if wrong := _wrong_kind(_kind_of(name, scope), value, operator):
        yield place, wrong
        return
    possible = _possible(name, scope)
    if operator in _ORDERED:
        return
    written = str(value).lower() if isinstance(value, bool) else str(value)
    yes_no = possible == frozenset(_YES_NO)
    if possible is None or (written in possible and isinstance(value, bool) == yes_no):
        return
    yield place, unknown(written if not yes_no else repr(value), possible, _("取值"))


def _kind_of(name: str, scope: Scope) -> str:
    """Returns the kind of what a name stands for, as questions have it; "" when it is not known here."""
    if name in _TEXTS:
        return "text"
    if not name.startswith(ANSWER):
        return "choice" if name in scope.values else ""
    question = scope.questions.get(name.removeprefix(ANSWER))
    if question is None:
        return ""
    return "yes-no" if isinstance(question, AuditQuestion) else question.kind


def _wrong_kind(kind: str, value: object, operator: str) -> str:
    """Says why a value can never be compared with something of this kind; "" when it can."""
    if operator in _ORDERED and kind not in ("", "date", "amount"):
        return _("{operator} 只能比较数和日期，而这一项不是。").format(operator=operator)
    if kind == "date" and not _is_day(value):
        return _("这一项是日期，“{value}”不是日期。请写成 2026-03-01。").format(value=value)
    if kind == "amount" and not _is_amount(value):
        return _("这一项是数，“{value}”不是数。请写成 15 或 15.5。").format(value=value)
    if kind == "text" and not isinstance(value, str):
        return _("这一项是文字，要比较的值请加英文双引号。")
    return ""


def _is_day(value: object) -> bool:
    if not isinstance(value, str):
        return isinstance(value, date) and not isinstance(value, datetime)
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_amount(value: object) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"[0-9]+(\.[0-9]+)?", value) is not None
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _possible(name: str, scope: Scope) -> frozenset[str] | None:
    if not name.startswith(ANSWER):
        return scope.values.get(name)
    question = scope.questions.get(name.removeprefix(ANSWER))
    if question is None:
        return None
    if isinstance(question, AuditQuestion) or question.kind == "yes-no":
        return frozenset(_YES_NO)
    return frozenset(option.value for option in question.options) if question.options else None
