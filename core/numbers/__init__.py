"""The numbers on Chinese papers: one module each, all of one shape.

Each has `compact(text)`, `validate(text)` raising `InvalidNumber`, `is_valid(text)` and `why(text)`.
A number that passes is well-formed; only the official register says whether it exists. Where no
official check digit is published, none is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.numbers import (
    ccc,
    cma,
    cnas,
    cosmetics,
    customs,
    device,
    einvoice,
    gtin,
    invoice_code,
    invoice_number,
    jy,
    resident_id,
    sc,
    trademark,
    uscc,
    xk,
)
from core.numbers._parts import Part, parts
from core.numbers._shape import CHECKSUM, DATE, FORMAT, InvalidNumber, NumberModule

__all__ = ["CHECKSUM", "DATE", "FORMAT", "NUMBERS", "InvalidNumber", "NumberModule", "Part", "find", "parts"]

# By module name, which is what a pack's FieldSpec.number says.
NUMBERS: Final[Mapping[str, NumberModule]] = MappingProxyType(
    {
        "ccc": ccc,
        "cma": cma,
        "cnas": cnas,
        "cosmetics": cosmetics,
        "customs": customs,
        "device": device,
        "einvoice": einvoice,
        "gtin": gtin,
        "invoice_code": invoice_code,
        "invoice_number": invoice_number,
        "jy": jy,
        "resident_id": resident_id,
        "sc": sc,
        "trademark": trademark,
        "uscc": uscc,
        "xk": xk,
    }
)


def find(name: str) -> NumberModule | None:
    """Returns the module of this name, written with `_` or `-`; None when there is none."""
    return NUMBERS.get(name.replace("-", "_"))
