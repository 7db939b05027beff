"""Proposes the values of a paper's fields from its own text. Nothing here is believed before a person confirms it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from core.fields import dates, values
from core.fields.coded import coded
from core.fields.customs import customs
from core.fields.forms import FORMS, words_of
from core.fields.invoice import invoice
from core.fields.labels import LABELS, PERIODS, all_words
from core.fields.layout import Row, place_of, rows
from core.fields.lines import Labelled, Line, Piece, Vocabulary, labelled, printed, vocabulary
from core.fields.page import Page, Phrase
from core.fields.phrases import phrases
from core.fields.xml import from_xml
from core.model import Field, FieldSource, FileFacts, PageReading
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
_OWN: Final[dict[str, values.Read]] = {
    "brand": values.brand,
    "quantity": values.quantity,
    "issuer": values.office,
    "address": values.address,
    "tested_on": values.last_day,
    "sampled_on": values.last_day,
    "scope": values.goods,
    "items": values.item,
    "standard": values.standards,
    "conclusion": values.finding,
    "platforms": values.channels,
}
_FIRMS: Final = _NAMES - {"legal_representative", "holder"}
_FIRM: Final = re.compile(r"(?:公司|厂|店|中心)$")
_LONG: Final = frozenset({"scope", "address"})
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


# A recognised text counts as proved by its own check digit only where the recogniser did not hesitate either.
_CLEARLY_READ: Final = 0.97


@dataclass(frozen=True, slots=True)
class _Found:
    """A value, and the text on the page that it was made from."""

    name: str
    value: str
    page: int
    score: float
    raw: str


def propose(paper_type: PaperType | str, facts: FileFacts, readings: Sequence[PageReading] = ()) -> tuple[Field, ...]:
    """Returns unconfirmed fields with page and score, at most three different values a field, best first.

    Args:
        paper_type: The type's shape, whose fields alone are proposed; its id alone proposes every known field.
        facts: What the probe read.
        readings: What was recognised on the pages; such proposals say where on the page they stand.
    """
    specs = _specs(paper_type)
    kind = paper_type if isinstance(paper_type, str) else paper_type.id
    words = _words(kind, specs.values())
    own = [Page(n, printed(page.text), words, seen=False) for n, page in enumerate(facts.pages, 1) if page.text.strip()]
    found = [_printed(f) for f in _everything(kind, specs, own)]
    found += _recognised(kind, specs, facts, readings, words)
    found += coded(kind, readings)
    found += from_xml(kind, facts)
    best: dict[tuple[str, str], Field] = {}
    for field in found:
        known = best.get((field.name, field.value))
        if field.name in specs and field.value and (known is None or field.score > known.score):
            best[field.name, field.value] = field
    return tuple(f for name in specs for f in _few(name, best.values()))


def recognised_text(facts: FileFacts, reading: PageReading) -> str:
    """Returns a recognised page as rows of text, labels before their values."""
    return "\n".join(row.text for row in _rows(facts, reading, vocabulary(*all_words())))


def _words(kind: str, specs: Iterable[FieldSpec]) -> Vocabulary:
    own, others = words_of(kind) or all_words()
    return vocabulary(tuple(sorted({*own, *(spec.title for spec in specs if words_of(kind) is None)})), others)


def _recognised(
    kind: str, specs: dict[str, FieldSpec], facts: FileFacts, readings: Sequence[PageReading], words: Vocabulary
) -> Iterator[Field]:
    places = {reading.page: _rows(facts, reading, words) for reading in readings if reading.lines}
    pages = [Page(number, tuple(_line(row) for row in found), words, seen=True) for number, found in places.items()]
    for found in _everything(kind, specs, pages):
        yield _seen(found, places[found.page])


def _line(row: Row) -> Line:
    return tuple(Piece(cell.text, cell.left, cell.right) for cell in row.cells)


def _rows(facts: FileFacts, reading: PageReading, words: Vocabulary) -> tuple[Row, ...]:
    page = facts.pages[reading.page - 1] if reading.page <= len(facts.pages) else None
    return rows(reading, page.width, page.height, words) if page else rows(reading, 1.0, 1.414, words)


def _printed(found: _Found) -> Field:
    return Field(found.name, found.value, FieldSource.TEXT, page=found.page, score=found.score)


def _seen(found: _Found, page: Sequence[Row]) -> Field:
    """Makes a proposal of a recognised text; nothing is surer than the characters it was made from."""
    # Several goods are one value; where the first of them stands, it begins.
    box, read = place_of(found.raw, page) or place_of(found.raw.split("；")[0], page) or (None, values.WEAK)
    proved = found.score >= values.HIGHEST and read >= _CLEARLY_READ
    score = found.score if proved else min(found.score, values.LIKELY) * read
    return Field(found.name, found.value, FieldSource.OCR, page=found.page, box=box, score=round(score, 2))


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


def _everything(kind: str, specs: dict[str, FieldSpec], pages: Sequence[Page]) -> Iterator[_Found]:
    marks = tuple(mark for page in pages for mark in labelled([(page.number, page.lines)], page.words))
    labels = FORMS.get(kind, LABELS)
    for name, spec in specs.items():
        words = {*labels.get(name, ()), *(() if kind in FORMS else (spec.title,))}
        yield from _behind_labels(name, spec, words, marks)
    yield from _periods(marks, {*PERIODS, *labels.get("period", ())})
    for page in pages:
        special = _SPECIAL.get(kind)
        said = [*phrases(kind, page), *(special(page) if special else ())]
        yield from (_found(name, value, page.number, score, value) for name, value, score in said)


_SPECIAL: Final[Mapping[str, Callable[[Page], Iterator[Phrase]]]] = MappingProxyType(
    {"invoice": invoice, "customs-declaration": customs}
)


def _behind_labels(name: str, spec: FieldSpec, words: set[str], marks: Iterable[Labelled]) -> Iterator[_Found]:
    read = _reader(spec)
    fitting = [(mark, mark.value) for mark in marks if mark.label in words]
    fitting += [(mark, mark.more) for mark in marks if f"{mark.label}#2" in words and mark.below]
    for place, (mark, raw) in enumerate(reversed(fitting) if name in _LAST else fitting):
        if name in _FIRMS and _FIRM.search(mark.beside) and not _FIRM.search(raw):
            continue  # a seal or a fold cut the name in two
        if name in _LONG and mark.beside and not dates.find(mark.beside):
            continue  # nothing but labels and days stands behind these: a seal hides what is between
        value, score = read(raw)
        # Further down the same label may belong to somebody else; a value below its label is less certain.
        less = 0.05 * min(place, 4) + (0.05 if mark.below else 0) + (0 if mark.colon else 0.02)
        yield _found(name, value, mark.page, max(score - less, 0.05), raw)


def _reader(spec: FieldSpec) -> values.Read:
    if spec.kind == "number":
        return values.number(spec.number)
    if spec.name in _OWN:
        return _OWN[spec.name]
    if spec.name in _NAMES:
        return values.name
    readers: dict[str, values.Read] = {
        "date": values.day,
        "amount": values.money,
        "classes": values.classes,
        "bool": values.yes_no,
    }
    return readers.get(spec.kind, values.text)


def _periods(marks: Iterable[Labelled], words: set[str]) -> Iterator[_Found]:
    for mark in marks:
        if mark.label in words:
            period = dates.find_period(mark.value)
            if period is not None:
                yield _found("valid_from", period[0].text, mark.page, values.LIKELY, mark.value)
                yield _found("valid_to", period[1].text, mark.page, values.LIKELY, mark.value)
            elif len(alone := dates.find(mark.value)) == 1:
                # A stretch whose end can't be read is no end.
                if not dates.goes_on(mark.value[alone[0].end :]):
                    yield _found("valid_to", alone[0].text, mark.page, values.MAYBE, mark.value)
                else:
                    yield _found("valid_from", alone[0].text, mark.page, values.MAYBE, mark.value)


def _found(name: str, value: str, page: int, score: float, raw: str) -> _Found:
    return _Found(name, value, page, round(score, 2), raw)


def _few(name: str, fields: Iterable[Field]) -> list[Field]:
    own = [f for f in fields if f.name == name]
    return sorted(own, key=lambda f: (-f.score, f.page, f.value))[:_MOST_EACH]
