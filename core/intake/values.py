"""Values that an intake may write in more than one way: fields, answers, file names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from core.i18n import _, title_of
from core.intake.shapes import Reading
from core.model import AnswerValue, Field, FieldSource, forever, parse_date
from core.packs import Packs
from core.packs.locate import Place
from core.packs.mistakes import from_validation
from core.packs.shapes import FieldSpec


def spec_of(name: str, paper_type: str, packs: Packs) -> FieldSpec | None:
    """Returns how a paper type's field is written; None when the type does not say."""
    kind = packs.paper(paper_type)
    return next((spec for spec in kind.fields if spec.name == name), None) if kind else None


def readings_of(value: object) -> tuple[Reading, ...]:
    """Returns the readings that one key of `fields` holds; the value was found right before."""
    if isinstance(value, dict):
        return (Reading.model_validate(value),)
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return tuple(Reading.model_validate(one) for one in value)
    return (Reading(value=value),)


def fields_of(fields: dict[str, Any]) -> tuple[Field, ...]:
    """Turns the `fields` of a paper into the model's: a plain value counts as typed and confirmed."""
    return tuple(
        Field(name, plain_text(one.value) or "", FieldSource(one.source), one.confirmed, one.page, one.box, one.score)
        for name, value in fields.items()
        for one in readings_of(value)
    )


def wrong_in_field(place: Place, value: object, spec: FieldSpec | None) -> Iterator[tuple[Place, str]]:
    """Yields the mistakes of one key of `fields`."""
    try:
        readings = readings_of(value)
    except ValidationError as error:
        for mistake in from_validation("", {}, Reading, error):
            yield place, f"{mistake.key}: {mistake.message}"
        return
    if sum(one.confirmed for one in readings) > 1:
        yield place, _("一个字段最多有一个已确认的值。")
    for one in readings:
        text = plain_text(one.value)
        if text is None:
            yield place, _("字段的值应是文字、日期、数字、true/false 或它们的列表。")
        elif one.confirmed and spec is not None:
            yield from ((place, sentence) for sentence in _wrong_for(spec, text))


def _wrong_for(spec: FieldSpec, text: str) -> Iterator[str]:
    day = parse_date(text)
    if spec.kind == "date" and day is None:
        yield _("{text} 不是日期。请写成 2026-03-01{or_forever}。").format(
            text=text, or_forever=_("，或“长期”") if spec.forever else ""
        )
    if spec.kind == "date" and day is forever and not spec.forever:
        yield _("{title} 不能是“长期”，请写日期。").format(title=title_of(spec))
    if spec.kind == "bool" and text not in {"true", "false"}:
        yield _("{title} 只能是 true 或 false。").format(title=title_of(spec))


def plain_text(value: object) -> str | None:
    """Writes a TOML value as the model's canonical text; None when it has none."""
    if isinstance(value, list):
        parts = [plain_text(one) for one in value]
        known = [part for part in parts if part is not None]
        return ",".join(known) if len(known) == len(parts) else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() else None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, int | str) else None


def answer_of(value: object) -> AnswerValue | None:
    """Turns a TOML value into an answer; None when it can't be one."""
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, list):
        return tuple(value) if all(isinstance(one, str) for one in value) else None
    return plain_text(value)
