"""The case: one penalty of one shop, from the notice to the last submission."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from core.model.paper import Paper, Role
from core.model.values import Forever

AnswerValue = bool | int | str | tuple[str, ...]


class ShopKind(StrEnum):
    FLAGSHIP = "flagship"
    EXCLUSIVE = "exclusive"
    SPECIALTY = "specialty"
    OTHER = "other"


class SecondChanceKind(StrEnum):
    """Which kind of second chance this is; most merchants have only one, so it is asked first."""

    UNKNOWN = ""
    SUPPLEMENT = "supplement"
    AFTER_PENALTY = "after-penalty"
    SECOND_EVIDENCE = "second-evidence"
    RE_INSPECTION = "re-inspection"
    FALLBACK = "fallback"


class ClaimKind(StrEnum):
    FACT = "fact"
    CAUSE = "cause"
    DONE = "done"
    WILL = "will"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Shop:
    name: str = ""
    id: str = ""
    kind: ShopKind = ShopKind.OTHER
    category: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """The legal person behind the shop, as on its business licence."""

    name: str = ""
    uscc: str = ""
    legal_representative: str = ""
    address: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing the platform objected to, in its own words.

    Attributes:
        id: `N1`, `N2` … unique in the case over all rounds.
        quote: The reviewer's words, unaltered.
        reason: A reason id of `templates/reasons.toml`, or "" while unknown.
        reason_confirmed: False while the reason is only proposed from the wording.
        round: The round whose verdict raised it.
        cause: The root cause in the person's own words, from the self-audit.
    """

    id: str
    quote: str
    reason: str = ""
    reason_confirmed: bool = False
    round: int = 1
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    number: str = ""
    violation: str = ""
    received_at: datetime | None = None
    deadline: datetime | None = None
    text: str = ""
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class SecondChance:
    kind: SecondChanceKind = SecondChanceKind.UNKNOWN
    entry_open: bool | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One submission to the platform and its verdict."""

    number: int
    submitted_at: datetime | None = None
    verdict_at: datetime | None = None
    verdict_text: str = ""


@dataclass(frozen=True, slots=True)
class AuthorisationLink:
    """One step of the authorisation chain, in order from the trademark's owner to the shop.

    Attributes:
        paper: Id of the paper that proves it.
        classes: Nice classes, 1–45; empty when the paper names none.
        valid_from, valid_to: Inclusive days.
        platforms: Platform ids or the paper's own words; empty when not limited.
        sublicence: Whether the grantee may authorise others; None when the paper is silent.
    """

    paper: str
    grantor: str
    grantee: str
    brand: str = ""
    trademark: str = ""
    classes: tuple[int, ...] = ()
    valid_from: date | None = None
    valid_to: date | Forever | None = None
    platforms: tuple[str, ...] = ()
    territory: str = ""
    sublicence: bool | None = None


@dataclass(frozen=True, slots=True)
class ExhibitRef:
    """A citation of one page of a paper; page 0 cites the whole paper. Written `P3:2` or `P3`."""

    paper: str
    page: int = 0

    def __str__(self) -> str:
        return f"{self.paper}:{self.page}" if self.page else self.paper


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the narrative, tied to a point and to the exhibits that show it.

    Attributes:
        id: `C1`, `C2` … unique in the case.
        on: The day a `done` was done or a `will` is due.
        owner: Who did or will do it.
        draft: What the template proposed when the person last agreed with it or edited it; "" for words of their own.
        source: Which drafted sentence it began as (core.narrative.drafts); "" for words of their own.
    """

    id: str
    point: str
    kind: ClaimKind
    text: str
    exhibits: tuple[ExhibitRef, ...] = ()
    on: date | None = None
    owner: str = ""
    draft: str = ""
    source: str = ""

    @property
    def cited(self) -> tuple[ExhibitRef, ...]:
        """Every exhibit page that it names, in its text first, each once."""
        return tuple(dict.fromkeys((*citations(self.text), *self.exhibits)))


@dataclass(frozen=True, slots=True)
class Override:
    """The person's own wording of a passage that a template writes.

    Attributes:
        passage: Which one: `letter/opening`, `portal/200`.
        text: The person's words, exhibits cited as `@P3:2`.
        draft: What the template said when they were written; the passage is stale once it says something else.
    """

    passage: str
    text: str
    draft: str = ""


# A citation inside a person's own words: @P3 or @P3:2. It follows the exhibit, whatever number that gets.
# Not part of a longer word of Latin letters, so that an address such as a@P3.cn stays what it is.
CITATION: Final = re.compile(r"(?<![0-9A-Za-z._-])@(P[1-9]\d{0,5})(?::([1-9]\d{0,5}))?(?![0-9A-Za-z_])")


