"""Reads the text of a Chinese VAT invoice, whose two parties stand under the same labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from core.fields import values
from core.fields.phrases import Phrase

_NAMED: Final = re.compile(r"(?:^|[\s　])名\s*称\s*[:：]\s*([^\s　]+(?:[（(][^）)]*[）)][^\s　]*)?)", re.MULTILINE)
_CODED: Final = re.compile(r"(?:纳税人识别号|统一社会信用代码)\s*[:：]\s*([0-9A-Z]{15,20})")
_SUMS: Final = re.compile(r"合[\s　]*计[\s　]*[¥￥]\s*(-?[\d,]+\.\d{2})[\s　]*[¥￥]\s*(-?[\d,]+\.\d{2})")
_TOTAL: Final = re.compile(r"小写[）)]?[\s　]*[¥￥]?\s*(-?[\d,]+\.\d{2})")
_ITEM: Final = re.compile(r"^\s*\*[^*\n]{1,20}\*\s*([^\s　]+)", re.MULTILINE)
_ROW: Final = re.compile(r"[\s　](\d+(?:\.\d+)?)[\s　]+(\d+(?:\.\d+)?)[\s　]+(-?\d+\.\d{2})[\s　]+\d{1,2}%")


def invoice(text: str) -> Iterator[Phrase]:
    """Finds parties, goods and sums. Sums that fit each other are sure; order alone never is."""
    yield from _parties(_NAMED, text, ("buyer", "seller"), values.name)
    yield from _parties(_CODED, text, ("buyer_uscc", "seller_uscc"), values.number("uscc"))
    yield from _money(text)
    if items := _ITEM.findall(text):
        yield "items", "；".join(dict.fromkeys(items)), values.MAYBE
    rows = _ROW.findall(text)
    if len(rows) == 1 and len(items) == 1:
        count, price, sum_ = map(Decimal, rows[0])
        fits = (count * price).quantize(Decimal("0.01")) == sum_
        yield "quantity", str(count), values.LIKELY if fits else values.WEAK


def _parties(pattern: re.Pattern[str], text: str, fields: tuple[str, str], read: values.Read) -> Iterator[Phrase]:
    found = pattern.findall(text)
    if len(found) == 2:  # the buyer stands left or above on every layout of the tax administration
        for field, raw in zip(fields, found, strict=True):
            value, score = read(raw)
            yield field, value, min(score, values.LIKELY)


def _money(text: str) -> Iterator[Phrase]:
    sums, total = _SUMS.search(text), _TOTAL.search(text)
    parts = [Decimal(s.replace(",", "")) for s in sums.groups()] if sums else []
    whole = Decimal(total[1].replace(",", "")) if total else None
    score = values.SURE if parts and whole == sum(parts) else values.MAYBE
    for field, value in zip(("amount", "tax"), parts, strict=False):
        yield field, str(value), score
    if whole is not None:
        yield "total", str(whole), score
