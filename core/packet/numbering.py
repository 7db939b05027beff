"""Numbers of headings, counted by Word itself: 一、 and （一）, as the letter numbers them."""

from __future__ import annotations

from typing import Any, Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_ID: Final = "90"
_LEVELS: Final = (("Heading1", "%1、"), ("Heading2", "（%2）"))


def number_headings(document: Any) -> None:
    """Ties the two heading styles to one list of two levels."""
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="{style}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for level, (style, text) in enumerate(_LEVELS)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_ID}">'
    made = parse_xml(f'{abstract}<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>')
    number = parse_xml(f'<w:num {nsdecls("w")} w:numId="{_ID}"><w:abstractNumId w:val="{_ID}"/></w:num>')
    first = numbering.find(number.tag)  # all definitions stand before the first list
    numbering.append(made) if first is None else first.addprevious(made)
    numbering.append(number)
    for level, name in enumerate(("Heading 1", "Heading 2")):
        properties = document.styles[name].element.get_or_add_pPr()
        listed = properties.get_or_add_numPr()
        listed.get_or_add_ilvl().val = level
        listed.get_or_add_numId().val = int(_ID)
