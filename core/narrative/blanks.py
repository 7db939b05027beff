"""Blanks of a template that nobody filled in, found by their look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Surely left over from a draft. An X beside a letter or digit may be a size or a model (XXL, XX-200).
_SURE: Final = re.compile(
    r"""
      (?<![A-Za-z0-9Ａ-Ｚａ-ｚ０-９-])[XxＸｘ×]{2,}(?![A-Za-z0-9Ａ-Ｚａ-ｚ０-９-])
    | [_＿]{2,} | [○□■]{2,}
    | \{\{.*?\}\} | \{%.*?%\} | \$\{.*?\}
    | 待(?:补充?|填写?|定)(?=[）)】\]。；，、]|$)
    | \b(?:TODO|TBD|FIXME|lorem\ ipsum)\b
    | [【\[［（(]\s*(?:此处|请|待)?(?:填写?|填入|补充|插入|输入|待补|待填|\.{2,}|…+)[^】\]］）)]*[】\]］）)]
    | 【\s*】 | \[\s*\] | ［\s*］
    """,
    re.VERBOSE | re.IGNORECASE,
)
# May be a real way of writing.
_PERHAPS: Final = re.compile(
    r"【[^】]*】|某某|某年某月|待(?:确认|完善|核实)(?=[）)】\]。；，、]|$)|[A-Za-z]?XX+(?=[一-鿿])"
)


@dataclass(frozen=True, slots=True)
class Blank:
    """Where one is. Attributes: sure: Whether it can be nothing else."""

    start: int
    end: int
    sure: bool


def blanks(text: str) -> tuple[Blank, ...]:
    """Returns the blanks of a text: the sure ones, or when there is none of these those that may be one."""
    sure = tuple(Blank(*found.span(), sure=True) for found in _SURE.finditer(text))
    return sure or tuple(Blank(*found.span(), sure=False) for found in _PERHAPS.finditer(text))
