"""What a build gives, in shapes that are light to load: the window has them without the rooms that make a packet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from core.model import Finding

ENDING: Final = ".building"  # of the hidden folder beside the target, in which a packet is made

Kind = Literal["text", "image", "pdf"]
State = Literal["intact", "changed", "missing", "added"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing to upload or to paste.

    Attributes:
        path: Inside the ZIP.
        title: What it is, for the person.
        how: Of a picture: `kept` is the paper's own JPEG, `lossless` the same pixels, `drawn` a page drawn as a
            picture, `reduced` was recompressed because a limit asked for it.
        width, height: Pixels of a picture, else 0.
        characters: Of a text, counted as the platform does, else 0; `most` is how many it takes.
        text: What to paste, else "".
    """

    kind: Kind
    path: str
    title: str
    size: int
    how: str = ""
    width: int = 0
    height: int = 0
    pages: int = 0
    characters: int = 0
    most: int = 0
    text: str = ""
    source: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class BuiltPacket:
    """A finished, proved packet.

    Attributes:
        pages: Pages of packet.pdf, of all volumes together.
        findings: What the person should still know, such as a portal's limit that is exceeded.
        slots: What to paste and to upload, in order.
    """

    path: Path
    size: int
    pages: int
    findings: tuple[Finding, ...]
    slots: tuple[Slot, ...] = ()
    draft: bool = False

    @property
    def sha256(self) -> str:
        """Hash of the ZIP, for the submission log; read from the disk each time it is asked for."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Checked:
    path: str
    state: State


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of each entry.

    Attributes:
        entries: Those of the manifest in its order, the manifest itself, what was added; and the ZIP itself by its
            own name when all of these are whole and yet its bytes are not those that we write around them.
    """

    path: Path
    entries: tuple[Checked, ...]

    @property
    def intact(self) -> bool:
        return all(entry.state == "intact" for entry in self.entries)

    def of(self, state: State) -> tuple[str, ...]:
        """Returns the paths in this state."""
        return tuple(entry.path for entry in self.entries if entry.state == state)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold; None is unknown."""

    pages: int | None = None
    bytes: int | None = None

    def hold(self, weight: Weight) -> bool:
        """Says whether so much fits into one volume."""
        fits_pages = self.pages is None or weight.pages <= self.pages
        return fits_pages and (self.bytes is None or weight.bytes <= self.bytes)

    def tightened(self, share: float) -> Limits:
        """Returns limits with less room for bytes, for a volume that came out heavier than reckoned."""
        return Limits(self.pages, None if self.bytes is None else int(self.bytes * share))


@dataclass(frozen=True, slots=True)
class Weight:
    pages: int
    bytes: int

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.pages + other.pages, self.bytes + other.bytes)


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a packet will weigh, about.

    Attributes:
        volumes: Pages and bytes of each of its files.
        images: How many pictures there will be for the portal.
    """

    volumes: tuple[Weight, ...]
    images: int
    limits: Limits
    images_max: int | None

    @property
    def whole(self) -> Weight:
        return sum(self.volumes, Weight(0, 0))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished build and what the second look said of it."""

    built: BuiltPacket
    verification: Verification
