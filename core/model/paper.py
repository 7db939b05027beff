"""One attached file and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePath

from core.model.values import Box, Forever, parse_date


class Role(StrEnum):
    """Why a file is in the case."""

    REJECTED = "rejected"  # was sent in an earlier round and did not convince
    REPLACEMENT = "replacement"  # a genuine paper that takes a rejected one's place
    EVIDENCE = "evidence"  # shows that something was done


class FieldSource(StrEnum):
    """Where a value was read."""

    TYPED = "typed"
    TEXT = "text"  # the PDF's or document's own text
    OCR = "ocr"
    QR = "qr"
    XML = "xml"


class Judgement(StrEnum):
    """What the person says of a rejected paper in the self-audit; never filled in by a program."""

    NONE = ""
    GENUINE = "genuine"
    EXPIRED = "expired"
    INCOMPLETE = "incomplete"
    ALTERED = "altered"
    FORGED = "forged"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Field:
    """One value read from, or typed for, a paper.

    An unconfirmed field is a proposal. A paper may hold several proposals of one name, and at most
    one confirmed value.

    Attributes:
        name: A field name of the contract, such as `holder` or `valid_to`.
        value: Canonical text: ISO date, `长期`, `true`/`false`, comma-separated classes, plain decimal.
        page: 1-based page where it stands, 0 when it stands nowhere (typed).
        box: Where on that page.
        score: 0–1, the reader's own trust in it; 1 for what a person typed.
    """

    name: str
    value: str
    source: FieldSource = FieldSource.TYPED
    confirmed: bool = False
    page: int = 0
    box: Box | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Obtained:
    """Provenance of a replacement paper: who gave it, when, and how."""

    source: str = ""  # `from` in the intake
    on: date | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """A look-up that the person made on an official channel."""

    channel: str = ""
    on: date | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class Mask:
    """A region to remove from derived copies (never from the original)."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Conversion:
    """A PDF made from a document that can't be laid out itself. Its bytes are in the vault under `sha256`.

    Kept rather than made anew for each packet, because no office program writes the same bytes twice.

    Attributes:
        source: SHA-256 of the document that it was made from.
        program, version: What made it, by its own words.
        same_text: Whether its text was compared with the document's when it was made, and was the same.
    """

    sha256: str
    size: int
    source: str
    program: str
    version: str
    at: datetime
    same_text: bool = False

    @property
    def named(self) -> str:
        """The program with its version, as people say it."""
        return f"{self.program} {self.version}".strip()


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of the case. Its bytes are in the vault under `sha256`.

    Attributes:
        id: `P1`, `P2` … unique in the case, never reused.
        file: The name it had when it was added, without a folder.
        type: A paper type id of the contract, or "" while nobody knows.
        type_confirmed: False while `type` is only a guess.
        round: The round in which it was (or will be) sent; 0 for none.
        answers: Ids of the points that it helps to answer.
        replaces: Id of the rejected paper whose place it takes, or "".
        dismissed: Readings that the person set aside, as `name=value`; they are not proposed again.
        conversion: The PDF whose pages stand for those of a document, None while there is none.
    """

    id: str
    file: str
    sha256: str
    size: int
    type: str = ""
    type_confirmed: bool = False
    role: Role = Role.EVIDENCE
    round: int = 0
    title: str = ""
    fields: tuple[Field, ...] = ()
    obtained: Obtained | None = None
    verified: Verified | None = None
    answers: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    note: str = ""
    replaces: str = ""
    judgement: Judgement = Judgement.NONE
    judgement_note: str = ""
    masks: tuple[Mask, ...] = ()
    watermark: bool = False
    dismissed: tuple[str, ...] = ()
    conversion: Conversion | None = None

    @property
    def as_pdf(self) -> Paper:
        """The paper as its conversion shows it, with the PDF's name, hash and size; itself when it has none."""
        made = self.conversion
        if made is None or not made.same_text or made.source != self.sha256:
            return self
        return replace(self, file=f"{PurePath(self.file).stem}.pdf", sha256=made.sha256, size=made.size)

    def field(self, name: str) -> Field | None:
        """Returns the confirmed field of this name, or None."""
        return next((f for f in self.fields if f.name == name and f.confirmed), None)

    def value(self, name: str) -> str:
        """Returns the confirmed value of this name, or "" while nobody confirmed one."""
        found = self.field(name)
        return found.value if found else ""

    def date(self, name: str) -> date | Forever | None:
        """Returns a confirmed date field; None when missing or not a date."""
        return parse_date(self.value(name))

    def proposals(self, name: str) -> tuple[Field, ...]:
        """Returns the unconfirmed readings of this name, best score first."""
        found = [f for f in self.fields if f.name == name and not f.confirmed]
        return tuple(sorted(found, key=lambda f: -f.score))
