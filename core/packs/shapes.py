"""The shapes of the rule packs in `templates/`: what a platform or a law says, as values.

Each is what one kind of TOML file holds (templates/README.md). Unknown keys are mistakes; lists become tuples.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Certainty = Literal["A", "A-", "B", "C", "X"]
# A condition as data: {"==" = ["@answer.kind", "refusal"]}; see core.packs.conditions.
Condition = dict[str, Any]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Source(Shape):
    """Where a fact comes from. Certainty as in templates/README.md; X means unknown or in conflict."""

    source: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    as_of: date
    certainty: Certainty
    note: str = ""


class Change(Shape):
    version: str
    on: date
    what: str


class Pack(Shape):
    """What every pack carries of itself."""

    id: Id
    title: str
    title_en: str
    version: str
    effective: date
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    changelog: tuple[Change, ...] = ()


class FieldSpec(Shape):
    """A field of a paper type.

    Attributes:
        kind: How the value is written: free text, ISO date (or 长期 where `forever` is true), a number
            whose syntax `number` names (a module of core.numbers), true/false, Nice classes, plain decimal.
    """

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    title: str
    title_en: str
    kind: Literal["text", "date", "number", "bool", "classes", "amount", "quantity"] = "text"
    number: str = ""
    required: bool = False
    forever: bool = False
    sensitive: bool = False


class Channel(Shape):
    """An official place where a person can verify a paper."""

    title: str
    where: str  # address or place; shown, never opened by the program
    how: str
    fact: Source


class Estimate(Shape):
    """A usual time to get a paper, always shown as an estimate. Days count naturally."""

    least_days: int
    most_days: int
    fact: Source


class AgeLimit(Shape):
    """How old a paper may be at most, by a day that stands in it.

    Attributes:
        field: The field that holds that day, such as `tested_on`.
        days: How many days it may lie before, that day itself allowed; a year is written as 365.
        before: The day it is counted back from: the one on which the notice came, or the one of sending.
    """

    field: str
    days: Annotated[int, Field(gt=0)]
    before: Literal["notice", "sending"] = "notice"
    fact: Source


class PaperAgeLimit(AgeLimit):
    """What one platform asks of the age of a paper. It comes before what is usual (`PaperType.max_age`).

    Attributes:
        playbooks: Empty: every playbook.
    """

    paper: Id
    playbooks: tuple[str, ...] = ()
    when: Condition | None = None


class PaperType(Pack):
    """One kind of paper (templates/papers/<id>.toml).

    Attributes:
        max_age: How old it may usually be, where a platform tells nothing of its own; None unknown, never unlimited.
    """

    issuer: str
    fields: tuple[FieldSpec, ...] = ()
    valid_from: str = ""  # name of the field where validity begins
    valid_to: str = ""
    party: str = ""  # field that must name the case's entity, if any: holder, grantee, buyer …
    verify: tuple[Channel, ...] = ()
    rejections: tuple[str, ...] = ()  # common reasons why it does not convince
    obtain: str = ""  # how to get a genuine one
    usual_time: Estimate | None = None
    max_age: AgeLimit | None = None
    self_written: bool = False  # written by the merchant (commitment, situation statement)


class Reason(Shape):
    """A reason why an appeal fails (templates/reasons.toml)."""

    id: Annotated[str, StringConstraints(pattern=r"^F\d+[a-z]?$")]
    title: str
    title_en: str
    remedy: str
    signals: tuple[str, ...] = ()  # words in a notice that point to it; proposals only
    honest_path: bool = False  # the paper really was false: stop using it, admit it, obtain the genuine one
    fact: Source


class Reasons(Pack):
    reasons: tuple[Reason, ...]


class Window(Shape):
    """One reading of how long there is to act. Conflicting readings stand side by side.

    Attributes:
        unit: workday-statutory follows the official calendar; workday-mon-fri knows only weekends.
        starts: What the count begins with.
        start_counts: Whether the first day itself counts.
        cutoff: `HH:MM` when the last day ends early, else "".
    """

    id: Id
    title: str
    amount: Annotated[int, Field(gt=0)]
    unit: Literal["hour", "natural-day", "workday-statutory", "workday-mon-fri"]
    starts: Literal["received", "verdict"] = "received"
    start_counts: bool = False
    pause_while_reviewing: bool = False
    cutoff: Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")] = ""
    playbooks: tuple[str, ...] = ()  # empty: every playbook
    when: Condition | None = None
    fact: Source


class SecondChanceOption(Shape):
    kind: Literal["supplement", "after-penalty", "second-evidence", "re-inspection", "fallback"]
    title: str
    explain: str
    attempts: str = ""
    entry: str = ""
    fact: Source


class TextLimit(Shape):
    """A text box of the portal. By `characters` a Chinese one counts as 1, as does a Latin one."""

    amount: int
    counts: Literal["characters", "utf-16", "utf-8-bytes", "gb18030-bytes"] = "characters"
    title: str
    fact: Source


class PortalLimits(Shape):
    """What the portal takes. None means unknown, never unlimited."""

    texts: tuple[TextLimit, ...] = ()
    images_max: int | None = None
    image_kb_max: int | None = None
    image_px_max: int | None = None
    file_mb_max: int | None = None
    volume_pages_max: int | None = None
    formats: tuple[str, ...] = ()
    fact: Source | None = None


class ShopLevel(Shape):
    """How long the authorisation chain of a kind of shop may be."""

    kind: Literal["flagship", "exclusive", "specialty", "other"]
    levels_max: int | None = None
    exclusive: bool = False
    fact: Source


class DocumentName(Shape):
    """What this platform calls a paper, where that differs from its usual name."""

    paper: Id
    title: str
    fact: Source


class Admission(Shape):
    """What the platform asks for when a shop or a brand is let in: how ready the merchant is to sell there too.

    Attributes:
        any_of: One paper of any of these types meets it; empty when no paper can show it.
    """

    id: Id
    title: str
    any_of: tuple[str, ...] = ()
    fact: Source


class Platform(Pack):
    """A platform (templates/platforms/<id>.toml).

    Attributes:
        unknown: What no source tells of this platform; shown as unknown, never guessed.
    """

    addressee: str  # who the letter is written to
    windows: tuple[Window, ...] = ()
    second_chances: tuple[SecondChanceOption, ...] = ()
    portal: PortalLimits = PortalLimits()
    shop_levels: tuple[ShopLevel, ...] = ()
    min_remaining_days: int | None = None  # validity that must remain at review; None unknown
    min_remaining_fact: Source | None = None
    names: tuple[str, ...] = ()  # how papers write this platform: its Chinese name, its domain …
    documents: tuple[DocumentName, ...] = ()
    admission: tuple[Admission, ...] = ()
    max_ages: tuple[PaperAgeLimit, ...] = ()  # of the kinds of paper whose age a source limits; others are unknown
    unknown: tuple[str, ...] = ()


class Option(Shape):
    value: str
    title: str
    title_en: str


class Question(Shape):
    """A question of the interview. `when` decides whether the path asks it."""

    id: Id
    step: Literal["intake", "audit", "papers", "narrative", "packet", "after"]
    title: str
    title_en: str
    help: str = ""
    kind: Literal["yes-no", "choice", "choices", "text", "date", "amount"]
    options: tuple[Option, ...] = ()
    required: bool = True
    when: Condition | None = None


class Alternative(Shape):
    """What may be offered when a required paper can't be obtained."""

    id: Id
    title: str
    explain: str
    papers: tuple[str, ...] = ()


