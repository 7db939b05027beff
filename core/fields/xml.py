"""Values from the XML of an e-invoice, which names each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from core.fields import dates, values
from core.fields.names import normalise
from core.model import Field, FieldSource, FileFacts
from core.numbers import find

# Element names, lower case, of the two schemas that are met: that of the tax office and that inside OFD files.
_ELEMENTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "invoice_code": ("invoicecode",),
        "invoice_number": ("einvoiceid", "invoicenumber", "invoiceno", "einvoicenumber"),
        "invoice_date": ("issuetime", "issuedate", "requesttime"),
        "buyer": ("buyername",),
        "buyer_uscc": ("buyeridnum", "buyertaxid"),
        "seller": ("sellername",),
        "seller_uscc": ("selleridnum", "sellertaxid"),
        "amount": ("totalamwithouttax", "taxexclusivetotalamount"),
        "tax": ("totaltaxam", "taxtotalamount"),
        "total": ("totaltax-includedamount", "totaltaxincludedamount", "taxinclusivetotalamount"),
        "items": ("itemname", "item"),
        "model": ("specmod", "specification"),
        "quantity": ("quantity",),
    }
)
_SUMS: Final = ("amount", "tax", "total")
_NUMBERS: Final = {
    "invoice_code": "invoice_code",
    "invoice_number": "invoice_number",
    "buyer_uscc": "uscc",
    "seller_uscc": "uscc",
}
_ONE_OF: Final = frozenset({"model", "quantity"})  # of several goods, none is the invoice's


def from_xml(kind: str, facts: FileFacts) -> Iterator[Field]:
    """Proposes what the XML of an e-invoice says; numbers and sums that prove themselves are sure."""
    if kind != "invoice" or facts.invoice is None:
        return
    said = _said(facts)
    if said.get("invoice_number", "") and "invoice_code" in said and len(said["invoice_number"]) == 20:
        del said["invoice_code"]
    proved = _adds_up(said)
    for name, value in said.items():
        score = values.SURE if name in _SUMS and proved else values.LIKELY
        yield Field(name, value, FieldSource.XML, page=1 if facts.pages else 0, score=score)


def _said(facts: FileFacts) -> dict[str, str]:
    assert facts.invoice is not None  # noqa: S101  # asked by the only caller
    texts: dict[str, list[str]] = {}
    for element, text in facts.invoice.values:
        if text.strip():
            texts.setdefault(element.lower(), []).append(text.strip())
    found: dict[str, str] = {}
    for name, elements in _ELEMENTS.items():
        several = next((texts[element] for element in elements if element in texts), [])
        if several and not (name in _ONE_OF and len(several) > 1):
            found[name] = _value(name, several)
    return {name: value for name, value in found.items() if value}


def _value(name: str, several: list[str]) -> str:
    if name == "items":
        return "；".join(dict.fromkeys(re.sub(r"^[*＊][^*＊]*[*＊]", "", item) for item in several))
    text = several[0]
    if name == "invoice_date":
        days = dates.find(text)
        return days[0].text if days else ""
    if name in _NUMBERS:
        module = find(_NUMBERS[name])
        return module.compact(text) if module is not None and module.is_valid(text) else ""
    if name in {*_SUMS, "quantity"}:
        return _decimal(text, cents=name in _SUMS)
    return normalise(text)


def _decimal(text: str, *, cents: bool) -> str:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return ""
    if not value.is_finite() or abs(value) >= 10**15:
        return ""
    return f"{value:.2f}" if cents else f"{value.normalize():f}"


def _adds_up(said: dict[str, str]) -> bool:
    sums = [Decimal(said[name]) for name in _SUMS if name in said]
    return len(sums) == len(_SUMS) and sums[0] + sums[1] == sums[2]
