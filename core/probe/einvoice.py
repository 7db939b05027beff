"""The XML of an e-invoice, read leniently: the tax office itself has given out some that is not well-formed.

Names and texts of the innermost elements are taken one after another, without any meaning; what they
mean is for `core.fields`. Some begin with `<:eInvoice`, a name that no XML parser accepts.
"""

from __future__ import annotations

import re
from typing import Any, Final

from core.probe.markup import has_doctype, parse
from core.probe.package import Refused

Plain = dict[str, Any]
MOST_BYTES: Final = 4 * 2**20
_VALUES: Final = 400
_NAME: Final = 60
_TEXT: Final = 500
_LEAF: Final = re.compile(r"<([^\s<>/!?]{1,80})(?:\s[^<>]*)?>([^<>]*)</\1\s*>")
# Element names of the invoice standards of 2019 (e-invoice) and of 数电票 (EInvoice), and of both in Chinese.
# fmt: off
_SIGNS: Final = frozenset({
    "InvoiceNo", "InvoiceCode", "EIid", "EInvoiceData", "InvoiceNumber", "发票号码", "TotalTaxIncludedAmount",
    "TaxInclusiveTotalAmount", "IssueDate", "BuyerName", "SellerName", "TaxBureauSignature",
})
# fmt: on
_LEAST_SIGNS: Final = 3
_ENTITY: Final = re.compile(r"&(#\d{1,7}|#x[0-9A-Fa-f]{1,6}|lt|gt|amp|quot|apos);")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_LAST_CHARACTER: Final = 0x10FFFF


def read_einvoice(data: bytes, entry: str = "") -> Plain | None:
    """Returns what an e-invoice says, or None when the XML is none.

    Raises:
        Refused: When it declares a document type.
    """
    if has_doctype(data):
        raise Refused("hostile", "doctype", entry)
    found = [(_short(name), _unescape(text).strip()[:_TEXT]) for name, text in _LEAF.findall(_decoded(data))]
    values = [(name, text) for name, text in found if text][:_VALUES]
    if len({name for name, _text in values} & _SIGNS) < _LEAST_SIGNS:
        return None
    return {"entry": entry[:_TEXT], "values": values, "strict": _well_formed(data)}


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _short(name: str) -> str:
    return name.rpartition(":")[2][:_NAME]


def _unescape(text: str) -> str:
    return _ENTITY.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if not name.startswith("#"):
        return _NAMED[name]
    number = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    usable = 0 < number <= _LAST_CHARACTER and not 0xD800 <= number < 0xE000
    return chr(number) if usable else ""


def _well_formed(data: bytes) -> bool:
    try:
        parse(data)
    except Refused:
        return False
    return True
