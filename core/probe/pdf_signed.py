"""Electronic signatures of a PDF, checked with pyHanko and without a network: what they cover and what came after.

The program carries no list of authorities, so whom a certificate names is repeated and never vouched
for. SM2 (GM/T 0003), which seals of Chinese authorities use, no library here can verify: such a
signature is there, and nothing more is said of it.
"""

from __future__ import annotations

import warnings
from collections.abc import Coroutine, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from asn1crypto import cms, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from core.probe.limits import Budget

Plain = dict[str, Any]
_MOST: Final = 50
_SHORT: Final = 300
_SM2_OIDS: Final = ("1.2.156.10197.1.301", "1.2.156.10197.1.501")  # GM/T 0006: the curve; SM3 with SM2
# What pyHanko and the ASN.1 reader under it raise for damaged or unknown signatures.
_FAULTS: Final = (
    PdfError, SignatureValidationError, ValidationError, PathError, ValueError, KeyError, TypeError, IndexError,
    AttributeError, NotImplementedError, RecursionError, OSError,
)  # fmt: skip
_COVERAGE: Final = {
    SignatureCoverageLevel.ENTIRE_FILE: "whole",
    SignatureCoverageLevel.ENTIRE_REVISION: "revision",
}
_CHANGES: Final = {
    ModificationLevel.NONE: "none",
    ModificationLevel.LTA_UPDATES: "permitted",
    ModificationLevel.FORM_FILLING: "permitted",
    ModificationLevel.ANNOTATIONS: "permitted",
    ModificationLevel.OTHER: "other",
}
_ALGORITHMS: Final = ("rsa", "ecdsa", "ed25519", "ed448", "dsa")


def read_signatures(path: Path, budget: Budget) -> list[Plain]:
    """Returns what each signature is; an empty list when their fields can't even be listed."""
    warnings.simplefilter("ignore")
    with path.open("rb") as stream:
        try:
            found = list(PdfFileReader(stream, strict=False).embedded_signatures)[:_MOST]
        except _FAULTS as error:
            return [_unread("", error)]
        return list(_each(found, budget))


def _each(found: list[EmbeddedPdfSignature], budget: Budget) -> Iterator[Plain]:
    for embedded in found:
        if budget.spent:
            return
        try:
            yield _read(embedded)
        except _FAULTS as error:
            yield _unread(embedded.field_name, error)


def _read(embedded: EmbeddedPdfSignature) -> Plain:
    name = str(embedded.field_name)[:_SHORT]
    certificate = embedded.signer_cert
    known = {"field": name} | _of_certificate(certificate) | {"signed_at": _moment(embedded.self_reported_timestamp)}
    if _is_sm2(embedded.signer_info, certificate):
        return _plain(**known, algorithm="sm2", detail="SM2")
    context = ValidationContext(trust_roots=[], allow_fetching=False)
    return _plain(**known, **_judged(_finished(async_validate_pdf_signature(embedded, context))))


def _finished(steps: Coroutine[object, object, PdfSignatureStatus]) -> PdfSignatureStatus:
    """Runs a coroutine that never waits, without an event loop, which would need a socket.

    Raises:
        ValueError: It did wait: for something from outside, which is not to be had here.
    """
    try:
        steps.send(None)
    except StopIteration as end:
        status: PdfSignatureStatus = end.value
        return status
    finally:
        steps.close()
    raise ValueError("the signature needs the network")


def _judged(status: PdfSignatureStatus) -> Plain:
    coverage = _COVERAGE.get(status.coverage, "partial") if status.coverage is not None else ""
    level = status.modification_level
    changes = _CHANGES.get(level, "other") if isinstance(level, ModificationLevel) else "unknown"
    mechanism = status.pkcs7_signature_mechanism
    return {
        "state": "intact" if status.intact and status.valid else "broken",
        "coverage": coverage,
        "changes": "other" if status.docmdp_ok is False and changes == "permitted" else changes,
        "algorithm": next((a for a in _ALGORITHMS if a in mechanism), ""),
    }


def _of_certificate(certificate: x509.Certificate | None) -> Plain:
    if certificate is None:
        return {}
    named = certificate.subject.native
    signer = next((named[key] for key in ("common_name", "organization_name") if key in named), "")
    return {
        "signer": str(signer or certificate.subject.human_friendly)[:_SHORT],
        "not_after": _moment(certificate.not_valid_after),
    }


def _is_sm2(info: cms.SignerInfo, certificate: x509.Certificate | None) -> bool:
    oids = [info["signature_algorithm"]["algorithm"].dotted]
    if certificate is not None:
        parameters = certificate.public_key["algorithm"]["parameters"]
        if getattr(parameters, "name", "") == "named":
            oids.append(parameters.chosen.dotted)
    return any(oid in _SM2_OIDS for oid in oids)


def _moment(value: datetime | None) -> str:
    return value.isoformat() if value is not None else ""


def _unread(name: str, error: Exception) -> Plain:
    return _plain(field=str(name)[:_SHORT], detail=f"{type(error).__name__}: {error}"[:_SHORT])


def _plain(**known: str) -> Plain:
    blank = {
        "field": "", "signer": "", "signed_at": "", "algorithm": "", "state": "unverifiable", "coverage": "",
        "changes": "unknown", "not_after": "", "detail": "",
    }  # fmt: skip
    return blank | known
