"""One mistake in a pack, and how pydantic's findings are told to people who write packs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from core.i18n import _
from core.packs.locate import Lines, Place, line_at
from core.packs.names import unknown

_SHOWN: Final = 60


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """What is wrong, and where.

    Attributes:
        file: Path below the packs' folder, with forward slashes.
        line: 1-based; 1 when it is about the file as a whole.
        key: Dotted, such as `fields[2].name`; "" when it is about the file as a whole.
    """

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}"
        return f"{place} {self.key}: {self.message}" if self.key else f"{place} {self.message}"


def dotted(place: Place) -> str:
    """Writes a path as people read it: `fields[2].name`; elements count from 1."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def shown(given: object) -> str:
    """Writes a value as the file has it, not as Python does; cut short, for it may be a page long."""
    if isinstance(given, dict | list):
        return _("一个表") if isinstance(given, dict) else _("一个列表")
    if isinstance(given, bool):
        return str(given).lower()
    text = given.isoformat() if isinstance(given, date | time) else str(given)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def from_validation(file: str, lines: Lines, shape: type[BaseModel], error: ValidationError) -> list[Mistake]:
    """Turns everything pydantic found in one file into mistakes with lines."""
    found = []
    details = error.errors(include_url=False)
    for detail in details:
        if detail["type"] == "too_short" and any(_is_inside(other["loc"], detail["loc"]) for other in details):
            continue  # the list is only short of elements that are mistaken themselves
        place: Place = tuple(part for part in detail["loc"] if part != "[key]")
        found.append(Mistake(file, line_at(lines, place), dotted(place), _sentence(detail, shape, place)))
    return found


def _is_inside(place: Place, outer: Place) -> bool:
    return len(place) > len(outer) and place[: len(outer)] == outer


def _sentence(detail: ErrorDetails, shape: type[BaseModel], place: Place) -> str:
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return _strange_key(str(place[-1]), shape, place)
    if kind == "missing":
        return _missing(str(place[-1]))
    if kind == "too_short":
        return _("这里至少要写一项。")
    if kind == "tuple_type" and isinstance(given, dict):
        return _("可以写几项的标题要用双方括号，请写成 [[{key}]]。").format(key=place[-1])
    if kind.startswith("model") and isinstance(given, list):
        return _("这一项只能有一个，标题请用单方括号，写成 [{key}]。").format(key=place[-1])
    if kind == "literal_error":
        return unknown(shown(given), _choices_at(shape, place), _("取值"))
    if kind == "string_pattern_mismatch":
        return _misspelt(given, place)
    if kind in ("string_too_short", "value_error"):
        return _("不能为空。")
    if kind.startswith("date"):
        return _("{given} 不是日期。请写成 2026-03-01，不加引号。").format(given=shown(given))
    return _wrong_type(kind, given, context)


def _strange_key(key: str, shape: type[BaseModel], place: Place) -> str:
    if len(place) > 1 and key in shape.model_fields:
        return _("{key} 是整个文件的键，要写在文件最前面、所有方括号标题之前。").format(key=key)
    return unknown(key, _keys_at(shape, place[:-1]), _("键"))


def _misspelt(given: object, place: Place) -> str:
    if place[-1] == "cutoff":
        return _("“{given}”不是时刻。请写成 18:00。").format(given=given)
    text = _("“{given}”的写法不符合要求：只用小写英文字母、数字和连字符（字段名用下划线，原因编号如 F3a）。")
    return text.format(given=given)


def _missing(key: str) -> str:
    if key in ("fact", "sources"):
        return _("缺少 {key}：每条事实都要写明来源 source、日期 as_of 和确定性 certainty。").format(key=key)
    return _("缺少必填的键 {key}。").format(key=key)


def _wrong_type(kind: str, given: object, context: dict[str, Any]) -> str:
    wanted = {
        "string_type": _("带引号的文字"),
        "int_type": _("整数"),
        "int_parsing": _("整数"),
        "int_from_float": _("整数"),
        "bool_type": _("true 或 false"),
        "bool_parsing": _("true 或 false"),
        "tuple_type": _("方括号列表"),
        "dict_type": _("花括号表"),
        "model_type": _("花括号表"),
        "model_attributes_type": _("花括号表"),
        "finite_number": _("数"),
        "less_than_equal": _("不大于 {le} 的数"),
        "greater_than": _("大于 {gt} 的数"),
        "greater_than_equal": _("不小于 {ge} 的数"),
    }.get(kind)
    if wanted is None:
        return _("{given} 不适合写在这里（{kind}）。").format(given=shown(given), kind=kind)
    return _("这里应写{wanted}，现在是 {given}。").format(wanted=wanted.format(**context), given=shown(given))


def _keys_at(shape: type[BaseModel], place: Place) -> list[str]:
    found = _type_at(shape, place)
    if not (isinstance(found, type) and issubclass(found, BaseModel)):
        return []
    return [field.alias or name for name, field in found.model_fields.items()]  # as the file writes them


def _choices_at(shape: type[BaseModel], place: Place) -> list[str]:
    found = _type_at(shape, place)
    return [str(choice) for choice in get_args(found) if choice] if get_origin(found) is Literal else []


def _type_at(shape: type[BaseModel], place: Place) -> Any:
    """Follows a path through the shapes to the type expected there."""
    found: Any = shape
    for part in place:
        if isinstance(found, type) and issubclass(found, BaseModel):
            fields = {field.alias or name: field for name, field in found.model_fields.items()}
            found = fields[str(part)].annotation if str(part) in fields else None
        else:  # an element of a list, or a value of a table
            inner = get_args(found)
            found = inner[0] if get_origin(found) is tuple and inner else inner[-1] if inner else None
        found = _unwrapped(found)
    return found


def _unwrapped(annotation: Any) -> Any:
    """Takes `X` out of `X | None`."""
    inner = [part for part in get_args(annotation) if part is not type(None)]
    return inner[0] if len(inner) == 1 and type(None) in get_args(annotation) else annotation
