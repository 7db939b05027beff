"""What is told about a deposit, whether the sources agree, and how much is at risk.

The sources contradict each other, so none of their figures is ever used to reckon: only the person's own
figure is. Theirs are shown beside it, each with source, date and certainty.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from core.model import AnswerValue, Case
from core.packs import Packs
from core.packs.answers import on_path
from core.packs.money_shapes import Deduction, DepositFigure, DepositStep

# Answers of the playbooks in which a person states sums; the case's own field comes first.
_PAID: Final = "deposit-paid"
_DEDUCTED: Final = "deducted"
_REFUNDED: Final = "refunded"


@dataclass(frozen=True, slots=True)
class DepositView:
    """Everything to be shown about the deposit of one case.

    Attributes:
        figures: What sources say that may concern this shop, as the file orders them.
        conflict: Whether two of them can't both be right.
        own: The person's own figure in yuan; None while it is not told.
        at_risk: What may be lost: the sum that is to be deducted, what is still not refunded, else the whole
            deposit; None while nothing is told.
    """

    figures: tuple[DepositFigure, ...]
    conflict: bool
    own: Decimal | None
    at_risk: Decimal | None
    deductions: tuple[Deduction, ...]
    steps: tuple[DepositStep, ...]


def view(case: Case, packs: Packs) -> DepositView:
    """Gathers what is known about the deposit of this case; nothing of it is guessed."""
    told = packs.deposits
    shown = tuple(f for f in told.figures if _concerns(f, case)) if told else ()
    seen = _seen(case, packs)
    own = _amount(seen.answer(_PAID))
    own = own if own is not None else case.money_at_risk
    return DepositView(
        figures=shown,
        conflict=conflict(shown),
        own=own,
        at_risk=_at_risk(seen, own),
        deductions=tuple(d for d in told.deductions if d.platform == case.platform) if told else (),
        steps=tuple(s for s in told.steps if s.platform == case.platform) if told else (),
    )


def own_question(case: Case, packs: Packs) -> str:
    """Returns the question in which the playbook asks for the person's own figure; "" where it asks for none."""
    playbook = packs.playbook(case.playbook)
    asked = playbook is not None and any(question.id == _PAID for question in playbook.questions)
    return _PAID if asked else ""


def conflict(figures: tuple[DepositFigure, ...]) -> bool:
    """Tells whether some of the figures exclude each other: two ranges that speak of the same shops and never meet."""
    return any(_exclude(one, other) for n, one in enumerate(figures) for other in figures[n + 1 :])


def _exclude(one: DepositFigure, other: DepositFigure) -> bool:
    if not _same_shops(one, other):
        return False
    top = [figure.most for figure in (one, other) if figure.most is not None]
    bottom = [figure.least for figure in (one, other) if figure.least is not None]
    return bool(top and bottom) and max(bottom) > min(top)


def _same_shops(one: DepositFigure, other: DepositFigure) -> bool:
    """A figure that names no kind of shop, or no goods, speaks of all of them."""
    kinds = not one.shop_kinds or not other.shop_kinds or bool(set(one.shop_kinds) & set(other.shop_kinds))
    return kinds and (not one.category or not other.category or one.category == other.category)


def _concerns(figure: DepositFigure, case: Case) -> bool:
    if figure.platform != case.platform:
        return False
    if figure.shop_kinds and case.shop.kind.value not in figure.shop_kinds:
        return False
    words = [word for word in figure.category.split("、") if word]
    return not words or any(word in case.shop.category for word in words)


def _seen(case: Case, packs: Packs) -> Case:
    playbook = packs.playbook(case.playbook)
    return on_path(playbook, case) if playbook else case


def _at_risk(case: Case, own: Decimal | None) -> Decimal | None:
    deducted, refunded = _amount(case.answer(_DEDUCTED)), _amount(case.answer(_REFUNDED))
    if deducted:
        return deducted
    if own is not None and refunded is not None:
        return max(own - refunded, Decimal(0))
    return own


def _amount(value: AnswerValue | None) -> Decimal | None:
    if value is None or isinstance(value, bool | tuple):
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None
