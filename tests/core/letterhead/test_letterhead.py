"""A firm's letterhead: filled without loss, refused with every reason, and deaf to every trick."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from core import letterhead
from core.errors import BadLetterhead, NotReadable
from core.letterhead import safety
from tests.core.packet import parts


def template(*paragraphs: str, header: str = "") -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


GOOD = template(
    "{{ entity.name }} 函", "致：{{ platform.addressee }}", "{{ letter }}", "此致", header="{{ client }} & 公司 <样例>"
)


def rewritten(content: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            new = change(name, source.read(name))
            if new is not None:
                target.writestr(name, new)
        for name, data in more.items():
            target.writestr(name, data)
    return buffer.getvalue()


def with_part(content: bytes, name: str, data: bytes = b"x") -> bytes:
    return rewritten(content, lambda _name, old: old, **{name: data})


def replaced(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    return rewritten(content, lambda name, data: data.replace(old, new) if name == part else data)


def text_of(document: docx.document.Document) -> str:
    parts_ = [p.text for p in document.paragraphs]
    for section in document.sections:
        parts_ += [p.text for p in section.header.paragraphs]
    return "\n".join(parts_)


def values(**entity: str) -> letterhead.values.Values:
    case = parts.case()
    made = letterhead.values_of(case, parts.packs(), "标题", parts.NOW)
    group = dict(made["entity"]) if not isinstance(made["entity"], str) else {}
    return {**made, "entity": {**group, **entity}}


def test_a_template_is_filled_and_the_letters_place_is_found() -> None:
    assert letterhead.inspect(GOOD) == ()
    place = letterhead.fill(GOOD, values())
    text = text_of(place.document)
    assert "杭州青禾食品有限公司 函" in text
    assert "& 公司 <样例>" in text
    assert place.paragraph.text == ""
    assert "此致" in text


@pytest.mark.parametrize(
    "name", ["A&B<有限>公司", "{{ 7*7 }}", "{% if x %}", "𬭎㛃 😀 \u200f右", '"引号"’', "]]>&amp;"]
)
def test_a_name_arrives_as_it_was_typed(name: str) -> None:
    place = letterhead.fill(GOOD, values(name=name))
    assert f"{name} 函" in text_of(place.document)


def test_a_name_that_the_library_would_change_is_told_and_not_printed_wrong() -> None:
    with pytest.raises(BadLetterhead, match=r"entity\.name"):
        letterhead.fill(GOOD, values(name="甲{_{乙"))


def test_all_unknown_names_are_told_together() -> None:
    wrong = letterhead.inspect(template("{{ entity.nmae }}", "{{ tilte }}", "{{ letter }}", header="{{ shop.nom }}"))
    assert len(wrong) == 3
    assert all(name in "\n".join(wrong) for name in ("entity.nmae", "tilte", "shop.nom"))


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ entity.__class__ }}",
        "{{ entity.name.__class__.__base__.__subclasses__() }}",
        "{{ entity['__class__'] }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ config }}",
        "{{ entity|attr('__class__') }}",
        "{{ 'a' * 999999999 }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% macro x() %}{{ x() }}{% endmacro %}{{ x() }}",
        "{% set x = entity %}",
        "{{ entity.name.format(entity) }}",
        "{{ ().__class__ }}",
        "{% raw %}{{ x }}{% endraw %}{{ 9**9**9 }}",
        "{{ " + "not " * 3000 + "client }}",
        "{{ " + "(" * 3000 + "client" + ")" * 3000 + " }}",
    ],
)
def test_a_trick_of_the_template_language_is_refused_before_it_runs(attack: str) -> None:
    assert letterhead.inspect(template(attack, "{{ letter }}"))


def test_names_may_be_asked_for_before_they_are_printed() -> None:
    made = template("{% if shop.id %}店铺 {{ shop.id }}{% endif %}", "{{ letter }}")
    assert letterhead.inspect(made) == ()


@pytest.mark.parametrize(
    "paragraphs",
    [("没有位置",), ("{{ letter }}", "{{ letter }}"), ("前 {{ letter }}",), ("{{ letter }} 后",)],
)
def test_the_letter_needs_one_paragraph_of_its_own(paragraphs: tuple[str, ...]) -> None:
    assert any("letter" in fault for fault in letterhead.inspect(template(*paragraphs)))


def test_the_letters_place_in_a_header_is_refused() -> None:
    assert letterhead.inspect(template("正文", header="{{ letter }}"))


RELS = "word/_rels/document.xml.rels"
LINK = (
    b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="http://example.invalid/x" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize("kind", [b"hyperlink", b"image", b"attachedTemplate", b"oleObject", b"subDocument"])
def test_links_to_elsewhere_are_refused(kind: bytes) -> None:
    wrong = letterhead.inspect(replaced(GOOD, RELS, b"</Relationships>", LINK % kind))
    assert any("外部" in fault for fault in wrong)


@pytest.mark.parametrize(
    "part", ["word/vbaProject.bin", "word/activeX/activeX1.xml", "word/embeddings/x.bin", "word/afchunk.htm"]
)
def test_macros_and_objects_are_refused(part: str) -> None:
    assert any("宏" in fault for fault in letterhead.inspect(with_part(GOOD, part)))


def test_a_document_with_macros_by_its_type_is_refused() -> None:
    types = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    assert letterhead.inspect(replaced(GOOD, "[Content_Types].xml", types, macro))


@pytest.mark.parametrize("code", ["INCLUDETEXT c:/x.docx", 'DDEAUTO cmd "/k calc"', "INCLUDEPICTURE x", "LINK Excel"])
def test_fields_that_read_other_files_are_refused(code: str) -> None:
    document = docx.Document(io.BytesIO(GOOD))
    part = OxmlElement("w:instrText")
    part.text = code
    document.paragraphs[0].add_run()._r.append(part)
    buffer = io.BytesIO()
    document.save(buffer)
    assert any("域" in fault for fault in letterhead.inspect(buffer.getvalue()))


def test_a_page_number_is_no_dangerous_field() -> None:
    document = docx.Document(io.BytesIO(GOOD))
    for text in (" PAGE ", " NUMPAGES "):
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), text)
        document.sections[0].footer.paragraphs[0]._p.append(field)
    buffer = io.BytesIO()
    document.save(buffer)
    assert letterhead.inspect(buffer.getvalue()) == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        GOOD[: len(GOOD) // 2],
        replaced(GOOD, "word/document.xml", b"</w:body>", b""),
        replaced(GOOD, "word/document.xml", b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document'),
        replaced(GOOD, "word/document.xml", b"<w:body>", b"<w:body>" + b"{% " * 5000),
        replaced(GOOD, "word/document.xml", b"<w:body>", b"<w:body>" + b"<w:p/>" * 100_000),
        bytes(safety.MOST_BYTES + 1),
        with_part(GOOD, "../../evil"),
    ],
    ids=["empty", "stub", "pdf", "encrypted", "cut", "torn", "doctype", "braces", "huge part", "huge", "slip"],
)
def test_what_is_no_sound_template_is_refused_at_once(content: bytes) -> None:
    from time import process_time

    begun = process_time()
    assert letterhead.inspect(content)
    assert process_time() - begun < 2


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_a_part_in_another_encoding_is_refused_with_what_it_may_hide(encoding: str) -> None:
    def written(part: str, content: bytes) -> bytes:
        if part != "word/document.xml":
            return content
        text = content.decode("utf-8").partition("?>")[2]
        hidden = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        return (f'<?xml version="1.0" encoding="{encoding}"?>{hidden}{text}').encode(encoding)

    assert letterhead.inspect(rewritten(GOOD, written))


def test_a_template_damaged_anywhere_is_taken_or_refused_in_words() -> None:
    refused = 0
    for place in range(0, len(GOOD), max(1, len(GOOD) // 150)):
        damaged = GOOD[:place] + bytes([GOOD[place] ^ 0x55]) + GOOD[place + 1 :]
        refused += bool(letterhead.inspect(damaged))
    assert refused > 50


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("_rels/.rels", b"relationships/officeDocument", b"relationships/other"),
        ("_rels/.rels", b"Target=", b"Aim="),
        ("[Content_Types].xml", b"PartName=", b"Name="),
        ("[Content_Types].xml", b"core-properties", b"other-properties"),
    ],
)
def test_parts_that_do_not_fit_together_are_told(part: str, old: bytes, new: bytes) -> None:
    assert letterhead.inspect(replaced(GOOD, part, old, new))


def test_a_bomb_is_refused_without_unpacking_it() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.bin", bytes(60_000_000))
    assert letterhead.inspect(buffer.getvalue())


def test_words_of_the_template_that_go_missing_are_told() -> None:
    # A comment tag across paragraphs takes the words between along.
    wrong = letterhead.inspect(template("重要的声明 {# 注", "中间的话", "尾 #} 后", "{{ letter }}"))
    assert wrong


def test_a_template_is_adopted_whole_or_not_at_all(tmp_path: Path) -> None:
    source = tmp_path / "信头.docx"
    source.write_bytes(GOOD)
    kept = letterhead.adopt(source, tmp_path / "home")
    assert kept.read_bytes() == GOOD
    source.write_bytes(template("没有位置"))
    with pytest.raises(BadLetterhead):
        letterhead.adopt(source, tmp_path / "home")
    assert kept.read_bytes() == GOOD
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]
    with pytest.raises(NotReadable):
        letterhead.adopt(tmp_path / "nichts.docx", tmp_path / "home")
