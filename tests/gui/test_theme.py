"""The look is data: every token is there, text can be read on its ground, icons and style sheet are whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from core.resources import data_root
from gui.theme import Theme, read_theme, style_sheet

CONTRAST = 4.5
GROUNDS = ("bg", "surface", "surface-2", "accent-soft", "fail-soft", "warn-soft", "ok-soft")
PAIRS = (
    *(
        ("text", ground)
        for ground in ("bg", "surface", "surface-2", "accent-soft", "fail-soft", "warn-soft", "ok-soft")
    ),
    *(
        ("text-2", ground)
        for ground in ("bg", "surface", "surface-2", "fail-soft", "warn-soft", "ok-soft", "accent-soft")
    ),
    *((tone, f"{tone}-soft") for tone in ("accent", "fail", "warn", "ok")),
    *((tone, "surface") for tone in ("accent", "fail", "warn", "ok")),
    ("accent", "bg"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("ink", "paper"),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(scheme: str, ink: str, ground: str) -> None:
    colours = read_theme(scheme)["colour"]
    assert contrast(QColor(colours[ink]), QColor(colours[ground])) >= CONTRAST


def test_both_themes_have_the_same_tokens() -> None:
    assert read_theme("light")["colour"].keys() == read_theme("dark")["colour"].keys()


def test_every_token_of_the_style_sheet_is_known() -> None:
    assert "@" not in style_sheet()


def test_the_style_sheet_holds_both_looks() -> None:
    for scheme in ("light", "dark"):
        assert read_theme(scheme)["colour"]["fail"] in style_sheet()


def test_no_page_holds_a_colour_or_a_style_sheet() -> None:
    for path in (data_root() / "gui").rglob("*.py"):
        if path.name != "theme.py":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r'"#[0-9A-Fa-f]{6}"|setStyleSheet', text), Path(path).name


def test_switching_the_theme_tells_those_who_paint(look: Theme) -> None:
    heard: list[None] = []
    look.changed.connect(lambda: heard.append(None))
    before = look.colour("surface")
    assert look.toggle() == "dark"
    assert heard
    assert look.colour("surface") != before


def contrast(a: QColor, b: QColor) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    bright, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
