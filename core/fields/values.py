"""Turns what stands on the paper into the canonical value of a field, or refuses it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from core import numbers
from core.fields import dates
from core.fields.names import normalise

# How sure a reading is: SURE only where the value proves itself (a check digit, a sum that fits).
SURE, LIKELY, MAYBE, WEAK = 0.95, 0.85, 0.7, 0.5
HIGHEST: Final = 0.9  # where the highest band begins: only what proves itself comes this far

_PAGE_BEHIND: Final = re.compile(r"\s+第\s*[0-9]+\s*页.*$")
_MONEY: Final = re.compile(
    r"(?<![\w.%-])[¥￥]?\s*(-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|-?[0-9]+(?:\.[0-9]{1,2})?)(?![\w.%])"
)
_CLASSES: Final = re.compile(
    r"第?\s*([0-9]{1,2}\s*类?(?:\s*[、,，和及]\s*第?\s*[0-9]{1,2}\s*类?)*)(?:(?<=类)|\s*类)|^\s*([0-9]{1,2}(?:\s*[、,，]\s*[0-9]{1,2})*)\s*$"
)
_CODE_BEHIND: Final = re.compile(r"\s*[（(]\s*(?:统一社会信用代码)?[:：]?\s*[0-9A-Z]{15,18}\s*[)）]\s*$")
_FIRM_TAIL: Final = re.compile(r"(?:股?份)?有?限?(?:责?任)?公司")  # what a seal left of a firm's name
_NOTE_BEHIND: Final = re.compile(r"\s*[（(](?:盖章|公章|签章|签字|签名)[)）]\s*[:：]?\s*$")
_OFFICE: Final = re.compile(
    r"(?:局|厅|署|委员会|机关|政府|海关|总局|分局|管理所|公司|中心|研究院|研究所|院|所|站|室)(?:[（(][^）)]+[）)])?$"
)
_PLACE: Final = re.compile(r"[\u4e00-\u9fa5]{2,}.*(?:[省市区县州镇乡村路街道巷号弄楼室幢栋座园层厦]|[0-9])")
_STANDARD: Final = re.compile(r"(?<![A-Za-z])((?:GB|QB|FZ|SB|NY|HG|YY|JB|WS|SN|DB|BJS)(?:/[TZ])?)\s*(?=[0-9])")
_SENTENCE: Final = re.compile(r"[。;]")  # no name has one; what follows “被授权人” in a clause does
_FIRM_END: Final = re.compile(r"(?:公司|厂|店|部|行|社|中心|所|院)$")
_QUOTES: Final = "“”\"'‘’「」『』《》"
_MOST_TEXT: Final = 300

Read = Callable[[str], tuple[str, float]]


def text(raw: str) -> tuple[str, float]:
    value = re.sub(r"[\s　]+", " ", _PAGE_BEHIND.sub("", raw)).strip(" ;；,，。")
    return value[:_MOST_TEXT], MAYBE if value else 0.0


def name(raw: str) -> tuple[str, float]:
    """Reads the name of a firm or person; what is put behind it in brackets is not part of it."""
    bare = _NOTE_BEHIND.sub("", _CODE_BEHIND.sub("", raw))
    value = _before_cut(normalise(bare).strip(":;,。、" + _QUOTES))
    if not 2 <= len(value) <= 60 or value.isdigit() or _FIRM_TAIL.fullmatch(value) or _SENTENCE.search(value):
        return "", 0.0
    return value, LIKELY if _FIRM_END.search(value) else MAYBE


def _before_cut(name: str) -> str:
    """Drops a note whose bracket closes on another line; a firm's own brackets stand before its legal form."""
    before, bracket, note = name.rpartition("(")
    return before if bracket and ")" not in note and _FIRM_END.search(before) else name


def office(raw: str) -> tuple[str, float]:
    """Reads the name of an authority or laboratory; the day that a recogniser hung on to it is not part of it."""
    found = dates.find(raw)
    value, _score = name(raw[: found[0].start] if found else raw)
    return (value, LIKELY) if _OFFICE.search(value) else ("", 0.0)


