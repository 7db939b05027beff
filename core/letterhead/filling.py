"""Fills a letterhead's template and proves that nothing of it was lost."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from docxtpl import DocxTemplate
from jinja2 import TemplateError

from core import zips
from core.errors import BadLetterhead
from core.i18n import _
from core.letterhead.language import environment, names_in, wrong_in
from core.letterhead.safety import FILLED, faults, no_document
from core.letterhead.values import LETTER, Values, sample_values

# Private-use characters: a template that holds them is refused, so nothing else can be taken for the place.
_MARK: Final = "\ue000letter\ue001"
# What the libraries raise for parts that don't fit together as those of a Word document do.
_DAMAGE: Final = (*zips.DAMAGE, AttributeError, TypeError)
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """A filled letterhead (a python-docx document) and the empty paragraph before which the letter goes."""

    document: Any
    paragraph: Any


def inspect(content: bytes) -> tuple[str, ...]:
    """Returns everything that is wrong with a template, all at once; nothing when it can be used."""
    wrong = faults(content)
    if wrong:
        return wrong
    try:
        return _wrong_inside(content)
    except _DAMAGE:
        return (no_document(),)


def _wrong_inside(content: bytes) -> tuple[str, ...]:
    sources = _sources(content)
    wrong = tuple(dict.fromkeys(fault for source in sources for fault in wrong_in(source)))
    if wrong:
        return wrong
    if sum(len(re.findall(r"\{\{\s*letter\s*\}\}", source)) for source in sources) != 1:
        return (_("模板里须有一段、也只有一段只写 {letter}，说明的正文放在那里。").format(letter="{{ letter }}"),)
    try:
        _filled(content, sample_values())
    except BadLetterhead as error:
        return error.mistakes
    return ()


def fill(content: bytes, values: Values) -> Place:
    """Puts the values into a template.

    Raises:
        BadLetterhead: With everything that is wrong with the template, or what of it was lost.
    """
    wrong = inspect(content)
    if wrong:
        raise BadLetterhead(wrong)
    return _filled(content, values)


def _filled(content: bytes, values: Values) -> Place:
    template = DocxTemplate(io.BytesIO(content))
    try:
        template.render({**values, LETTER: _MARK}, jinja_env=environment(), autoescape=True)
    except (TemplateError, ValueError, KeyError, SyntaxError) as error:
        # The library works on the text of the XML; a template can be such that its outcome is no XML any more.
        raise BadLetterhead([_("模板无法填写：{what}").format(what=type(error).__name__)]) from error
    buffer = io.BytesIO()
    template.save(buffer)
    lost = tuple(_lost(content, buffer.getvalue(), values))
    if lost:
        raise BadLetterhead(lost)
    return _placed(buffer.getvalue())


def _placed(content: bytes) -> Place:
    import docx

    document = docx.Document(io.BytesIO(content))
    found = [paragraph for paragraph in document.paragraphs if paragraph.text.strip() == _MARK]
    if len(found) != 1:
        text = _("{letter} 须独占正文里的一段，不能放在表格、文本框、页眉或页脚里，前后不写别的字。")
        raise BadLetterhead([text.format(letter="{{ letter }}")])
    paragraph = found[0]
    for run in list(paragraph.runs):
        paragraph._p.remove(run._r)  # noqa: SLF001  # python-docx can't take a run out
    return Place(document, paragraph)


def _lost(before: bytes, after: bytes, values: Values) -> Iterator[str]:
    """Yields what should stand in the filled document and does not: values, and the template's own words."""
    text = _text(after)
    names = {name for source in _sources(before) if "{%" not in source for name in names_in(source)} - {LETTER}
    for name in sorted(names):
        value = _squeezed(_value(values, name))
        if value and value not in text:
            yield _("填写之后找不到 {name} 的内容，它会从信里丢失；请把它单独放在一段里。").format(name=name)
    if any("{%" in source for source in _sources(before)):
        return  # what an `if` leaves out is not lost
    for words in _own_words(before):
        if words not in text:
            yield _("填写之后模板里的这句话不见了：“{words}”。请检查它附近的占位写法。").format(words=words[:40])


def _own_words(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode("utf-8") for name in archive.namelist() if FILLED.fullmatch(name)]
    for part in parts:
        yield from (words for own in _TAG.split(_plain(part)) if (words := _squeezed(own)))


def _value(values: Values, name: str) -> str:
    head, _dot, tail = name.partition(".")
    found = values[head]
    return found[tail] if tail and not isinstance(found, str) else str(found)


def _sources(content: bytes) -> tuple[str, ...]:
    """Returns the XML of each part that is filled in, its tags made whole as the library does."""
    template = DocxTemplate(io.BytesIO(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if FILLED.fullmatch(name)]
        return tuple(template.patch_xml(archive.read(name).decode("utf-8")) for name in sorted(names))


def _text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = (archive.read(name).decode("utf-8") for name in archive.namelist() if FILLED.fullmatch(name))
        return _squeezed("\n".join(map(_plain, parts)))


def _plain(xml: str) -> str:
    from html import unescape

    words = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|(</w:p>|<w:br/>|<w:tab/>)", xml)
    return "".join(unescape(text) if text else " " if end else "" for text, end in words)


def _squeezed(text: str) -> str:
    return "".join(text.split())
