"""The letter's styles in Word: 公文 faces and sizes, each naming its East Asian face."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

# Word's own faces; they are named, not shipped. A machine without them shows the face it has instead.
_BODY_FACE, _HEAD_FACE = "仿宋", "黑体"
_LATIN_FACE: Final = "Times New Roman"
_PITCH: Final = Pt(29)
_BUILT_IN: Final = ("Normal", "Title", "Heading 1", "Heading 2", "Quote", "List Bullet")
_ADDED: Final = ("Flush", "Cell")
# In a letterhead the letter has styles of its own, and the firm's stay as the firm made them.
_OWN: Final = "复申 "


def styles_of(document: Any, *, own: bool) -> Mapping[str, str]:
    """Makes the letter's styles; returns their ids by the names that the letter uses."""
    styles = document.styles
    made = {name: styles[name] for name in _BUILT_IN} if not own else {}
    for name in (*(_BUILT_IN if own else ()), *_ADDED):
        made[name] = styles.add_style(_OWN + name if own else name, WD_STYLE_TYPE.PARAGRAPH)
        if name != "Normal":
            made[name].base_style = made["Normal"]
    if not own:
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), "zh-CN")
    _shape(made)
    for level, name in enumerate(("Heading 1", "Heading 2")):
        if own:
            _outline(made[name], level)
    return {name: style.style_id for name, style in made.items()}


def _shape(styles: Mapping[str, Any]) -> None:
    _style(styles["Normal"], _BODY_FACE, 16, indent=True)
    _style(styles["Title"], _HEAD_FACE, 22, after=24)
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _style(styles["Heading 1"], _HEAD_FACE, 16, before=8)
    _style(styles["Heading 2"], _BODY_FACE, 16, bold=True, before=4)
    _style(styles["Flush"], _BODY_FACE, 16)
    _style(styles["Cell"], _BODY_FACE, 10.5)
    styles["Cell"].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    styles["Cell"].paragraph_format.space_before = styles["Cell"].paragraph_format.space_after = Pt(3)
    _style(styles["Quote"], _BODY_FACE, 16)
    styles["Quote"].font.italic = False
    styles["Quote"].paragraph_format.left_indent = Pt(32)
    _style(styles["List Bullet"], _BODY_FACE, 16)


def _outline(style: Any, level: int) -> None:
    style.paragraph_format.keep_with_next = True
    part = OxmlElement("w:outlineLvl")
    part.set(qn("w:val"), str(level))
    style.element.get_or_add_pPr().append(part)


def _style(
    style: Any, face: str, size: float, *, indent: bool = False, bold: bool = False, before: int = 0, after: int = 0
) -> None:
    _face(style.element.get_or_add_rPr(), face)
    style.font.size, style.font.bold = Pt(size), bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    title = style.name.endswith("Title")
    if not title:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, _PITCH
    shape.first_line_indent = Pt(2 * size) if indent else Pt(0)
    if title:
        for border in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(border)


def _face(properties: Any, face: str) -> None:
    """Sets the East Asian face too: without it Word falls back to a wrong one for Chinese."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script, name in (("ascii", _LATIN_FACE), ("hAnsi", _LATIN_FACE), ("eastAsia", face)):
        fonts.set(qn(f"w:{script}"), name)
