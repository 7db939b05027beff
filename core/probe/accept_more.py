"""The parent's checks of what is said of signatures, Office files, OFD, e-invoices, archives and looks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from core.model.facts import EntryFacts, InvoiceFacts, OfdFacts, OfficeFacts, SignatureFacts
from core.probe.claims import Lying, as_dict, integer, items, string, text, word
from core.probe.limits import Limits

_SHORT: Final = 500
_NAMES: Final = 200
_VALUES: Final = 400
_COUNT: Final = 10**6
_PAIR: Final = 2
_MAX_BYTES: Final = 2**63
STATES: Final = frozenset({"intact", "broken", "unverifiable"})
COVERAGES: Final = frozenset({"", "whole", "revision", "partial"})
CHANGES: Final = frozenset({"none", "permitted", "other", "unknown"})
ALGORITHMS: Final = frozenset({"", "rsa", "ecdsa", "dsa", "ed25519", "ed448", "sm2"})
ENTRY_REASONS: Final = frozenset({"", "encrypted", "unsafe-path", "format", "nested"})
_LOOK: Final = re.compile(r"[0-9a-f]{16}|")


def signature(value: object) -> SignatureFacts:
    """Builds a signature's facts; `trusted` is never taken from a worker."""
    plain = as_dict(value, "signature")
    return SignatureFacts(
        field=text(plain, "field", _SHORT),
        signer=text(plain, "signer", _SHORT),
        signed_at=text(plain, "signed_at", _SHORT),
        not_after=text(plain, "not_after", _SHORT),
        detail=text(plain, "detail", _SHORT),
        algorithm=word(plain, "algorithm", ALGORITHMS),
        state=word(plain, "state", STATES),
        coverage=word(plain, "coverage", COVERAGES),
        changes=word(plain, "changes", CHANGES),
    )


def office(value: object, limits: Limits) -> OfficeFacts:
    """Builds the facts of an Office file."""
    plain = as_dict(value, "office")
    parts = tuple(_pair(p, "parts", limits.text_chars) for p in items(plain, "parts", _NAMES))
    if sum(len(part) for _name, part in parts) > limits.text_chars:
        raise Lying("parts")
    texts = {name: text(plain, name, _SHORT) for name in ("creator", "changed_by", "created", "modified")}
    return OfficeFacts(parts=parts, signatures=integer(plain, "signatures", 0, _COUNT), **texts)


def ofd(value: object) -> OfdFacts:
    """Builds the facts of an OFD."""
    plain = as_dict(value, "ofd")
    return OfdFacts(
        doc_id=text(plain, "doc_id", _SHORT),
        creator=text(plain, "creator", _SHORT),
        created=text(plain, "created", _SHORT),
        modified=text(plain, "modified", _SHORT),
        seals=integer(plain, "seals", 0, _COUNT),
        pictures=integer(plain, "pictures", 0, _COUNT),
        jbig2=integer(plain, "jbig2", 0, _COUNT),
        details=tuple(_pair(d, "details", _SHORT) for d in items(plain, "details", _NAMES)),
        attachments=tuple(string(a, "attachments", _SHORT) for a in items(plain, "attachments", _NAMES)),
        missing=tuple(string(m, "missing", _SHORT) for m in items(plain, "missing", _NAMES)),
    )


def invoice(value: object) -> InvoiceFacts:
    """Builds what an e-invoice says."""
    plain = as_dict(value, "invoice")
    strict = plain.get("strict")
    if not isinstance(strict, bool):
        raise Lying("strict")
    values = tuple(_pair(v, "values", _SHORT) for v in items(plain, "values", _VALUES))
    return InvoiceFacts(text(plain, "entry", _SHORT), values, strict)


def entry(value: object) -> EntryFacts:
    """Builds the facts of one file in an archive."""
    plain = as_dict(value, "entry")
    size = integer(plain, "size", 0, _MAX_BYTES)
    return EntryFacts(text(plain, "name", _SHORT), size, word(plain, "reason", ENTRY_REASONS))


def look(plain: Mapping[str, Any]) -> str:
    """Returns the perceptual hash of the first page."""
    value = text(plain, "look", _SHORT)
    if _LOOK.fullmatch(value) is None:
        raise Lying("look")
    return value


def _pair(value: object, name: str, most: int) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != _PAIR:
        raise Lying(name)
    return string(value[0], name, _SHORT), string(value[1], name, most)
