"""What stands on a page to be seen: lines of text, codes, and how well the page can be read.

Readings come out of a worker process, like facts; the parent checks every number before it builds
one of these.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.model.values import Box


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of characters recognised in the picture of a page.

    Attributes:
        score: 0–1, the recogniser's own trust in the whole line.
    """

    text: str
    box: Box
    score: float


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code or barcode.

    Attributes:
        kind: `qr`, `data-matrix`, `pdf417`, `ean-13`, … as `core.reading` names them.
        text: The payload; "" when a code is there and its own error correction gave up.
        page: 1-based.
    """

    kind: str
    text: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class PageQuality:
    """How well a page that is a picture can be read, measured where the text stands.

    Attributes:
        width, height: Pixels of the original as shown; 0 when the page is not one picture.
        line_height: Median height of the text lines in those pixels, 0 without text.
        sharpness: Edge strength of the text relative to its contrast, from 0 (nothing but blur).
        skew: Degrees by which the text leans clockwise.
        turned: Degrees clockwise by which the page has to be turned to stand upright: 0, 90, 180 or 270.
        glare: Fraction of the page that is burnt out.
        cut: Edges at which text runs out of the picture: left, top, right, bottom.
    """

    width: int = 0
    height: int = 0
    line_height: float = 0.0
    sharpness: float = 0.0
    skew: float = 0.0
    turned: int = 0
    glare: float = 0.0
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that was read from the picture of one page.

    Attributes:
        sha256: Of the file's bytes.
        page: 1-based.
        reader: Version of the reader; what another version read is stale.
        recognised: Whether the characters were read; False when only codes were looked for, because
            the page has text of its own.
        reason: Why the page could not be read, one of the codes of `FileFacts.reason`, or "".
    """

    sha256: str
    page: int
    reader: int
    recognised: bool = False
    lines: tuple[TextLine, ...] = ()
    codes: tuple[Code, ...] = ()
    quality: PageQuality | None = None
    reason: str = ""

    @property
    def text(self) -> str:
        """The lines from top to bottom, as recognised."""
        return "\n".join(line.text for line in self.lines)
