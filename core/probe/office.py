"""Facts of DOCX and XLSX (ECMA-376): text by part, and everything in them that acts, hides or reaches outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import basename, dirname, normpath
from typing import Any, Final

from lxml import etree

from core.probe.limits import Budget
from core.probe.markup import attribute, first, has_doctype, local, parse, text_of
from core.probe.other import plain
from core.probe.package import Package, Refused, nested_bytes

Plain = dict[str, Any]
_PART: Final = 48 * 2**20
_PARTS: Final = 200
_SHORT: Final = 300
_TYPES: Final = "[Content_Types].xml"
# What a sheet shows may repeat one long string in every cell; more than this no paper says.
_SHOWN_CHARS: Final = 50_000_000
_ACTIVE_TYPES: Final = {
    "/vbaProject": "macro",
    "/wordVbaData": "macro",
    "/xlMacrosheet": "macro",
    "/xlIntlMacrosheet": "macro",
    "/oleObject": "ole-object",
    "/control": "activex",
    "/activeXControlBinary": "activex",
    "/package": "embedded-file",
    "/aFChunk": "embedded-file",
    "/externalLink": "external-link",
}
_LINK: Final = "/hyperlink"  # opens only when a person clicks it, as in any PDF
_MACROS: Final = re.compile(rb"macroEnabled|vbaProject|macrosheet", re.IGNORECASE)
# Field codes that start another program (ECMA-376-1, 17.16.5: DDE, DDEAUTO).
_DDE: Final = re.compile(rb"<w:instrText[^>]*>[^<]*\bDDE(AUTO)?\b|<w:fldSimple[^>]*\bDDE(AUTO)?\b")
_WORD_PARTS: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_BREAKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_office(path: Path, kind: str, budget: Budget) -> Plain:
    """Returns facts of a DOCX or XLSX; raises `Refused` for one that is not taken."""
    with Package(path) as package:
        nested_bytes(package)
        if package.find("OFD.xml"):
            raise Refused("hostile", "polyglot", f"{kind} and ofd")
        _refuse_doctypes(package)
        types = package.read(_TYPES, _PART)
        active = sorted(set(_active(package, types)))
        main = _main_part(package)
        parts = list(_texts(package, kind, main, budget))
        package.verify()
        acts = any(name in {"macro", "activex", "dde"} for name, _where in active)
        answer = plain(kind, *(("hostile", "active-content") if acts else _complaint(package)))
        answer["active"] = [{"kind": name, "where": where[:80]} for name, where in active][:200]
        answer["office"] = {"parts": parts, **_properties(package), "signatures": _signatures(package)}
        return answer


def document_text(data: bytes, name: str = "") -> str:
    """Returns the text of a Word part, a line a paragraph."""
    return "\n".join(_paragraphs(parse(data, name)))


def _refuse_doctypes(package: Package) -> None:
    for name in package.names:
        if name.endswith((".xml", ".rels", ".vml", ".xhtml")) and has_doctype(package.read(name, _PART)):
            raise Refused("hostile", "doctype", name)


def _active(package: Package, types: bytes) -> Iterator[tuple[str, str]]:
    if _MACROS.search(types):
        yield "macro", _TYPES
    for name in package.names:
        if basename(name).lower().endswith("vbaproject.bin"):
            yield "macro", name
        if "/embeddings/" in name:
            yield ("ole-object" if name.endswith(".bin") else "embedded-file"), name
        if _WORD_PARTS.fullmatch(name) and _DDE.search(package.read(name, _PART)):
            yield "dde", name
        if name.endswith(".rels"):
            yield from _relations(parse(package.read(name, _PART), name), name)


def _relations(tree: etree._Element, name: str) -> Iterator[tuple[str, str]]:
    for relation in tree.iter():
        kind = "/" + attribute(relation, "Type").rpartition("/")[2]
        if attribute(relation, "TargetMode") == "External" and kind != _LINK:
            yield "external-link", name
        elif kind in _ACTIVE_TYPES:
            yield _ACTIVE_TYPES[kind], name


def _main_part(package: Package) -> str:
    """Returns the part that the package calls its document."""
    for relation in parse(package.read("_rels/.rels", _PART), "_rels/.rels"):
        if attribute(relation, "Type").endswith("/officeDocument"):
            target = normpath(attribute(relation, "Target").lstrip("/"))
            if found := package.find(target):
                return found
    raise Refused("corrupt", "damaged", "no document part")


def _texts(package: Package, kind: str, main: str, budget: Budget) -> Iterator[tuple[str, str]]:
    left = budget.limits.text_chars
    for name, text in _sheets(package, main) if kind == "xlsx" else _word(package, main):
        if text and left > 0:
            yield name[:_SHORT], text[:left]
            left -= len(text)


def _word(package: Package, main: str) -> Iterator[tuple[str, str]]:
    others = [name for name in package.names if name != main and _WORD_PARTS.fullmatch(name)]
    tree = parse(package.read(main, _PART), main)
    if first(tree, "body") is None:
        raise Refused("corrupt", "damaged", f"{main}: no body")
    for name in [main, *others][:_PARTS]:
        yield name, document_text(package.read(name, _PART), name)


def _paragraphs(tree: etree._Element) -> Iterator[str]:
    """Yields each paragraph's text; what a text box or a table holds are paragraphs of their own."""
    for paragraph in tree.iter("{*}p"):
        if not isinstance(paragraph.tag, str) or "wordprocessingml" not in paragraph.tag:
            continue
        yield "".join(_pieces(paragraph))


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    for run in paragraph.iterchildren():
        name = local(run)
        if name == "t":
            yield run.text or ""
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name in {"p", "txbxContent", "Fallback", "del", "moveFrom", "pPr", "rPr"}:
            continue  # told by itself, told already, or no longer there
        else:
            yield from _pieces(run)


