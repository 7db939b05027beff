"""What a template must not hold, looked for in its parts before any library opens it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

from core import zips
from core.i18n import _

MOST_BYTES: Final = 8_000_000
_MOST_UNPACKED: Final = 40_000_000
_MOST_PARTS: Final = 300
_MOST_XML: Final = 400_000  # of a part that is filled in; the library searches it many times over
_MOST_MARKS: Final = 300
FILLED: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml|docProps/core\.xml")
_PARTS: Final = re.compile(r"vba|activex|embeddings/|oleobject|macrosheets|attachedtoolbars|afchunk", re.IGNORECASE)
_ACTIVE: Final = re.compile(
    r"\b(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT|DATABASE|MACROBUTTON|AUTOTEXT|RD)\b", re.IGNORECASE
)
_ENCODINGS: Final = frozenset({"UTF-8", "US-ASCII", "ASCII"})
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def faults(content: bytes) -> tuple[str, ...]:
    """Returns everything for which a template is refused, as sentences."""
    if len(content) > MOST_BYTES:
        return (_("文件超过 {most} MB，请压缩其中的图片。").format(most=MOST_BYTES // 1_000_000),)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return tuple(dict.fromkeys(_in_archive(archive)))
    except zips.DAMAGE:
        return (no_document(),)


def no_document() -> str:
    """Returns the sentence about a file that no program would take for a Word document."""
    return _("不是 Word 的 .docx 文件，或已损坏、已加密。请在 Word 中另存为 .docx。")


def _in_archive(archive: zipfile.ZipFile) -> Iterator[str]:
    infos = archive.infolist()
    if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _MOST_UNPACKED:
        yield _("文件解开后过大，请删去不需要的图片和内容。")
        return
    names = {info.filename for info in infos}
    if len(names) != len(infos) or any(name.startswith("/") or ".." in name.split("/") for name in names):
        yield _("文件的内部结构不正常，请在 Word 中新建文档后重新复制内容。")
        return
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        yield no_document()
        return
    if any(_PARTS.search(name) for name in names):
        yield _("含有宏、控件或嵌入的对象，请删去后另存为 .docx。")
    for name in sorted(names):
        if name.endswith((".xml", ".rels")):
            yield from _in_part(name, archive.read(name))


def _in_part(name: str, content: bytes) -> Iterator[str]:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        yield _("含有文档类型声明，Word 不会写出这样的文件；请在 Word 中重新保存。")
        return
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError:
        yield _("{part} 不是正确的 XML，请在 Word 中重新保存。").format(part=name)
        return
    if (root.getroottree().docinfo.encoding or "UTF-8").upper() not in _ENCODINGS:  # in which the rest is read
        yield _("{part} 不是正确的 XML，请在 Word 中重新保存。").format(part=name)
    elif name == "[Content_Types].xml":
        yield from _wrong_type(content)
    elif name.endswith(".rels"):
        yield from _external(root)
    elif FILLED.fullmatch(name):
        yield from _too_much(name, content, root)


# Entities stay unread and nothing is fetched.
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _wrong_type(content: bytes) -> Iterator[str]:
    text = content.decode("utf-8", "replace")
    if "macroEnabled" in text or _MAIN not in text:
        yield _("须是不含宏的 .docx 文档（不是 .docm 或 .dotx）。")


def _external(root: etree._Element) -> Iterator[str]:
    if any(one.get("TargetMode") == "External" for one in root):
        yield _("含有指向外部的链接（网址、外部图片或模板），请改为普通文字或嵌入图片。")


def _too_much(name: str, content: bytes, root: etree._Element) -> Iterator[str]:
    text = "".join(map(str, root.itertext()))
    if len(content) > _MOST_XML or content.count(b"{") > _MOST_MARKS:
        yield _("{part} 的内容过多，信头请只保留页眉、页脚和固定文字。").format(part=name)
    codes = " ".join(str(one.text) for one in root.iter("{*}instrText"))
    codes += " ".join(str(code) for one in root.iter("{*}fldSimple") for code in one.values())
    if _ACTIVE.search(codes):
        yield _("含有会读取其他文件的域，请改为普通文字。")
    if any(True for _one in root.iter("{*}altChunk")):
        yield _("含有宏、控件或嵌入的对象，请删去后另存为 .docx。")
    if "\ue000" in text or "\ue001" in text:
        yield _("含有专用区的字符，请删去。")