def address(raw: str) -> tuple[str, float]:
    """Reads an address: a place that is named in Chinese, never a lone number, date or firm."""
    value, score = text(raw)
    if value.count("（") + value.count("(") > value.count("）") + value.count(")"):
        return "", 0.0  # a bracket that never closes: its line was cut
    return (value, score) if _PLACE.search(value) and not re.search(r"公司$", value) else ("", 0.0)


def last_day(raw: str) -> tuple[str, float]:
    """Reads the day on which something was done with: the last one of a stretch."""
    found = dates.last_day(raw)
    return (found.text, LIKELY) if found else ("", 0.0)


def goods(raw: str) -> tuple[str, float]:
    """Reads goods or activities, without the class before and the “end of list” behind them."""
    bare = re.sub(r"^\s*第?\s*[0-9]{1,2}\s*类\s*[:：]?", "", raw)
    return text(re.sub(r"[（(]?(?:商品|服务)?(?:项目)?截止[)）]?\s*$", "", bare))


def item(raw: str) -> tuple[str, float]:
    """Reads what was bought, without the class that invoices put before it between stars."""
    return text(re.sub(r"^\s*[*＊][^*＊]*[*＊]", "", raw))


def finding(raw: str) -> tuple[str, float]:
    """Reads a text that may name standards; recognisers drop the blank before their numbers."""
    value, score = text(raw)
    return _STANDARD.sub(r"\1 ", value), score


def standards(raw: str) -> tuple[str, float]:
    """Reads the names of standards, none of which is without a number."""
    value, score = finding(raw)
    return (value, score) if re.search(r"[0-9]", value) else ("", 0.0)


def channels(raw: str) -> tuple[str, float]:
    value, score = text(raw)
    return re.sub(r"平台$", "", value), score


def brand(raw: str) -> tuple[str, float]:
    first = re.split(r"[，,、；;]|（第", raw.strip())[0]
    value = normalise(first).strip(_QUOTES + " ")
    return (value, MAYBE) if 1 <= len(value) <= 40 and not re.search(r"第.*号|注册|书$", value) else ("", 0.0)


def day(raw: str) -> tuple[str, float]:
    found = dates.find(raw)
    if not found:
        return "", 0.0
    whole = found[0].start == 0 and not raw[found[0].end :].strip(" 。;；,，日止")
    return found[0].text, LIKELY if whole else MAYBE


def money(raw: str) -> tuple[str, float]:
    found = list(_MONEY.finditer(raw))
    marked = [m for m in found if m[0].startswith(("¥", "￥"))]
    chosen = marked or ([m for m in found if "." in m[1]] if len(found) > 1 else found)
    return (chosen[-1][1].replace(",", ""), MAYBE) if chosen else ("", 0.0)


def quantity(raw: str) -> tuple[str, float]:
    """Reads how many: a number at the beginning, whatever unit and explanation follow."""
    found = re.match(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?)(?![0-9./-])", raw.strip())
    return (found[1].replace(",", ""), MAYBE) if found else ("", 0.0)


def classes(raw: str) -> tuple[str, float]:
    match = _CLASSES.search(raw)
    if match is None:
        return "", 0.0
    found = sorted({int(n) for n in re.findall(r"[0-9]+", match[1] or match[2])})
    fits = all(1 <= n <= 45 for n in found)  # the Nice classification has 45 classes
    return (",".join(map(str, found)), LIKELY) if fits else ("", 0.0)


def yes_no(raw: str) -> tuple[str, float]:
    if re.search(r"不得|不可|不允许|无权|禁止|否|非独占|普通", raw):
        return "false", MAYBE
    return ("true", MAYBE) if re.search(r"可以|可|允许|有权|是|独占", raw) else ("", 0.0)


def number(kind: str) -> Read:
    """Returns the reader of a number: only one that may be right is proposed, sure with a check digit."""
    module = numbers.find(kind)
    sure = kind in {"uscc", "sc", "jy", "gtin", "resident_id"}

    def read(raw: str) -> tuple[str, float]:
        if module is None:
            return text(raw)
        for part in (raw, re.split(r"[\s　，,。；;）)]+", raw.strip())[0], *re.findall(r"[0-9A-Za-z]{6,}", raw)):
            if module.is_valid(part):
                return module.compact(part), SURE if sure else LIKELY
        return "", 0.0

    return read
