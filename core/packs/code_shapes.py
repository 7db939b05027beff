"""The shape of a further pack file: what groups of digits in a number stand for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from core.packs.shapes import Pack, Shape


class CodePart(Shape):
    """A group of digits; `start` is counted from 1 in the number without anything between."""

    title: str
    title_en: str
    start: Annotated[int, Field(ge=1)]
    length: Annotated[int, Field(ge=1)]
    codes: Annotated[dict[str, str], Field(min_length=1)]


class Codes(Pack):
    """What stands in a number (templates/codes/<number>.toml). It explains and refuses nothing: tables grow.

    Attributes:
        number: The module of core.numbers that checks how the number is written.
    """

    number: str
    parts: Annotated[tuple[CodePart, ...], Field(min_length=1)]
