"""Turns the model's values into JSON and back, checking every key and type on the way in.

The JSON is the case document inside a case file (docs/file-format.md): keys are the dataclass
fields, moments carry their zone, dates are ISO, decimals are strings.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from core.errors import DamagedDocument

T = TypeVar("T")


@cache
def _adapter(kind: type[T]) -> TypeAdapter[T]:
    # Set on the outermost dataclass; pydantic hands it down to the ones inside it. Done here so that
    # the model itself stays free of any library.
    kind.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]  # read by pydantic
    return TypeAdapter(kind)


def dump(value: object) -> str:
    """Writes a model value as compact JSON with stable key order."""
    return _adapter(type(value)).dump_json(value).decode("utf-8")


def to_plain(value: object) -> Any:
    """Turns a model value into plain dicts, lists, strings and numbers."""
    return _adapter(type(value)).dump_python(value, mode="json")


def load(kind: type[T], text: str | bytes) -> T:
    """Reads a model value from JSON.

    Raises:
        DamagedDocument: With every place that does not fit the model.
    """
    try:
        return _adapter(kind).validate_json(text)
    except ValidationError as error:
        places = tuple(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
        raise DamagedDocument(places) from error


def from_plain(kind: type[T], value: object) -> T:
    """Reads a model value from plain dicts and lists; raises like `load`."""
    try:
        return _adapter(kind).validate_python(value)
    except ValidationError as error:
        places = tuple(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
        raise DamagedDocument(places) from error
