"""Turns the model's values into JSON and back, checking every key and type on the way in.

The JSON is the case document inside a case file (docs/file-format.md): keys are the dataclass
fields, moments carry their zone, dates are ISO, decimals are strings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from core.errors import DamagedDocument
from core.model.case import Case
from core.model.values import in_reach

if TYPE_CHECKING:  # a tenth of a second to load, which the first window does without
    from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")

# Building an adapter costs milliseconds, using one microseconds; the kinds are the model's own few.
_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def dump(value: object) -> str:
    """Writes a model value as compact JSON with stable key order.

    Half a character, as a damaged clipboard or a file name of another system hands it in, can't be written: it becomes
    U+FFFD, which no font of the packet draws, so that `packet/missing-glyph` names it; all the rest is kept.

    Raises:
        DamagedDocument: A case with a moment that nothing could reckon with, which would never be opened again.
    """
    from pydantic_core import PydanticSerializationError

    _check_moments(value)
    adapter = _adapter(type(value))
    try:
        return adapter.dump_json(value).decode("utf-8")
    except PydanticSerializationError:
        whole = _whole(value)
        if whole == value:
            raise
        return adapter.dump_json(whole).decode("utf-8")


def to_plain(value: object) -> Any:
    """Turns a model value into plain dicts, lists, strings and numbers."""
    return _adapter(type(value)).dump_python(value, mode="json")


def load(kind: type[T], text: str | bytes) -> T:
    """Reads a model value from JSON.

    Raises:
        DamagedDocument: With every place that does not fit the model.
    """
    from pydantic import ValidationError

    try:
        value = _adapter(kind).validate_json(text)
    except ValidationError as error:
        raise _damaged(error) from error
    _check_moments(value)
    return value


def from_plain(kind: type[T], value: object) -> T:
    """Reads a model value from plain dicts and lists; raises like `load`."""
    from pydantic import ValidationError

    try:
        return _adapter(kind).validate_python(value)
    except ValidationError as error:
        raise _damaged(error) from error


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    from pydantic import ConfigDict, TypeAdapter

    if kind not in _adapters:
        # Set on the outermost dataclass; pydantic hands it down to the ones inside it. Done here so
        # that the model itself stays free of any library.
        kind.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]  # read by pydantic
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def _whole(value: Any) -> Any:
    """Returns a value whose texts hold no half characters; two halves that belong together become one."""
    if isinstance(value, str):
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return value if whole == value else whole
    if isinstance(value, tuple):
        return tuple(_whole(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _whole(getattr(value, field.name)) for field in fields(value)})
    return value


def _check_moments(value: object) -> None:
    if isinstance(value, Case) and (far := list(_out_of_reach(value, ""))):
        raise DamagedDocument([f"{place}: {year}" for place, year in far])


def _out_of_reach(value: object, place: str) -> Iterator[tuple[str, int]]:
    """Yields the places of moments that can't be reckoned with, such as the first and the last of all."""
    if isinstance(value, datetime):
        if not in_reach(value):
            yield place, value.year
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _out_of_reach(item, f"{place}.{number}")
    elif is_dataclass(value):
        for field in fields(value):
            yield from _out_of_reach(getattr(value, field.name), f"{place}.{field.name}".lstrip("."))


def _damaged(error: ValidationError) -> DamagedDocument:
    # Places and reasons only: what stood there may be somebody's papers.
    return DamagedDocument([f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False)])
