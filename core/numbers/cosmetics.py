"""化妆品 numbers: filings and registrations of products, and licences to make them. None has a check digit."""

from __future__ import annotations

import re
from typing import Final

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(
    rf"[{_shape.PROVINCES}]G妆网备字[0-9]{{10,}}"
    rf"|国妆网备进字\([{_shape.PROVINCES}]\)[0-9]{{10,}}|国妆备进字J[0-9]{{8}}"
    r"|国妆特(?:进)?字[GJ]?[0-9]{8,}"
    r"|卫妆[特准备进]{1,2}字\([0-9]{4}\)第?[0-9]{3,5}号?"  # before 2008, still printed
    rf"|[{_shape.PROVINCES}]妆20[0-9]{{6}}"
)


def compact(text: str) -> str:
    return _shape.tidy(text)


def validate(text: str) -> str:
    number = compact(text)
    _shape.expect(
        _PATTERN,
        number,
        _("化妆品编号应形如“浙G妆网备字…”“国妆网备进字（沪）…”“国妆特字…”或“粤妆20…”。请对照凭证核对。"),
    )
    return number


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
