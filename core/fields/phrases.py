"""Values that papers say in running text, without a label: “第 12345678 号‘晨露’商标（第 24 类）”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from core.fields import dates, values
from core.fields.lines import squeezed
from core.model import forever

Phrase = tuple[str, str, float]  # field name, canonical value, score

_SIGNATURE_LINES: Final = 8
_LABORATORY: Final = re.compile(
    r"[\u4e00-\u9fff（）()]{2,30}(?:检测|检验|测试)[\u4e00-\u9fff]{0,8}(?:公司|中心|院|所|站)"
)
_MARK_NUMBER: Final = re.compile(r"第(G?\d{5,8}[A-Z]?)号|(?:商标)?注册号(G?\d{5,8}[A-Z]?)(?![0-9A-Z])")
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
            yield field, next(filter(None, found.groups())), values.MAYBE
    if found := _MARK_CLASSES.search(tight):
        value, _score = values.classes(found[0])
        yield "classes", value, values.MAYBE
    if found := _MAY.search(tight):
        yield "sublicence", "false" if found[0].startswith(("不", "无")) else "true", values.MAYBE
    if found := _ALONE.search(tight):
        yield "exclusive", "true" if found[0].startswith("独占") else "false", values.MAYBE
    yield from _codes(text)
    yield from _signed(text)
    yield from _laboratory(text)


def _signed(text: str) -> Iterator[Phrase]:
    """Finds the day under a signature: the last line of the page that is a date and nothing else."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in reversed(lines[-_SIGNATURE_LINES:]):
        if (day := dates.canonical(line)) and day != forever.value:
            yield "issued_on", day, values.MAYBE
            return


def _laboratory(text: str) -> Iterator[Phrase]:
    """Finds the name and number of a laboratory, which stand on the front of a report without labels."""
    lines = [squeezed(line) for line in text.splitlines() if line.strip()]
    for line in lines:
        if _LABORATORY.fullmatch(line):
            yield "issuer", values.name(line)[0], values.MAYBE
            break
    if any(line == "CMA" for line in lines):
        numbers = {line for line in lines if re.fullmatch(r"\d{12}", line)}
        if len(numbers) == 1:
            yield "cma_number", numbers.pop(), values.MAYBE


def _codes(text: str) -> Iterator[Phrase]:
    for kind, pattern in _CODES.items():
        found = {m[0] for m in re.finditer(rf"(?<![0-9A-Z]){pattern}(?![0-9A-Z])", text)}
        if len(found) == 1:  # of several, nothing says which is meant
            value, score = values.number(kind)(found.pop())
            yield ("uscc" if kind == "uscc" else "number"), value, min(score, values.LIKELY)
