"""The shapes of two further pack files: what deposits cost, and how notices are worded."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from core.packs.shapes import Id, Pack, Shape, Source


class DepositFigure(Shape):
    """What one source says a deposit is. Yuan; both ends are equal for one figure, None for an open end."""

    id: Id
    platform: Id
    title: str
    least: Annotated[int, Field(ge=0)] | None = None
    most: Annotated[int, Field(ge=0)] | None = None
    shop_kinds: tuple[Literal["flagship", "exclusive", "specialty", "other"], ...] = ()  # empty: not told
    category: str = ""  # the source's own word for the goods; empty: not told
    fact: Source


class Deduction(Shape):
    """What one source says is taken from the deposit, and when. `yuan` None means all of it."""

    id: Id
    platform: Id
    title: str
    yuan: Annotated[int, Field(ge=0)] | None = None
    fact: Source


class DepositStep(Shape):
    """A step of paying, topping up, closing a shop or getting the deposit back."""

    id: Id
    platform: Id
    about: Literal["pay", "manage", "top-up", "freeze", "close", "refund"]
    title: str
    explain: str
    wait: str = ""  # how long it takes, in the source's words
    fact: Source


class Deposits(Pack):
    """Everything told about deposits (templates/deposits.toml). Sources that differ stand side by side."""

    figures: tuple[DepositFigure, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    steps: tuple[DepositStep, ...] = ()


class Lexicon(Pack):
    """How notices are worded (templates/lexicon/<id>.toml). It proposes; a person confirms.

    Attributes:
        openings: Words after which the points begin.
        closings: Words with which a sentence begins that is no point any more.
        markers: What stands before a point: `1.`, `一、`, `①`; `#` is any number, `〇` a Chinese numeral.
        words: Further words that point to a reason, beside the signals of `templates/reasons.toml`.
    """

    openings: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    markers: Annotated[tuple[str, ...], Field(min_length=1)]
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
