from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from core.packs.locate import Place, line_at, lines_of
from core.resources import data_root

TEXT = '''# 注释 [not.a.table] "no"
title = "a # b ] }" # tail
"quoted key" = 1
'lit.eral' = 2
a.b.c = { x = 1, "y" = [1, [2, 3]] }
many = [
  "one", # comment ] here
  { deep = """
two
lines with \\""" and ]""", last = 1 },
  \'\'\'it''s\'\'\',
  1979-05-27 07:32:00,
]

[table]
k = """x"""""
[[rows]]
id = 1
  [[rows.inner]]
  id = 2
  [[rows.inner]]
  id = 3
  [rows.inner.more]
  z = -1.5e3
[[rows]]
id = 4
[ "dotted" . name ]
q = true'''


def _places(value: Any, place: Place = ()) -> list[Place]:
    found: list[Place] = [place] if place else []
    if isinstance(value, dict):
        found += [p for key, part in value.items() for p in _places(part, (*place, key))]
    if isinstance(value, list):
        found += [p for number, part in enumerate(value) for p in _places(part, (*place, number))]
    return found


def test_every_place_that_tomllib_reads_has_a_line_and_no_other() -> None:
    lines = lines_of(TEXT)
    assert set(lines) == set(_places(tomllib.loads(TEXT)))


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title",), 2),
        (("quoted key",), 3),
        (("lit.eral",), 4),
        (("a", "b", "c", "y", 1, 1), 5),
        (("many",), 6),
        (("many", 1, "deep"), 8),
        (("many", 1, "last"), 10),
        (("many", 2), 11),
        (("many", 3), 12),
        (("table", "k"), 16),
        (("rows",), 17),
        (("rows", 0, "inner", 1, "id"), 22),
        (("rows", 0, "inner", 1, "more", "z"), 24),
        (("rows", 1), 25),
        (("dotted", "name", "q"), 28),
    ],
)
def test_a_place_is_on_its_line(place: Place, line: int) -> None:
    assert lines_of(TEXT)[place] == line
    assert lines_of(TEXT.replace("\n", "\r\n"))[place] == line


_KEYS = st.text(alphabet="ab-_.é\"' #[]={}\\,\n", min_size=1, max_size=6)
_LEAVES = st.booleans() | st.integers(-9, 9) | st.dates() | st.text(alphabet="x'\"\\#[]{}=,\n“", max_size=8)
_TABLES = st.dictionaries(
    _KEYS,
    st.recursive(
        _LEAVES,
        lambda part: st.lists(part, max_size=3) | st.dictionaries(_KEYS, part, max_size=3),
        max_leaves=12,
    ),
    max_size=4,
)


@given(_TABLES, st.booleans())
def test_every_key_of_any_document_is_found(document: dict[str, Any], multiline: bool) -> None:
    text = tomli_w.dumps(document, multiline_strings=multiline)
    assert set(lines_of(text)) == set(_places(tomllib.loads(text)))


def test_what_is_missing_is_placed_at_the_nearest_thing_around_it() -> None:
    assert line_at(lines_of(TEXT), ("rows", 1, "title")) == 25
    assert line_at(lines_of(TEXT), ("nowhere",)) == 1


@pytest.mark.parametrize("path", sorted((data_root() / "templates").rglob("*.toml")), ids=lambda path: path.name)
def test_every_place_of_a_shipped_pack_is_found_in_its_text(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = lines_of(text)
    assert set(lines) == set(_places(tomllib.loads(text)))
    for place, line in lines.items():
        if isinstance(place[-1], str):
            assert place[-1] in text.splitlines()[line - 1]
