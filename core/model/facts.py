"""What a file is: facts without judgement, as measured by `core.probe`.

Facts come out of a worker process that reads hostile files; the parent checks every number before
it builds one of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """One word on a file. The set is fixed by the contract."""

    OK = "ok"
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    REPAIRED = "repaired"
    HOSTILE = "hostile"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page as it is shown.

    Attributes:
        width, height: PostScript points (1/72 inch), rotation applied.
        rotation: 0, 90, 180 or 270 degrees clockwise, as the file says.
        text: The page's own text, cut at the probe's limit.
    """

    width: float
    height: float
    rotation: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class ActiveContent:
    """Something in a file that acts: JavaScript, a launch, a macro, an embedded file."""

    kind: str  # javascript, launch, open-action, goto-remote, embedded-file, macro, ole-object, external-link, …
    where: str = ""


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """Facts that only a PDF has.

    Attributes:
        reader: The library that counted the pages.
        revisions: How many times the file was saved incrementally, at least 1.
        signatures: Count of signature fields that hold a signature.
        annotations: Count of annotations that draw something (seals among them).
        created, modified: Dates of the document information as they stand there (`D:20260301…`), not yet read.
    """

    version: str = ""
    reader: str = ""
    producer: str = ""
    creator: str = ""
    created: str = ""
    modified: str = ""
    revisions: int = 1
    signatures: int = 0
    annotations: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """Facts that only a picture has. Pixels are as shown, after `orientation`."""

    width: int
    height: int
    dpi: float = 0.0  # 0 when the file names none
    orientation: int = 1  # EXIF, 1–8
    mode: str = ""
    frames: int = 1
    software: str = ""  # what wrote the file, by its own words
    taken: str = ""  # EXIF moments as they stand there: `2026:03:01 09:30:00`
    changed: str = ""


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """One electronic signature of a PDF, checked without a network.

    Attributes:
        field: Name of the signature field.
        signer: Whom the certificate names, by its own words; nobody vouches for it here.
        signed_at: ISO moment, claimed by the signer or stamped; "" when the signature names none.
        algorithm: `rsa`, `ecdsa`, `sm2`, … or "" when it can't be told.
        state: `intact`: the covered bytes are as they were signed; `broken`: they are not;
            `unverifiable`: it can't be told here, for the reason in `detail`.
        coverage: How much of the file it covers: `whole`, `revision` (all up to its own save), `partial`.
        changes: What came after it: `none`, `permitted` (further signatures, form filling), `other`, `unknown`.
        not_after: ISO moment at which the signer's certificate ends, "" when unknown.
        trusted: Always false while the program carries no trust list; kept so that a finding never claims it.
    """

    field: str
    signer: str = ""
    signed_at: str = ""
    algorithm: str = ""
    state: str = "unverifiable"
    coverage: str = ""
    changes: str = "unknown"
    not_after: str = ""
    detail: str = ""
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """Facts that only a DOCX or XLSX has, by the words of the file itself.

    Attributes:
        parts: Texts by part, in reading order: (part name, text).
        created, modified: ISO moments of the core properties.
        signatures: Count of XML signatures that it carries.
    """

    parts: tuple[tuple[str, str], ...] = ()
    creator: str = ""
    changed_by: str = ""
    created: str = ""
    modified: str = ""
    signatures: int = 0


@dataclass(frozen=True, slots=True)
class OfdFacts:
    """Facts that only an OFD has.

    Attributes:
        created, modified: Dates of the document information, as they stand there.
        details: Further words of the document information, such as 发票号码, in its order.
        seals: Count of signatures of which each shows a seal. SM2 and SM3 can't be verified here.
        pictures: Count of pictures; `jbig2` of them are in a format that is not drawn here.
        attachments: Names of attached files.
        missing: Parts that the document names and does not have.
    """

    doc_id: str = ""
    creator: str = ""
    created: str = ""
    modified: str = ""
    details: tuple[tuple[str, str], ...] = ()
    seals: int = 0
    pictures: int = 0
    jbig2: int = 0
    attachments: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """What the XML of an e-invoice says, read leniently: element names and their texts in order.

    Attributes:
        entry: The part it was read from, "" when the file itself is the XML.
        values: (name without its prefix, text), such as `("InvoiceNo", "83089647")`.
        strict: Whether the XML is well-formed; some that the tax office itself gave out are not.
    """

    entry: str = ""
    values: tuple[tuple[str, str], ...] = ()
    strict: bool = True


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One file in a ZIP.

    Attributes:
        name: As it is called in the archive, folders included.
        size: Bytes it claims to have when unpacked.
        reason: Why it can't be taken in: encrypted, unsafe-path, too-large, nested, format; or "".
    """

    name: str
    size: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """All that `core.probe` can say of one file.

    Attributes:
        file: The name shown to the person, without a folder.
        kind: What the content is: pdf, jpeg, png, webp, tiff, bmp, heic, docx, xlsx, doc, xls, ofd, xml,
            zip, text, empty, unknown.
        look: Perceptual hash of the first page as 16 hex digits, straightened; "" when nothing was drawn.
        sha256: Lower-case hex of the bytes.
        size: Bytes.
        reason: Code of why the verdict is not `ok`: encrypted, truncated, timed-out, too-large, too-many-pages … or "".
        detail: One plain technical sentence behind the reason, for the curious; "" when there is none.
        probe: Version of the probe that made these facts; a cache of another version is stale.
    """

    file: str
    kind: str
    sha256: str
    size: int
    verdict: Verdict
    reason: str = ""
    detail: str = ""
    pages: tuple[PageFacts, ...] = ()
    active: tuple[ActiveContent, ...] = ()
    pdf: PdfFacts | None = None
    image: ImageFacts | None = None
    probe: int = 1
    signatures: tuple[SignatureFacts, ...] = ()
    office: OfficeFacts | None = None
    ofd: OfdFacts | None = None
    invoice: InvoiceFacts | None = None
    entries: tuple[EntryFacts, ...] = ()
    look: str = ""
