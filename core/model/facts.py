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

    kind: str  # javascript, launch, open-action, submit-form, goto-remote, embedded-file, rich-media, macro, …
    where: str = ""


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """Facts that only a PDF has.

    Attributes:
        reader: The library that counted the pages.
        revisions: How many times the file was saved incrementally, at least 1.
        signatures: Count of signature fields that hold a signature.
        annotations: Count of annotations that draw something (seals among them).
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


@dataclass(frozen=True, slots=True)
class FileFacts:
    """All that `core.probe` can say of one file.

    Attributes:
        file: The name shown to the person, without a folder.
        kind: What the content is: pdf, jpeg, png, webp, tiff, bmp, heic, docx, xlsx, doc, xls, ofd, xml,
            zip, text, empty, unknown.
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
