"""From an intake to a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from core.intake import shapes
from core.intake.checking import EXHIBIT
from core.intake.values import answer_of, fields_of
from core.model import (
    Answer,
    AuthorisationLink,
    Case,
    Claim,
    ClaimKind,
    Commitment,
    Conversion,
    Entity,
    ExhibitRef,
    Judgement,
    Mask,
    Notice,
    Obtained,
    Override,
    PacketOptions,
    PackPin,
    Paper,
    Point,
    Role,
    Round,
    SecondChance,
    SecondChanceKind,
    SentExhibit,
    Shop,
    ShopKind,
    Submission,
    Unavailable,
    Verified,
    Waiver,
)
from core.store import Original


def case_of(
    shape: shapes.IntakeShape,
    pins: Sequence[PackPin],
    originals: Mapping[str, Original],
    now: datetime,
    made: Mapping[str, Original] = MappingProxyType({}),
) -> Case:
    """Makes the case of an intake without mistakes; `originals` and the PDFs `made` of them are by paper id."""
    return Case(
        id=shape.id or str(uuid4()),
        created_at=shape.created_at or now,
        playbook=shape.playbook,
        platform=shape.platform,
        client=shape.client,
        shop=Shop(shape.shop.name, shape.shop.id, ShopKind(shape.shop.kind), shape.shop.category),
        entity=Entity(**shape.entity.model_dump()),
        notice=_notice(shape.notice),
        second_chance=SecondChance(SecondChanceKind(shape.second_chance.kind), shape.second_chance.entry_open),
        rounds=tuple(Round(**one.model_dump()) for one in shape.round),
        papers=tuple(_paper(one, originals[one.id], made.get(one.id)) for one in shape.paper),
        links=tuple(AuthorisationLink(**one.model_dump()) for one in shape.link),
        claims=tuple(_claim(one) for one in shape.claim),
        answers=_answers(shape.answers),
        unavailable=tuple(Unavailable(**one.model_dump()) for one in shape.unavailable),
        commitment=Commitment(**shape.commitment.model_dump()),
        waivers=tuple(Waiver(**one.model_dump()) for one in shape.waiver),
        submissions=tuple(_submission(one) for one in shape.submission),
        packs=tuple(PackPin(pin.id, pin.version, pin.digest) for pin in shape.pack) or tuple(pins),
        packet=PacketOptions(**shape.packet.model_dump()),
        money_at_risk=shape.money_at_risk,
        overrides=tuple(Override(**one.model_dump()) for one in shape.override),
    )


def _answers(answers: Mapping[str, Any]) -> tuple[Answer, ...]:
    values = ((question, answer_of(value)) for question, value in answers.items())
    return tuple(Answer(question, value) for question, value in values if value is not None)


def _notice(shape: shapes.Notice) -> Notice:
    points = tuple(Point(**point.model_dump() | _reason(point)) for point in shape.point)
    return Notice(shape.number, shape.violation, shape.received_at, shape.deadline, shape.text, points)


def _reason(point: shapes.Point) -> dict[str, object]:
    # No reason is nothing to confirm.
    return {"reason_confirmed": bool(point.reason) and point.reason_confirmed}


def _paper(shape: shapes.Paper, original: Original, made: Original | None) -> Paper:
    return Paper(
        id=shape.id,
        file=shape.name or PurePath(shape.file).name,
        sha256=original.sha256,
        size=original.size,
        type=shape.type,
        type_confirmed=bool(shape.type) and shape.type_confirmed,
        role=Role(shape.role),
        round=shape.round,
        title=shape.title,
        fields=fields_of(shape.fields),
        obtained=None if shape.obtained is None else Obtained(**shape.obtained.model_dump()),
        verified=None if shape.verified is None else Verified(**shape.verified.model_dump()),
        answers=shape.answers,
        skus=shape.skus,
        note=shape.note,
        replaces=shape.replaces,
        judgement=Judgement(shape.judgement),
        judgement_note=shape.judgement_note,
        masks=tuple(Mask(mask.page, mask.box) for mask in shape.mask),
        watermark=shape.watermark,
        dismissed=shape.dismissed,
        conversion=_conversion(shape.conversion, original, made),
    )


def _conversion(shape: shapes.Conversion | None, original: Original, made: Original | None) -> Conversion | None:
    if shape is None or made is None or shape.at is None or shape.of != original.sha256 or not shape.same_text:
        return None

    return Conversion(made.sha256, made.size, original.sha256, shape.program, shape.version, shape.at, same_text=True)


def _claim(shape: shapes.Claim) -> Claim:
    return Claim(
        id=shape.id,
        point=shape.point,
        kind=ClaimKind(shape.kind),
        text=shape.text,
        exhibits=tuple(_exhibit(text) for text in shape.exhibits),
        on=shape.on,
        owner=shape.owner,
        draft=shape.draft,
        source=shape.source,
    )


def _submission(shape: shapes.Submission) -> Submission:
    sent = tuple(SentExhibit(one.paper, one.number) for one in shape.exhibits)
    return Submission(**shape.model_dump(exclude={"exhibits"}), exhibits=sent)


def _exhibit(text: str) -> ExhibitRef:
    found = EXHIBIT.fullmatch(text)
    return ExhibitRef(found[1], int(found[2] or 0)) if found else ExhibitRef(text)
