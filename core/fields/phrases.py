"""Values that papers say in running text, without a label: “第 12345678 号‘晨露’商标（第 24 类）”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from core.fields import dates, values
from core.fields.lines import squeezed
from core.fields.page import Page, Phrase
from core.model import forever
from core.numbers import resident_id

_SIGNATURE_PIECES: Final = 12
_FIRM: Final = r"[\u4e00-\u9fa5A-Za-z0-9（）()·&.]{2,50}?(?:公司|厂|店|行|经营部|合作社|中心|工作室)"
_LABORATORY: Final = re.compile(
    r"[\u4e00-\u9fff（）()]{2,30}(?:检测|检验|测试|计量)[\u4e00-\u9fff]{0,8}(?:公司|中心|院|所|站)(?:有限公司)?"
)
_MARK_NUMBER: Final = re.compile(
    r"第(G?[0-9]{5,8}[A-Z]?)号|(?:商标)?注册证?号(?:为)?[:：]?第?(G?[0-9]{5,8}[A-Z]?)(?![0-9A-Z])"
)
_MARK_NAME: Final = re.compile(
    r"[“\"「『]([^”\"」』]{1,20})[”\"」』](?:（[^）]{0,20}）)?(?:系列)?(?:注册)?(?:商标|品牌)"
)
_MARK_CLASSES: Final = re.compile(r"(?:第[0-9]{1,2}类?[、,，和及]?)*第[0-9]{1,2}(?:[、,，和及]第?[0-9]{1,2})*类")
_MARK_CLASS: Final = re.compile(r"国际分类[:：]?第?([0-9]{1,2})|核定使用[^（(]{0,12}[（(]第([0-9]{1,2})类")
_MARK_GOODS: Final = re.compile(
    r"核定使用(?:商品|服务)?(?:[/或]?服务)?(?:项目)?(?:[（(](?:国际分类[:：]?[0-9]{1,2}|第?[0-9]{1,2}类?)[)）])?[:：]?(?:第[0-9]{1,2}类[:：]?)?"
    r"(?P<goods>[^“”]{2,300}?)(?:[（(]?(?:商品|服务)?(?:项目)?截止[)）]?)?(?=注册人|商标注册人|注册日期|注册有效期|有效期|专用|$)"
)
_NOT_A_MARK: Final = re.compile(r"商标|注册|第.*号|样例|SAMPLE|核定|类|国家|证|[，。；：:]|[0-9]{4,}")
_TYPES: Final = frozenset({"类型", "主体类型", "公司类型", "企业类型"})
_MAY: Final = re.compile(r"不得(?:再)?转授权|不可(?:再)?转授权|无权(?:再)?转授权|(?:可以?|有权|允许)(?:再)?转授权")
_ALONE: Final = re.compile(r"独占(?:性)?(?:授权|许可)?|普通(?:授权|许可)|排他(?:授权|许可)")
_GRANTED: Final = re.compile(
    rf"(?:兹|特|现|同意)?授权(?:给|予)?[:：]?({_FIRM})(?=[（(]统一|[（(]以下|[，,、。为在作系]|$)"
)
_CHANNEL: Final = re.compile(r"在([^，。；：:“”]{2,30}?)(?:平台|商城|网站|渠道)")


def phrases(kind: str, page: Page) -> Iterator[Phrase]:
    """Finds what a page says without labels, the first of each kind."""
    yield from _SAID.get(kind, _anything)(page)
    yield from _codes(page)
    if kind != "id-card":
        yield from _signed(page)


def _anything(page: Page) -> Iterator[Phrase]:
    yield from _mark(page)
    yield from _terms(page)
    yield from _laboratory(page)


def _mark(page: Page) -> Iterator[Phrase]:
    for field, pattern in (("trademark_number", _MARK_NUMBER), ("brand", _MARK_NAME)):
        if found := pattern.search(page.tight):
            yield field, next(filter(None, found.groups())), values.MAYBE
    if found := _MARK_CLASSES.search(page.tight):
        value, _score = values.classes(found[0])
        yield "classes", value, values.LIKELY


def _terms(page: Page) -> Iterator[Phrase]:
    if found := _MAY.search(page.tight):
        yield "sublicence", "false" if found[0].startswith(("不", "无")) else "true", values.MAYBE
    if found := _ALONE.search(page.tight):
        yield "exclusive", "true" if found[0].startswith("独占") else "false", values.MAYBE


def _authorisation(page: Page) -> Iterator[Phrase]:
    yield from _mark(page)
    yield from _terms(page)
    if found := _GRANTED.search(page.tight):
        value, _score = values.name(found[1])
        yield "grantee", value, values.MAYBE
    if found := _CHANNEL.search(page.tight):
        yield "platforms", found[1], values.MAYBE


def _certificate(page: Page) -> Iterator[Phrase]:
    """Reads a trademark certificate: its number and class stand in sentences, the mark in a picture."""
    if found := _MARK_NUMBER.search(page.tight):
        yield "trademark_number", next(filter(None, found.groups())), values.LIKELY
    if found := _MARK_CLASS.search(page.tight):
        value, _score = values.classes(f"第{found[1] or found[2]}类")
        yield "classes", value, values.LIKELY
    if found := _MARK_GOODS.search(page.tight):
        yield "scope", found["goods"].strip("：:；;，,。"), values.MAYBE
    if page.seen:
        yield from _pictured(page)


def _pictured(page: Page) -> Iterator[Phrase]:
    """Finds the letters of the mark: what stands alone between the number or title and the goods."""
    rows = [squeezed(row) for row in page.rows]
    last = next((n for n, row in enumerate(rows) if "核定" in row), 0)
    titles = [n for n, row in enumerate(rows[:last]) if re.search(r"商标注册证|第G?[0-9]{5,8}[A-Z]?号", row)]
    if titles:
        found = [row.strip("｜") for row in rows[titles[-1] + 1 : last] if not _NOT_A_MARK.search(row)]
        if len(found) == 1 and "｜" not in found[0] and len(found[0]) <= 20:
            yield "brand", found[0], values.MAYBE


def _licence(page: Page) -> Iterator[Phrase]:
    """Finds the name on a licence whose label for it was not read: alone in its row, right above the type."""
    rows = [(line, squeezed(line[0].text)) for line in page.lines if line]
    for (line, first), (_below, below) in pairwise(rows if page.seen else ()):
        if below in _TYPES and re.fullmatch(_FIRM, first) and not page.words.begins(line[0].text):
            yield "holder", values.name(first)[0], values.MAYBE


def _identity(page: Page) -> Iterator[Phrase]:
    found = set(re.findall(r"(?<![0-9])[0-9]{17}[0-9X](?![0-9])", page.text))
    if len(found) == 1 and resident_id.is_valid(number := found.pop()):
        yield "number", number, values.LIKELY


def _signed(page: Page) -> Iterator[Phrase]:
    """Finds the day under a signature: the lowest piece of the page that is a date and nothing else."""
    pieces = [piece for piece, _n in zip(page.lone(), range(3 * _SIGNATURE_PIECES), strict=False)]
    for piece in pieces:
        day = dates.canonical(piece) or (dates.under_seal(piece) if page.seen else "")
        if day and day != forever.value:
            yield "issued_on", day, values.MAYBE
            return


def _laboratory(page: Page) -> Iterator[Phrase]:
    """Finds the name and numbers of a laboratory, which stand on the front of a report without labels."""
    for cell in page.cells():
        if _LABORATORY.fullmatch(squeezed(cell)):
            yield "issuer", values.name(cell)[0], values.MAYBE
            break
    if any(re.match(r"CMA|MA$", squeezed(cell)) for cell in page.cells()):
        numbers = set(re.findall(r"(?<![0-9A-Z-])[0-9]{12}(?![0-9])", page.text))
        if len(numbers) == 1:
            yield "cma_number", numbers.pop(), values.MAYBE
    accredited = set(re.findall(r"CNAS\s*(?:L|IB)[0-9]{4,5}(?![0-9])", page.text))
    if len(accredited) == 1:
        yield "cnas_number", squeezed(accredited.pop()), values.LIKELY


def _codes(page: Page) -> Iterator[Phrase]:
    for kind, pattern in _CODES.items():
        found = {m[0] for m in re.finditer(rf"(?<![0-9A-Z]){pattern}(?![0-9A-Z])", page.text)}
        if len(found) == 1:  # of several, nothing says which is meant
            value, score = values.number(kind)(found.pop())
            yield ("uscc" if kind == "uscc" else "number"), value, min(score, values.LIKELY)


_CODES: Final = {"uscc": r"[0-9A-HJ-NPQRTUWXY]{18}", "sc": r"SC[0-9]{14}", "jy": r"JY[0-9]{14}"}
_SAID: Final[Mapping[str, Callable[[Page], Iterator[Phrase]]]] = MappingProxyType(
    {
        "trademark-certificate": _certificate,
        "brand-authorisation": _authorisation,
        "id-card": _identity,
        "business-licence": _licence,
        "test-report": _laboratory,
    }
)
