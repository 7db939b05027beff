"""The shape of an intake file. Apart from the model: the contract fixes these keys, the model may grow.

Everything has a default, so that one missing or mistaken value leaves the rest to be read and checked too; what must
be there is seen to in `core.intake.checking`.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool
from pydantic_core import PydanticCustomError

from core.model import Forever, forever
from core.model.values import CHINA, in_reach
from core.packs.shapes import Shape


def _day(value: object) -> object:
    if isinstance(value, str):
        return _parsed(date.fromisoformat, value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise _not_a_date()


def _end_day(value: object) -> object:
    return forever if value in (forever.value, forever) else _day(value)


def _moment(value: object) -> object:
    """Reads a moment; one without a zone is China's time, since a notice gives no other."""
    if isinstance(value, str):
        value = _parsed(datetime.fromisoformat, value)
    if not isinstance(value, datetime):
        value = datetime.combine(_parsed(_only_date, value), datetime.min.time())
    if not in_reach(value):
        raise _not_a_date()
    return value if value.tzinfo else value.replace(tzinfo=CHINA)


def _only_date(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError
    return value


def _parsed(parse: Any, value: object) -> Any:
    try:
        return parse(value)
    except (TypeError, ValueError) as error:
        raise _not_a_date() from error


def _not_a_date() -> PydanticCustomError:
    return PydanticCustomError("date_wrong", "not a date")  # told in our own words by core.packs.mistakes


Day = Annotated[date, BeforeValidator(_day)]
EndDay = Annotated[date | Forever, BeforeValidator(_end_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Number = Annotated[int, Field(strict=True, ge=0)]
Money = Annotated[Decimal, Field(allow_inf_nan=False)]
Part = Annotated[float, Field(ge=0, le=1)]
Region = tuple[Part, Part, Part, Part]


class Shop(Shape):
    name: str = ""
    id: str = ""
    kind: Literal["flagship", "exclusive", "specialty", "other"] = "other"
    category: str = ""


class Entity(Shape):
    name: str = ""
    uscc: str = ""
    legal_representative: str = ""
    address: str = ""
    contact: str = ""


class Point(Shape):
    id: str = ""
    quote: str = ""
    reason: str = ""
    reason_confirmed: StrictBool = True
    round: Number = 1
    cause: str = ""


class Notice(Shape):
    number: str = ""
    violation: str = ""
    received_at: Moment | None = None
    deadline: Moment | None = None
    text: str = ""
    text_file: str = ""
    point: tuple[Point, ...] = ()


class SecondChance(Shape):
    kind: Literal["", "supplement", "after-penalty", "second-evidence", "re-inspection", "fallback"] = ""
    entry_open: StrictBool | None = None


class Round(Shape):
    number: Number = 0
    submitted_at: Moment | None = None
    verdict_at: Moment | None = None
    verdict_text: str = ""


class Obtained(Shape):
    source: str = Field(default="", alias="from")
    on: Day | None = None
    how: str = ""


class Verified(Shape):
    channel: str = ""
    on: Day | None = None
    result: str = ""


class Mask(Shape):
    page: Number = 0
    box: Region = (0, 0, 0, 0)


class Reading(Shape):
    """A field's value written out as a table, for what a plain value can't say."""

    value: Any = None
    source: Literal["typed", "text", "ocr", "qr", "xml"] = "typed"
    confirmed: StrictBool = True
    page: Number = 0
    box: Region | None = None
    score: Part = 1.0


class Conversion(Shape):
    file: str = ""
    of: str = ""
    program: str = ""
    version: str = ""
    at: Moment | None = None
    same_text: StrictBool = False


class Paper(Shape):
    id: str = ""
    file: str = ""
    name: str = ""
    type: str = ""
    type_confirmed: StrictBool = True
    role: Literal["rejected", "replacement", "evidence"] = "evidence"
    round: Number = 0
    title: str = ""
    fields: dict[str, Any] = Field(default_factory=dict)
    obtained: Obtained | None = None
    verified: Verified | None = None
    answers: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    note: str = ""
    replaces: str = ""
    judgement: Literal["", "genuine", "expired", "incomplete", "altered", "forged", "unsure"] = ""
    judgement_note: str = ""
    mask: tuple[Mask, ...] = ()
    watermark: StrictBool = False
    dismissed: tuple[str, ...] = ()
    conversion: Conversion | None = None


class Link(Shape):
    paper: str = ""
    grantor: str = ""
    grantee: str = ""
    brand: str = ""
    trademark: str = ""
    classes: tuple[Number, ...] = ()
    valid_from: Day | None = Field(default=None, alias="from")
    valid_to: EndDay | None = Field(default=None, alias="to")
    platforms: tuple[str, ...] = ()
    territory: str = ""
    sublicence: StrictBool | None = None


class Claim(Shape):
    id: str = ""
    point: str = ""
    kind: Literal["", "fact", "cause", "done", "will", "answer"] = ""
    text: str = ""
    exhibits: tuple[str, ...] = ()
    on: Day | None = None
    owner: str = ""
    draft: str = ""
    source: str = ""


class Override(Shape):
    passage: str = ""
    text: str = ""
    draft: str = ""


class Unavailable(Shape):
    requirement: str = ""
    reason: str = ""
    alternative: str = ""


class Commitment(Shape):
    signed_by: str = ""
    on: Day | None = None
    confirmed: StrictBool = False
    statements: tuple[str, ...] = ()


class Waiver(Shape):
    finding: str = ""
    by: str = ""
    reason: str = ""
    at: Moment | None = None


class SentExhibit(Shape):
    paper: str = ""
    number: str = ""


class Submission(Shape):
    round: Number = 0
    at: Moment | None = None
    channel: str = ""
    packet_sha256: str = ""
    receipt: str = ""
    note: str = ""
    exhibits: tuple[SentExhibit, ...] = ()


class Pin(Shape):
    id: str = ""
    version: str = ""
    digest: str = ""


class PacketOptions(Shape):
    watermark_text: str = ""
    marked_images: StrictBool = False
    signed_off_by: str = ""
    keep_numbers: StrictBool = False
    readiness_page: StrictBool = False


class IntakeShape(Shape):
    """The whole file. Lists of tables are named in the singular, as TOML writes them: `[[paper]]`."""

    playbook: str = ""
    platform: str = ""
    id: str = ""
    created_at: Moment | None = None
    client: str = ""
    money_at_risk: Money | None = None
    shop: Shop = Shop()
    entity: Entity = Entity()
    notice: Notice = Notice()
    second_chance: SecondChance = SecondChance()
    round: tuple[Round, ...] = ()
    paper: tuple[Paper, ...] = ()
    link: tuple[Link, ...] = ()
    claim: tuple[Claim, ...] = ()
    override: tuple[Override, ...] = ()
    answers: dict[str, Any] = Field(default_factory=dict)
    unavailable: tuple[Unavailable, ...] = ()
    commitment: Commitment = Commitment()
    waiver: tuple[Waiver, ...] = ()
    submission: tuple[Submission, ...] = ()
    pack: tuple[Pin, ...] = ()
    rules: str = ""
    packet: PacketOptions = PacketOptions()
