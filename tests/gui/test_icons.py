"""One set of icons: what the code names is there, what is there is used, and each is as its makers drew it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from core.model.finding import Level
from core.resources import data_root
from gui import wording
from gui.clients.importing import _SYMBOLS
from gui.theme import Theme
from gui.widgets.pill import SYMBOL

ICONS = data_root() / "assets" / "icons"
COLOURS = {"ok", "fail", "text-2"}  # stand beside an icon
OWN = "app"  # the mark of the program itself
FILES = sorted(path.stem for path in ICONS.glob("*.svg") if path.stem != OWN)
PLACES = {
    "set_icon": 0,
    "_tool": 0,
    "pixmap": 0,
    "icon": 0,
    "_Picture": 0,
    "Action": 3,
    "Kind": 3,
    "RowData": 5,
    "_Said": 2,
}
DRAWN = {
    "width": "24",
    "height": "24",
    "viewBox": "0 0 24 24",
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "2",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}


def test_every_icon_that_the_code_names_is_there_and_no_other() -> None:
    assert sorted(named()) == FILES


@pytest.mark.parametrize("name", FILES)
def test_an_icon_is_the_one_of_the_set_that_the_table_names(name: str) -> None:
    root = ET.parse(ICONS / f"{name}.svg").getroot()
    assert {key: root.get(key) for key in DRAWN} == DRAWN
    assert str(root.get("class")).split()[-1] == f"icon-tabler-{table()[name]}"


def test_the_table_names_each_icon_once() -> None:
    assert sorted(table()) == FILES
    assert len(set(table().values())) == len(FILES)


@pytest.mark.parametrize("name", FILES)
def test_an_icon_is_drawn_in_the_colour_that_is_asked_for(look: Theme, name: str) -> None:
    picture = look.pixmap(name, "fail", 24).toImage()
    inked = [
        colour
        for x in range(picture.width())
        for y in range(picture.height())
        if (colour := picture.pixelColor(x, y)).alpha() > 200
    ]
    assert inked
    asked = look.colour("fail")
    assert all(abs(c.hue() - asked.hue()) < 4 and abs(c.lightness() - asked.lightness()) < 4 for c in inked)


def table() -> dict[str, str]:
    """Returns whose name in the set each of our icons is."""
    text = (ICONS / "README.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| ([a-z][a-z-]*) \| ([a-z][a-z0-9-]*) \|$", text, re.MULTILINE))


def named() -> set[str]:
    """Returns the icons that the code of the interface names."""
    found = (
        {wording.level_icon(level) for level in Level}
        | set(SYMBOL.values())
        | {name for name, _token in _SYMBOLS.values()}
    )
    for path in (data_root() / "gui").rglob("*.py"):
        found |= set(_named_in(path))
    return found - {""}


def _named_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            for part in _asked(node):
                yield from _words(part)
        elif isinstance(node, ast.Assign) and any("icon" in _names(target) for target in node.targets):
            yield from set(_words(node.value)) - COLOURS


def _asked(call: ast.Call) -> Iterator[ast.expr]:
    """Returns the arguments of a call that stand where an icon does."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    yield from (word.value for word in call.keywords if word.arg == "icon")
    if name in PLACES:
        yield from call.args[PLACES[name] : PLACES[name] + 1]


def _names(target: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def _words(value: ast.expr) -> Iterator[str]:
    """Returns the words of an expression, not those handed to what it calls."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif not isinstance(value, ast.Call | ast.Compare):
        for part in ast.iter_child_nodes(value):
            if isinstance(part, ast.expr):
                yield from _words(part)