def _sheets(package: Package, main: str) -> Iterator[tuple[str, str]]:
    folder = dirname(main)
    shared = _shared(package, package.find(f"{folder}/sharedStrings.xml"))
    shown = 0
    for name in [n for n in package.names if n.startswith(f"{folder}/worksheets/") and n.endswith(".xml")][:_PARTS]:
        rows = []
        for row in parse(package.read(name, _PART), name).iter("{*}row"):
            cells = [_cell(cell, shared) for cell in row]
            shown += sum(map(len, cells))
            if shown > _SHOWN_CHARS:
                raise Refused("hostile", "archive-bomb", f"{name}: one text repeated without end")
            rows.append("\t".join(cells).rstrip())
        yield name, "\n".join(row for row in rows if row)


def _shared(package: Package, name: str) -> list[str]:
    if not name:
        return []
    items = parse(package.read(name, _PART), name).iter("{*}si")
    return ["".join(t.text or "" for t in item.iter("{*}t")) for item in items]


def _cell(cell: etree._Element, shared: list[str]) -> str:
    value = text_of(cell, "v")
    if cell.get("t") == "s":
        return shared[int(value)] if value.isascii() and value.isdigit() and int(value) < len(shared) else ""
    return value or "".join(t.text or "" for t in cell.iter("{*}t"))


def _complaint(package: Package) -> tuple[str, str, str]:
    """Tells of what readers forgive: two core-property parts, where ECMA-376-2 (M4.1) allows one."""
    relations = parse(package.read("_rels/.rels", _PART))
    cores = [r for r in relations if attribute(r, "Type").endswith("/core-properties")]
    return ("repaired", "damaged", "two parts of core properties") if len(cores) > 1 else ("ok", "", "")


def _properties(package: Package) -> Plain:
    name = package.find("docProps/core.xml")
    tree = None
    if name:
        try:
            tree = parse(package.read(name, _PART), name)
        except Refused:
            tree = None  # the properties of a document are no reason to refuse it
    keys = {"creator": "creator", "changed_by": "lastModifiedBy", "created": "created", "modified": "modified"}
    return {ours: text_of(tree, theirs)[:_SHORT] for ours, theirs in keys.items()}


def _signatures(package: Package) -> int:
    return sum(1 for n in package.names if n.startswith("_xmlsignatures/") and n.endswith(".xml"))
