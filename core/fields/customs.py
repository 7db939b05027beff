"""Reads the lines of goods on a customs declaration, whose values stand under labels that are all in one row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from core.fields import values
from core.fields.page import Page, Phrase

_GAP: Final = r"[\s　｜]"
_HEAD: Final = re.compile(rf"商品名称{_GAP}*(?:及|、){_GAP}*规格型号")
_END: Final = re.compile(r"特殊关系确认|报关人员|申报单位")
# Number of the line, ten digits of the tariff, name; in the text of a file each on its own line or behind a blank.
_GOODS: Final = re.compile(rf"(?<![0-9])[0-9]{{1,2}}{_GAP}+[0-9]{{10}}{_GAP}+([^\s　｜|0-9][^\n｜|]{{0,60}})")
_LINES: Final = re.compile(r"(?<![0-9.])[0-9]{10}(?![0-9.])")
_COUNT: Final = re.compile(
    r"(?:(?<=[\s　｜])|^)([0-9]{1,9}(?:\.[0-9]{1,5})?)[ 　]*(?=[\u4e00-\u9fff]{1,3}(?:[\s　｜]|$))", re.MULTILINE
)
_MONEY: Final = re.compile(r"(?<![0-9.,A-Za-z×*])[0-9]{1,12}\.[0-9]{2,4}(?![0-9.])")
# A country and its code, by the old list in digits or the new one in letters: the first is where goods come from.
_COUNTRY: Final = re.compile(rf"([\u4e00-\u9fff]{{2,12}}){_GAP}*[（(](?:[0-9]{{3}}|[A-Z]{{3}})[)）]")
_CENT: Final = Decimal("0.01")


def customs(page: Page) -> Iterator[Phrase]:
    """Finds goods, how many, what they cost and where they come from, of a declaration with one line of goods."""
    goods = _goods_of(page.text)
    if len(_LINES.findall(goods)) != 1:
        return  # of several, none is the paper's
    if (triple := _product(goods)) is not None:
        yield "quantity", f"{triple[0]:f}", values.LIKELY
        yield "total", f"{triple[1]:f}", values.LIKELY
    if not page.seen:  # the rows of a picture mix the cells of a line
        if name := _GOODS.search(goods):
            yield "items", name[1].strip(), values.MAYBE
        if country := _COUNTRY.search(goods):
            yield "origin", country[1], values.MAYBE


def _goods_of(text: str) -> str:
    head = _HEAD.search(text)
    behind = text[head.end() :] if head else ""
    end = _END.search(behind)
    return behind[: end.start() if end else None]


def _product(goods: str) -> tuple[Decimal, Decimal] | None:
    """Returns how many and the total, where just one pair of prices fits a count."""
    counts = {Decimal(number) for number in _COUNT.findall(goods)}
    sums = {Decimal(number) for number in _MONEY.findall(goods)}
    fits = {(n, total) for n in counts for price in sums for total in sums if _fits(n, price, total)}
    return fits.pop() if len(fits) == 1 else None


def _fits(count: Decimal, price: Decimal, total: Decimal) -> bool:
    # Prices are printed rounded, so a large count may miss the total by half a unit of their last place each.
    place = Decimal(1).scaleb(int(price.as_tuple().exponent))
    return count > 0 and total > 0 and abs(count * price - total) <= max(_CENT, count * place / 2)
