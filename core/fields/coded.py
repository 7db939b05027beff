"""Values from the codes on a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.fields import values
from core.fields.payloads import InvoiceCode, invoice_code
from core.model import Code, Field, FieldSource, PageReading
from core.numbers import gtin


def coded(kind: str, readings: Sequence[PageReading]) -> Iterator[Field]:
    """Proposes what codes say: an invoice's on an invoice, a product's number on any paper."""
    for code in (code for reading in readings for code in reading.codes):
        found = invoice_code(code.text) if code.kind == "qr" else None
        if found is not None and kind == "invoice":
            # A code that was changed somewhere on its way is shown, but nothing rests on it.
            score = values.SURE if found.intact else values.WEAK
            yield from (_field(name, value, code, score) for name, value in _invoice(found))
        if code.kind == "ean-13" and gtin.is_valid(code.text):
            yield _field("gtin", gtin.compact(code.text), code, values.LIKELY)


def _invoice(found: InvoiceCode) -> Iterator[tuple[str, str]]:
    if found.code:
        yield "invoice_code", found.code
    yield "invoice_number", found.number
    yield "invoice_date", found.day.isoformat()
    yield ("total" if found.with_tax else "amount"), str(found.amount)


def _field(name: str, value: str, code: Code, score: float) -> Field:
    return Field(name, value, FieldSource.QR, page=code.page, box=code.box, score=score)
