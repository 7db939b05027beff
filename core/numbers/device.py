"""医疗器械 numbers: registrations, filings of class I, and licences or filings to trade. None has a check digit."""

from __future__ import annotations

import re
from typing import Final

from core.i18n import _
from core.numbers import _shape

_PATTERN: Final = re.compile(
    # Registered by the state in classes 2 and 3, by a province in class 2 alone.
    rf"国械注[准进许][0-9]{{4}}[23][0-9]{{6}}|[{_shape.PROVINCES}]械注准[0-9]{{4}}2[0-9]{{6}}"
    rf"|(?:国|[{_shape.PROVINCES}][\u4e00-\u9fa5]?)械备[0-9]{{8,}}号?"
    rf"|[{_shape.PROVINCES}][\u4e00-\u9fa5]{{0,2}}食?药监械经营[备许][0-9]{{8}}号?"
    rf"|[国{_shape.PROVINCES}][\u4e00-\u9fa5]?食?药监械\([准进许]\)字[0-9]{{4}}第[0-9]{{7}}号"  # until 2014
)


def compact(text: str) -> str:
    return _shape.tidy(text)


def validate(text: str) -> str:
    number = compact(text)
    _shape.expect(
        _PATTERN,
        number,
        _("医疗器械编号应形如“浙械注准…”“国械备…号”或“…药监械经营备…号”。请对照证件核对。"),
    )
    return number


def is_valid(text: str) -> bool:
    return _shape.is_valid(validate, text)


def why(text: str) -> str:
    return _shape.why(validate, text)
