"""Takes single values out of a worker's answer, each only as what it must be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Lying(Exception):
    """A worker's answer that can't be true. The message names the value, never its content."""


def as_dict(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Lying(name)
    return value


def items(plain: Mapping[str, Any], name: str, most: int) -> list[Any]:
    value = plain.get(name)
    if not isinstance(value, list) or len(value) > most:
        raise Lying(name)
    return value


def word(plain: Mapping[str, Any], name: str, words: frozenset[Any]) -> str:
    value = plain.get(name)
    if not isinstance(value, str) or value not in words:
        raise Lying(name)
    return value


def text(plain: Mapping[str, Any], name: str, most: int) -> str:
    return string(plain.get(name), name, most)


def string(value: object, name: str, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise Lying(name)
    # A lone surrogate can't be stored or printed; half a character from a damaged file is no lie.
    return value.encode("utf-8", "replace").decode("utf-8")


def integer(plain: Mapping[str, Any], name: str, least: int, most: int) -> int:
    value = plain.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Lying(name)
    return value


def number(plain: Mapping[str, Any], name: str, least: float, most: float) -> float:
    value = plain.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Lying(name)
    if not least <= value <= most:  # which infinity and what is not a number never are
        raise Lying(name)
    return float(value)
