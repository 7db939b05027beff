"""Values that papers say in running text, without a label: “第 12345678 号‘晨露’商标（第 24 类）”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from core.fields import values
from core.fields.lines import squeezed

Phrase = tuple[str, str, float]  # field name, canonical value, score

_MARK_NUMBER: Final = re.compile(r"第(G?\d{5,8}[A-Z]?)号")
_MARK_NAME: Final = re.compile(
    r"[“\"「『]([^”\"」』]{1,20})[”\"」』](?:（[^）]{0,20}）)?(?:系列)?(?:注册)?(?:商标|品牌)"
)
_MARK_CLASSES: Final = re.compile(r"第\d{1,2}(?:[、,，和及]第?\d{1,2})*类")
_MAY: Final = re.compile(r"不得(?:再)?转授权|不可(?:再)?转授权|无权(?:再)?转授权|(?:可以?|有权|允许)(?:再)?转授权")
_ALONE: Final = re.compile(r"独占(?:性)?(?:授权|许可)?|普通(?:授权|许可)|排他(?:授权|许可)")
_CODES: Final = {"uscc": r"[0-9A-HJ-NPQRTUWXY]{18}", "sc": r"SC\d{14}", "jy": r"JY\d{14}"}


def phrases(text: str) -> Iterator[Phrase]:
    """Finds what a page says without labels, the first of each kind."""
    tight = squeezed(text)
    for field, pattern in (("trademark_number", _MARK_NUMBER), ("brand", _MARK_NAME)):
        if found := pattern.search(tight):
            yield field, found[1], values.MAYBE
    if found := _MARK_CLASSES.search(tight):
        value, _score = values.classes(found[0])
        yield "classes", value, values.MAYBE
    if found := _MAY.search(tight):
        yield "sublicence", "false" if found[0].startswith(("不", "无")) else "true", values.MAYBE
    if found := _ALONE.search(tight):
        yield "exclusive", "true" if found[0].startswith("独占") else "false", values.MAYBE
    yield from _codes(text)


def _codes(text: str) -> Iterator[Phrase]:
    for kind, pattern in _CODES.items():
        found = {m[0] for m in re.finditer(rf"(?<![0-9A-Z]){pattern}(?![0-9A-Z])", text)}
        if len(found) == 1:  # of several, nothing says which is meant
            value, score = values.number(kind)(found.pop())
            yield ("uscc" if kind == "uscc" else "number"), value, min(score, values.LIKELY)