def citations(text: str) -> tuple[ExhibitRef, ...]:
    """Returns the exhibits that a person's words cite, in reading order."""
    return tuple(ExhibitRef(found[1], int(found[2] or 0)) for found in CITATION.finditer(text))


@dataclass(frozen=True, slots=True)
class Answer:
    """The person's answer to a question of the playbook. Kept even when the path leaves it.

    Attributes:
        value: Dates are ISO text and money is plain decimal text, as in `Field.value`.
    """

    question: str
    value: AnswerValue


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The person says that a required paper can't be obtained, why, and what is offered instead."""

    requirement: str
    reason: str
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """The merchant's own commitment. Nothing here is ever filled in beforehand."""

    signed_by: str = ""
    on: date | None = None
    confirmed: bool = False
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """A named person takes responsibility for going on over one finding.

    Attributes:
        finding: `Finding.key` of the waived finding.
    """

    finding: str
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SentExhibit:
    """The number under which the platform has a paper: `3`, or `3A` for one put in later."""

    paper: str
    number: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What was really sent, when, and what the platform said."""

    round: int
    at: datetime
    channel: str = ""
    packet_sha256: str = ""
    receipt: str = ""
    note: str = ""
    exhibits: tuple[SentExhibit, ...] = ()


@dataclass(frozen=True, slots=True)
class PackPin:
    """The version of a pack that this case goes by.

    Attributes:
        digest: SHA-256 over the pack's files; "" in cases begun before packs were kept with them.
    """

    id: str
    version: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class PacketOptions:
    """Choices about the built packet that belong to the case.

    Attributes:
        watermark_text: The words of the purpose mark on copies; "" for those that name the platform.
        marked_images: A second set of pictures for the portal carries the mark.
        signed_off_by: Who looks over the packet as a second person; "" for no page for it.
        keep_numbers: Exhibits keep the numbers of the last submission; later ones come between as 5A.
        readiness_page: The packet says on a page of its own what was checked, and what was waived by whom.
    """

    watermark_text: str = ""
    marked_images: bool = False
    signed_off_by: str = ""
    keep_numbers: bool = False
    readiness_page: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the person said and attached. One shape for screen, checks, packet and file.

    Attributes:
        id: A random UUID in lower-case hex with dashes.
        created_at: Zone-aware, like every moment in a case.
        playbook, platform: Ids of `templates/playbooks/` and `templates/platforms/`.
        links: The authorisation chain in order.
        money_at_risk: Yuan, as the person states it.
        rules: Digest of all the packs that it goes by, whose text its file keeps; "" goes by what is installed.
    """

    id: str
    created_at: datetime
    playbook: str
    platform: str
    client: str = ""
    shop: Shop = Shop()
    entity: Entity = Entity()
    notice: Notice = Notice()
    second_chance: SecondChance = SecondChance()
    rounds: tuple[Round, ...] = ()
    papers: tuple[Paper, ...] = ()
    links: tuple[AuthorisationLink, ...] = ()
    claims: tuple[Claim, ...] = ()
    answers: tuple[Answer, ...] = ()
    unavailable: tuple[Unavailable, ...] = ()
    commitment: Commitment = Commitment()
    waivers: tuple[Waiver, ...] = ()
    submissions: tuple[Submission, ...] = ()
    packs: tuple[PackPin, ...] = ()
    packet: PacketOptions = PacketOptions()
    money_at_risk: Decimal | None = None
    rules: str = ""
    overrides: tuple[Override, ...] = ()

    def paper(self, paper_id: str) -> Paper | None:
        """Returns the paper of this id, or None."""
        return next((p for p in self.papers if p.id == paper_id), None)

    def point(self, point_id: str) -> Point | None:
        """Returns the point of this id, or None."""
        return next((p for p in self.notice.points if p.id == point_id), None)

    def answer(self, question: str) -> AnswerValue | None:
        """Returns the answer to a question, whether or not the path still asks it."""
        return next((a.value for a in self.answers if a.question == question), None)

    def stored(self) -> dict[str, Paper]:
        """Returns every file that it has in the vault, by SHA-256: the papers' own and their conversions."""
        return {one.sha256: one for paper in self.papers for one in (paper, paper.as_pdf)}

    def rejected(self) -> tuple[Paper, ...]:
        """Returns the papers of earlier rounds that did not convince."""
        return tuple(p for p in self.papers if p.role is Role.REJECTED)

    def offered(self) -> tuple[Paper, ...]:
        """Returns the papers of this round: replacements and evidence."""
        return tuple(p for p in self.papers if p.role is not Role.REJECTED)
