"""The ids of the outside contract that packs may use, and the words that tell of a wrong one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from core.i18n import _

_FIELDS: Final = """
    holder uscc legal_representative address scope number issuer issued_on valid_from valid_to brand
    trademark_number classes owner grantor grantee platforms territory sublicence exclusive invoice_code
    invoice_number invoice_date buyer buyer_uscc seller seller_uscc amount tax total items quantity client
    producer sample model batch sampled_on tested_on standard conclusion cma_number cnas_number
    customs_number consignee origin product gtin
    """
FIELD_NAMES: Final = frozenset(_FIELDS.split())

_CODES: Final = {
    "file": "empty unsupported corrupt repaired encrypted too-large too-many-pages active-content embedded-file "
    "extension-mismatch duplicate near-duplicate timed-out",
    "reuse": "same-as-rejected looks-like-rejected judged-not-genuine",
    "image": "low-resolution blurred skewed glare cut-off screenshot rotated very-small",
    "trace": "edited-by-image-editor saved-after-signing incremental-update date-conflict",
    "signature": "broken unverifiable certificate-expired partial-coverage will-be-lost-in-copy",
    "number": "format checksum date-impossible unknown-code",
    "validity": "expired not-yet-valid expires-soon ends-before-review missing too-old",
    "match": "holder uscc legal-representative address brand trademark-number class product batch quantity buyer "
    "other-party",
    "qr": "mismatch checksum foreign-domain unreadable",
    "invoice": "after-penalty buyer quantity-short duplicate-number sum-mismatch",
    "report": "no-cma too-old before-sampling standard sample incomplete",
    "trademark": "pending-only missing-change-certificate",
    "chain": "missing broken-name root-not-owner period-gap outlives-parent sublicence too-long platform territory "
    "class brand not-exclusive seal",
    "requirement": "missing unavailable provenance-missing verification-missing",
    "notice": "point-unanswered no-points reason-unknown fact-missing",
    "deadline": "passed soon unknown calendar-missing entry-closed",
    "narrative": "placeholder claim-without-exhibit exhibit-not-used absolute threat emotion blame will-for-done "
    "empty-phrase too-long other-party-name date-conflict unknown-exhibit points-missing "
    "unverified-rule stale",
    "commitment": "missing unconfirmed entity-mismatch",
    "entity": "uscc-mismatch name-mismatch",
    "packet": "seal-lost missing-glyph page-count too-large portal-too-many portal-too-large text-lost exhibit-missing "
    "masked-shown original-withheld",
    "deposit": "source-conflict figure-missing",
}
FINDING_IDS: Final = frozenset(f"{check}/{code}" for check, codes in _CODES.items() for code in codes.split())


def unknown(word: str, known: Iterable[str], what: str) -> str:
    """Says that a word is not known, and which one was perhaps meant; `what` is a Chinese noun for its kind."""
    names = sorted(known)
    close = sorted(get_close_matches(word, names, cutoff=0.6), key=lambda name: not name.startswith(word))
    if close:
        return _("未知的{what} {word}，是否想写 {guess}？").format(what=what, word=word, guess=close[0])
    if not names:
        return _("未知的{what} {word}，目前没有可用的{what}。").format(what=what, word=word)
    text = _("未知的{what} {word}。可用的有：{names}。")
    return text.format(what=what, word=word, names=_("、").join(names))
