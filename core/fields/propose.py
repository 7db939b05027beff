"""Proposes the values of a paper's fields from its own text. Nothing here is believed before a person confirms it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from core.fields import dates, values
from core.fields.invoice import invoice
from core.fields.labels import LABELS, PERIODS
from core.fields.lines import Labelled, labelled
from core.fields.phrases import phrases
from core.model import Field, FieldSource, FileFacts
from core.packs.shapes import FieldSpec, PaperType

_NAMES: Final = frozenset(
    {
        "holder",
        "legal_representative",
        "owner",
        "grantor",
        "grantee",
        "buyer",
        "seller",
        "client",
        "producer",
        "consignee",
    }
)
_MOST_EACH: Final = 3
# Without a pack at hand: how the fields of the contract are written.
_KINDS: Final = {
    "date": ("issued_on", "valid_from", "valid_to", "invoice_date", "sampled_on", "tested_on"),
    "amount": ("amount", "tax", "total"),
    "classes": ("classes",),
    "bool": ("sublicence", "exclusive"),
}
_NUMBERS: Final = {
    "uscc": "uscc",
    "buyer_uscc": "uscc",
    "seller_uscc": "uscc",
    "trademark_number": "trademark",
    "invoice_code": "invoice_code",
    "invoice_number": "invoice_number",
    "cma_number": "cma",
    "cnas_number": "cnas",
    "customs_number": "customs",
    "gtin": "gtin",
}
_LAST: Final = frozenset({"issued_on"})  # the day of signing stands at the end


def propose(paper_type: PaperType | str, facts: FileFacts) -> tuple[Field, ...]:
    """Returns unconfirmed fields with page and score, at most three different values a field, best first.

    Args:
        paper_type: The type's shape, whose fields alone are proposed; its id alone proposes every known field.
        facts: What the probe read.
    """
    specs = _specs(paper_type)
    kind = paper_type if isinstance(paper_type, str) else paper_type.id
    found = [f for f in _everything(kind, specs, facts) if f.name in specs and f.value]
    best: dict[tuple[str, str], Field] = {}
    for field in found:
        known = best.get((field.name, field.value))
        if known is None or field.score > known.score:
            best[field.name, field.value] = field
    return tuple(f for name in specs for f in _few(name, best.values()))


def _specs(paper_type: PaperType | str) -> dict[str, FieldSpec]:
    if isinstance(paper_type, PaperType):
        return {spec.name: spec for spec in paper_type.fields}
    kinds = {name: kind for kind, names in _KINDS.items() for name in names}
    every = (*LABELS, "buyer_uscc", "seller_uscc", "sublicence", "exclusive")
    return {name: _spec(name, kinds.get(name, "text")) for name in every}


def _spec(name: str, kind: str) -> FieldSpec:
    number = _NUMBERS.get(name, "")
    shown = {"name": name, "title": name, "title_en": name, "kind": "number" if number else kind, "number": number}
    return FieldSpec.model_validate(shown)


def _everything(kind: str, specs: dict[str, FieldSpec], facts: FileFacts) -> Iterator[Field]:
    marks = labelled(facts)
    for name, spec in specs.items():
        yield from _behind_labels(name, spec, marks)
    yield from _periods(marks)
    for page, text in enumerate((p.text for p in facts.pages), 1):
        for name, value, score in phrases(text):
            yield _field(name, value, page, score)
        if kind == "invoice":
            for name, value, score in invoice(text):
                yield _field(name, value, page, score)


def _behind_labels(name: str, spec: FieldSpec, marks: Iterable[Labelled]) -> Iterator[Field]:
    read, labels = _reader(spec), {*LABELS.get(name, ()), spec.title}
    fitting = [mark for mark in marks if mark.label in labels]
    for place, mark in enumerate(reversed(fitting) if name in _LAST else fitting):
        value, score = read(mark.value)
        # Further down the same label may belong to somebody else; a value below its label is less certain.
        less = 0.05 * min(place, 4) + (0.05 if mark.below else 0) + (0 if mark.colon else 0.02)
        yield _field(name, value, mark.page, max(score - less, 0.05))


def _reader(spec: FieldSpec) -> values.Read:
    if spec.kind == "number":
        return values.number(spec.number)
    if spec.name == "brand":
        return values.brand
    if spec.name in _NAMES:
        return values.name
    readers: dict[str, values.Read] = {
        "date": values.day,
        "amount": values.money,
        "classes": values.classes,
        "bool": values.yes_no,
    }
    return readers.get(spec.kind, values.text)


def _periods(marks: Iterable[Labelled]) -> Iterator[Field]:
    for mark in marks:
        if mark.label in PERIODS:
            period = dates.find_period(mark.value)
            if period is not None:
                yield _field("valid_from", period[0].text, mark.page, values.LIKELY)
                yield _field("valid_to", period[1].text, mark.page, values.LIKELY)
            elif len(alone := dates.find(mark.value)) == 1:
                yield _field("valid_to", alone[0].text, mark.page, values.MAYBE)


def _field(name: str, value: str, page: int, score: float) -> Field:
    return Field(name, value, source=FieldSource.TEXT, page=page, score=round(score, 2))


def _few(name: str, fields: Iterable[Field]) -> list[Field]:
    own = [f for f in fields if f.name == name]
    return sorted(own, key=lambda f: (-f.score, f.page, f.value))[:_MOST_EACH]
