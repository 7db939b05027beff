"""Reads a Chinese VAT invoice, whose two parties stand under the same labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from core.fields import values
from core.fields.page import Page, Phrase

_GAP: Final = r"[\s　｜]"
_NAMED: Final = re.compile(rf"名{_GAP}*称{_GAP}*[:：]{_GAP}*([^\s　｜]+(?:[ 　](?=[（(）)])[^\s　｜]+)*)")
_CODED: Final = re.compile(
    rf"(?:纳税人识别号|统一社会信用代码){_GAP}*[:：]?{_GAP}*(?:[/／]?纳税人识别号{_GAP}*[:：]?)?{_GAP}*([0-9A-Z]{{15,20}})(?![0-9A-Z])"
)
_SIGN: Final = r"[¥￥Y]"
_SUM: Final = r"(-?[0-9,]+\.[0-9]{2})(?![0-9])"
_SUMS: Final = re.compile(rf"合{_GAP}*计{_GAP}*{_SIGN}{_GAP}*{_SUM}{_GAP}*{_SIGN}{_GAP}*{_SUM}")
_TOTAL: Final = re.compile(rf"小{_GAP}*写{_GAP}*[）)]?{_GAP}*{_SIGN}?{_GAP}*{_SUM}")
_SPOKEN: Final = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+[圆元](?:整|正|[零壹贰叁肆伍陆柒捌玖角分]+整?)?")
# The groups of goods are Chinese words; the area of ciphers above holds stars too.
_ITEM: Final = re.compile(r"(?:^|[\s｜])[*＊]([\u4e00-\u9fa5][^*＊\n]{0,19})[*＊][ 　]*([^\s　｜*]+)", re.MULTILINE)
_AMOUNT: Final = r"-?[0-9]+(?:\.[0-9]+)?"
_ROW: Final = re.compile(
    rf"[*＊][\u4e00-\u9fa5][^*＊\n]{{0,19}}[*＊][ 　]*(?P<name>[^\s　｜]+){_GAP}+"
    rf"(?:(?P<model>(?!{_AMOUNT}{_GAP})[^｜\n]*?){_GAP}+)?"
    rf"(?P<unit>[^\s　｜0-9.]{{1,4}}){_GAP}+(?P<count>{_AMOUNT}){_GAP}+(?P<price>{_AMOUNT}){_GAP}+"
    rf"(?P<sum>-?[0-9]+\.[0-9]{{2}}){_GAP}"
)
_PAPER_CODE: Final = re.compile(r"[0-9]{10}|[0-9]{12}")
_PAPER_NUMBER: Final = re.compile(r"(?:№|N[oO0Q°º][.:：]?)\s*([0-9]{8})(?![0-9])")
_UPPER: Final = 8  # rows of the page above the buyer
_DIGITS: Final = {sign: n for n, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
_UNITS: Final = {"拾": 10, "佰": 100, "仟": 1000}


def invoice(page: Page) -> Iterator[Phrase]:
    """Finds parties, goods and sums. Sums that fit each other are sure; order alone never is."""
    yield from _parties(_NAMED, page.text, ("buyer", "seller"), values.name)
    yield from _parties(_CODED, page.text, ("buyer_uscc", "seller_uscc"), values.number("uscc"))
    yield from _numbers(page)
    yield from _money(page.text)
    yield from _goods(page)


def spoken(text: str) -> Decimal | None:
    """Reads a sum in the characters of cheques: 壹仟零伍圆贰角整 is 1005.20; None when it is none."""
    whole, sign, rest = text.replace("元", "圆").partition("圆")
    if not sign:
        return None
    total = section = digit = 0
    for character in whole:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            section, digit = section + (digit or 0) * _UNITS[character], 0
        elif character == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        elif character == "亿":
            total, section, digit = (total + section + digit) * 100_000_000, 0, 0
        else:
            return None
    cents = sum(_DIGITS.get(n, 0) * (10 if unit == "角" else 1) for n, unit in re.findall(r"(.)([角分])", rest))
    return Decimal((total + section + digit) * 100 + cents) / 100


def _parties(pattern: re.Pattern[str], text: str, fields: tuple[str, str], read: values.Read) -> Iterator[Phrase]:
    found = pattern.findall(text)
    if len(found) == 2:  # the buyer stands left or above on every layout of the tax administration
        for field, raw in zip(fields, found, strict=True):
            value, score = read(raw)
            yield field, value, min(score, values.LIKELY)


def _numbers(page: Page) -> Iterator[Phrase]:
    """Finds code and number of a paper invoice, which stand above without labels."""
    if found := _PAPER_NUMBER.search(page.text):
        yield "invoice_number", found[1], values.LIKELY
        upper = [cell for line in page.lines[:_UPPER] for piece in line for cell in piece.text.split()]
        codes = {cell for cell in upper if _PAPER_CODE.fullmatch(cell)}
        if len(codes) == 1:
            yield "invoice_code", codes.pop(), values.LIKELY


def _money(text: str) -> Iterator[Phrase]:
    sums, total = _SUMS.search(text), _TOTAL.search(text)
    parts = [Decimal(s.replace(",", "")) for s in sums.groups()] if sums else []
    whole = Decimal(total[1].replace(",", "")) if total else None
    said = _SPOKEN.search(text)
    fits = bool(parts) and whole == sum(parts)
    for field, value in zip(("amount", "tax"), parts, strict=False):
        yield field, str(value), values.SURE if fits else values.MAYBE
    if whole is not None:
        told = said is not None and spoken(said[0]) == whole
        yield "total", str(whole), values.SURE if fits or told else values.MAYBE


def _goods(page: Page) -> Iterator[Phrase]:
    items = [name for _group, name in _ITEM.findall(page.text)]
    if not items:
        return
    rows = list(_ROW.finditer(page.text))
    yield "items", "；".join(dict.fromkeys(items)), values.MAYBE
    if len(rows) == 1 and len(items) == 1:
        count, price, sum_ = (Decimal(rows[0][part]) for part in ("count", "price", "sum"))
        fits = abs(count * price - sum_) < Decimal("0.02") * max(Decimal(1), count)
        yield "quantity", str(count), values.LIKELY if fits else values.WEAK
        if model := (rows[0]["model"] or "").strip(" ｜　"):
            yield "model", model, values.MAYBE