class Requirement(Shape):
    """What must be attached.

    Attributes:
        any_of: One paper of any of these types meets it.
        all_of: One paper of each of these types is needed.
        level: Of the finding when it is not met.
        provenance: Whether it must be said from whom, when and how the paper was obtained.
        verification: Whether an official look-up should be recorded.
    """

    id: Id
    title: str
    title_en: str
    why: str
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    when: Condition | None = None
    level: Literal["info", "warn", "fail"] = "fail"
    provenance: bool = False
    verification: bool = False
    alternatives: tuple[Alternative, ...] = ()
    fact: Source


class PackCheck(Shape):
    """A check written in a pack: a condition that must hold. Its finding is `pack/<id>`."""

    id: Id
    title: str
    must: Condition
    when: Condition | None = None
    level: Literal["info", "warn", "fail"] = "warn"
    message: str
    why: str
    fix: str
    fact: Source


class AuditQuestion(Shape):
    """One line of the self-audit checklist."""

    id: Id
    title: str
    title_en: str
    help: str = ""
    when: Condition | None = None


class RootCause(Shape):
    """Something that may have gone wrong, offered in the self-audit, with what helps against it.

    Attributes:
        reasons: The reasons of `templates/reasons.toml` behind which it is often found.
        remedies: What can be done, each one sentence; offered as done or planned measures, never as facts.
    """

    id: Id
    title: str
    title_en: str
    reasons: tuple[str, ...] = ()
    remedies: Annotated[tuple[str, ...], Field(min_length=1)]
    when: Condition | None = None
    fact: Source


class HandOff(Shape):
    """One thing that an adviser (a lawyer, a qualification consultant) should look at before it is sent."""

    id: Id
    title: str
    title_en: str
    when: Condition | None = None
    papers: tuple[str, ...] = ()  # types of papers to hand over with it


class Stage(Shape):
    """A step of the case and what it is called in this playbook."""

    step: Literal["intake", "audit", "papers", "narrative", "packet", "after"]
    title: str
    title_en: str


class Playbook(Pack):
    """One kind of appeal (templates/playbooks/<id>/playbook.toml and its letter templates)."""

    summary: str
    platforms: tuple[str, ...]
    order: int = 1000  # its place where kinds of appeal are offered, the smallest first and chosen
    letter_title: str  # {number} is replaced by the notice's number
    stages: tuple[Stage, ...]
    questions: tuple[Question, ...] = ()
    audit: tuple[AuditQuestion, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    checks: tuple[PackCheck, ...] = ()
    root_causes: tuple[RootCause, ...] = ()
    hand_off: tuple[HandOff, ...] = ()
    windows: tuple[Window, ...] = ()  # time limits that a law sets, whatever the platform
    asks_deposit: bool = False  # whether the deposit's figures matter to this appeal
    levels: dict[str, Literal["info", "warn", "fail"]] = Field(default_factory=dict)  # finding id → level here
    commitment: tuple[str, ...] = ()  # sentences, each ticked by the person
    review_days: int | None = None  # how long validity should still run for the review; None unknown
    review_fact: Source | None = None


class DayRange(Shape):
    first: date
    last: date
    name: str


class Calendar(Shape):
    """One year's official working days (templates/calendars/<year>.toml)."""

    year: int
    holidays: tuple[DayRange, ...]
    workdays: tuple[date, ...]  # weekend days that are worked
    fact: Source
