"""Check digits of the fictional numbers on the sample papers, reckoned from the published rules.

Kept apart from `core.numbers` on purpose: the samples then prove that room instead of echoing it.
"""

from __future__ import annotations

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714


def uscc(region: str, organisation: str) -> str:
    """Returns the 18-character code of an enterprise: `91`, region (6), organisation (8) and both check characters."""
    body = f"91{region}{organisation}{_organisation_check(organisation)}"
    total = sum(USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + USCC_ALPHABET[(31 - total % 31) % 31]


def _organisation_check(organisation: str) -> str:
    total = sum(int(c, 36) * w for c, w in zip(organisation, ORGANISATION_WEIGHTS, strict=True))
    check = (11 - total % 11) % 11
    return "X" if check == 10 else str(check)
