"""Writing a case as an intake file with its originals, so that `create` makes the same case of it."""

from __future__ import annotations

import dataclasses
import shutil
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import tomli_w

from core.errors import AlreadyThere, DiskFault
from core.filenames import safe_name
from core.i18n import _
from core.jobs import Progress, no_progress, stepping
from core.model import AuthorisationLink, Case, Claim, Field, FieldSource, Obtained, Paper, Point, Submission, Verified
from core.model.values import CHINA
from core.store import CaseFile

FILE_NAME: Final = "INTAKE.toml"
RULES_NAME: Final = "rules.zip"


def export(casefile: CaseFile, folder: Path, progress: Progress = no_progress) -> None:
    """Writes `INTAKE.toml` and the papers' originals into a folder that is new or empty.

    Raises:
        AlreadyThere: The folder holds something.
        DiskFault: It could not be written; nothing is left there.
        DamagedCaseFile: An original is missing or changed.
    """
    folder = Path(folder)
    part = folder.parent / f".{uuid4().hex}.part"
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise AlreadyThere(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
        _fill(casefile, part, progress)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        raise DiskFault(folder, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _fill(casefile: CaseFile, folder: Path, progress: Progress) -> None:
    case = casefile.case
    for paper in stepping(case.papers, progress, _("正在写出原件")):
        target = folder / _place(paper)
        target.parent.mkdir(parents=True, exist_ok=True)
        casefile.copy_original(paper.sha256, target)
        if (made := paper.as_pdf) is not paper:
            copied = folder / _place_of_pdf(paper)
            copied.parent.mkdir(parents=True, exist_ok=True)
            casefile.copy_original(made.sha256, copied)
    if case.rules and (rules := casefile.rules(case.rules)) is not None:
        (folder / RULES_NAME).write_bytes(rules)
    else:
        case = replace(case, rules="")
    (folder / FILE_NAME).write_bytes(to_toml(case).encode())


def to_toml(case: Case) -> str:
    """Writes the intake of a case."""
    return tomli_w.dumps(_plain(_case(case)))


def _place(paper: Paper) -> str:
    # A folder of its own keeps two papers of one name apart, and the name as it was.
    return f"originals/{safe_name(paper.id)}/{safe_name(paper.file)}"


def _place_of_pdf(paper: Paper) -> str:
    return f"conversions/{safe_name(paper.id)}/{safe_name(paper.as_pdf.file)}"


def _case(case: Case) -> dict[str, Any]:
    return {
        "playbook": case.playbook,
        "platform": case.platform,
        "id": case.id,
        "created_at": case.created_at,
        "rules": RULES_NAME if case.rules else "",
        "client": case.client,
        "money_at_risk": case.money_at_risk,
        "shop": _said(case.shop, kind="other"),
        "entity": _said(case.entity),
        "notice": _said(case.notice, points=case.notice.points)
        | {"point": [_point(point) for point in case.notice.points]},
        "second_chance": _said(case.second_chance),
        "round": [_said(one) for one in case.rounds],
        "paper": [_paper(one) for one in case.papers],
        "link": [_link(one) for one in case.links],
        "claim": [_claim(one) for one in case.claims],
        "answers": _Kept({one.question: one.value for one in case.answers}) or None,
        "unavailable": [_said(one) for one in case.unavailable],
        "commitment": _said(case.commitment),
        "waiver": [_said(one) for one in case.waivers],
        "override": [_said(one) for one in case.overrides],
        "submission": [_submission(one) for one in case.submissions],
        "pack": [_said(one) for one in case.packs],
        "packet": _said(case.packet),
    }


def _point(point: Point) -> dict[str, Any]:
    return _said(point, reason_confirmed=bool(point.reason))


def _paper(paper: Paper) -> dict[str, Any]:
    place = _place(paper)
    return {
        "id": paper.id,
        "file": place,
        "name": "" if place.endswith(f"/{paper.file}") else paper.file,
        "type": paper.type,
        "type_confirmed": None if paper.type_confirmed == bool(paper.type) else paper.type_confirmed,
        "role": paper.role,
        "round": paper.round,
        "title": paper.title,
        "fields": _fields(paper.fields) or None,
        "obtained": _table(paper.obtained, source="from"),
        "verified": _table(paper.verified),
        "answers": paper.answers,
        "skus": paper.skus,
        "note": paper.note,
        "replaces": paper.replaces,
        "judgement": paper.judgement,
        "judgement_note": paper.judgement_note,
        "mask": [_said(mask) for mask in paper.masks],
        "watermark": paper.watermark or None,
        "dismissed": paper.dismissed,
        "conversion": _conversion(paper),
    }


def _conversion(paper: Paper) -> dict[str, Any] | None:
    made = paper.conversion
    if made is None or paper.as_pdf is paper:
        return None
    said = {"program": made.program, "version": made.version, "at": made.at, "same_text": made.same_text}
    return {"file": _place_of_pdf(paper), "of": made.source} | said


def _table(value: Obtained | Verified | None, **renamed: str) -> dict[str, Any] | None:
    """Keeps a table even when it says nothing: that it is there is told too."""
    return None if value is None else _Kept({renamed.get(key, key): one for key, one in _said(value).items()})


def _link(link: AuthorisationLink) -> dict[str, Any]:
    renamed = {"valid_from": "from", "valid_to": "to"}
    return {renamed.get(key, key): value for key, value in _said(link).items()}


def _claim(claim: Claim) -> dict[str, Any]:
    return _said(claim) | {"exhibits": [str(exhibit) for exhibit in claim.exhibits]}


def _submission(one: Submission) -> dict[str, Any]:
    return _said(one) | {"exhibits": [_said(sent) for sent in one.exhibits]}


def _fields(found: tuple[Field, ...]) -> dict[str, Any]:
    names = dict.fromkeys(field.name for field in found)
    return _Kept({name: _readings([field for field in found if field.name == name]) for name in names})


def _readings(found: list[Field]) -> Any:
    tables = [_reading(field) for field in found]
    if len(tables) > 1:
        return tables
    return tables[0]["value"] if list(tables[0]) == ["value"] else tables[0]


def _reading(field: Field) -> dict[str, Any]:
    defaults = Field(field.name, field.value, FieldSource.TYPED, confirmed=True)
    said = {key: getattr(field, key) for key in ("source", "confirmed", "page", "box", "score")}
    other = {key: value for key, value in said.items() if value != getattr(defaults, key)}
    return _Kept({"value": field.value} | other)


def _said(value: Any, **defaults: object) -> dict[str, Any]:
    """Returns the fields of a model value that differ from what is assumed when they are left out."""
    found = {}
    for field in dataclasses.fields(value):
        one = getattr(value, field.name)
        if field.default is dataclasses.MISSING or one != defaults.get(field.name, field.default):
            found[field.name] = one
    return found


class _Kept(dict[str, Any]):
    """A table that is written with all it holds, even when that is nothing."""


def _plain(value: Any) -> Any:
    """Turns values into what TOML knows; what says nothing is left out."""
    if isinstance(value, dict):
        whole = isinstance(value, _Kept)
        return {key: _plain(one) for key, one in value.items() if whole or not _empty(one)}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(CHINA)
    return str(value) if isinstance(value, Decimal) else value


def _empty(value: Any) -> bool:
    return value is None or (value in ("", (), [], {}) and not isinstance(value, _Kept))
