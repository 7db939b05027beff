"""Electronic signatures: what they cover, what came after, and what can't be told without a network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from core.model import Verdict
from core.model.facts import SignatureFacts
from core.probe import Prober

MakePdf = Callable[..., Path]
Sign = Callable[[bytes], bytes]
ENDED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def sign() -> Sign:
    """Signs with a key of its own, whose certificate ended on the first of January 2026."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "样例签名人")])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(7).not_valid_before(ENDED - timedelta(days=700)).not_valid_after(ENDED)
    store = serialization.pkcs12.serialize_key_and_certificates(
        b"a", key, built.sign(key, hashes.SHA256()), None, serialization.NoEncryption()
    )
    signer = signers.SimpleSigner.load_pkcs12_data(store, None, None)
    assert signer is not None
    return lambda data: _signed(signer, data)


def _signed(signer: signers.SimpleSigner, data: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(data))
    out = signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name="Seal"), signer=signer)
    return bytes(out.getbuffer())


def one(prober: Prober, tmp_path: Path, data: bytes) -> SignatureFacts:
    path = tmp_path / "已签.pdf"
    path.write_bytes(data)
    facts = prober.facts(path)
    assert facts.verdict in {Verdict.OK, Verdict.REPAIRED}
    [signature] = facts.signatures
    return signature


def test_a_signature_is_checked_without_vouching_for_its_signer(
    sign: Sign, prober: Prober, make_pdf: MakePdf, tmp_path: Path
) -> None:
    found = one(prober, tmp_path, sign(make_pdf().read_bytes()))
    assert (found.state, found.coverage, found.changes) == ("intact", "whole", "none")
    assert (found.field, found.signer, found.algorithm) == ("Seal", "样例签名人", "rsa")
    assert found.not_after == ENDED.isoformat()
    assert not found.trusted


def test_a_byte_changed_after_signing_breaks_it(sign: Sign, prober: Prober, make_pdf: MakePdf, tmp_path: Path) -> None:
    data = sign(make_pdf(compress_streams=False).read_bytes())
    found = one(prober, tmp_path, data.replace(b"(Page 1)", b"(Page 9)", 1))
    assert found.state == "broken"


def test_a_page_changed_by_a_later_save_is_told(sign: Sign, prober: Prober, make_pdf: MakePdf, tmp_path: Path) -> None:
    signed = sign(make_pdf().read_bytes())
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(90)
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    found = one(prober, tmp_path, out.getvalue())
    assert (found.state, found.coverage, found.changes) == ("intact", "revision", "other")


def test_a_file_saved_anew_loses_its_signature_and_says_broken(
    sign: Sign, prober: Prober, make_pdf: MakePdf, tmp_path: Path
) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(sign(make_pdf().read_bytes()))) as pdf:
        pdf.save(out)
    assert one(prober, tmp_path, out.getvalue()).state == "broken"


def test_sm2_is_present_and_can_not_be_verified(sign: Sign, prober: Prober, make_pdf: MakePdf, tmp_path: Path) -> None:
    data = sign(make_pdf().read_bytes())
    # In the signature's hexadecimal: sha256WithRSAEncryption and nothing, against SM3 with SM2 and as many bytes.
    rsa, sm2 = "06092a864886f70d01010b0500", "06082a811ccf55018375040100"
    text = data.decode("latin-1")
    place = text.lower().rindex(rsa)  # the signer's own; the earlier ones are the certificate's
    found = one(prober, tmp_path, (text[:place] + sm2 + text[place + len(rsa) :]).encode("latin-1"))
    assert (found.state, found.algorithm, found.detail) == ("unverifiable", "sm2", "SM2")
