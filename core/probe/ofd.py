"""A thin reader of OFD (GB/T 33190-2016): what it says, page by page, and which seals it carries. It draws nothing.

Layout is read strictly, for it is what a person sees; attached e-invoice data are read leniently and
apart. Seals are signed with SM2, which no library here can verify: they are counted, never judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any, Final

from lxml import etree

from core.probe import einvoice
from core.probe.limits import Budget
from core.probe.markup import attribute, first, has_doctype, local, parse, text_of
from core.probe.other import plain
from core.probe.package import Package, Refused, nested_bytes

Plain = dict[str, Any]
_PART: Final = 48 * 2**20
_SHORT: Final = 300
_MOST: Final = 200
_POINTS: Final = 72 / 25.4  # OFD measures in millimetres
_A4: Final = (210.0, 297.0)
_LINE: Final = 1.5  # millimetres; pieces that are no further apart stand on one line
_SM2: Final = "1.2.156.10197.1.501"  # GM/T 0006: SM3 with SM2


@dataclass(slots=True)
class _Read:
    pages: list[Plain] = field(default_factory=list)
    facts: Plain = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    signatures: list[Plain] = field(default_factory=list)
    invoice: Plain | None = None
    left: int = 0


def read_ofd(path: Path, budget: Budget) -> Plain:
    """Returns facts of an OFD; raises `Refused` for one that is not taken."""
    with Package(path) as package:
        nested_bytes(package)
        if package.find("[Content_Types].xml"):
            raise Refused("hostile", "polyglot", "ofd and an Office document")
        for name in package.names:
            # Attached data are no part of the layout; they too are refused a document type.
            if name.lower().endswith(".xml") and has_doctype(package.read(name, _PART)):
                raise Refused("hostile", "doctype", name)
        read = _Read(left=budget.limits.text_chars)
        read.facts = _empty()
        root = parse(package.read("OFD.xml", _PART), "OFD.xml")
        bodies = [child for child in root if local(child) == "DocBody"]
        for body in bodies:
            _read_body(package, body, read, budget)
        package.verify()
    if not read.pages:
        raise Refused("corrupt", "no-pages")
    return _answer(read)


def _empty() -> Plain:
    return {
        "doc_id": "", "creator": "", "created": "", "modified": "", "details": [], "seals": 0, "pictures": 0,
        "jbig2": 0, "attachments": [], "missing": [],
    }  # fmt: skip


def _answer(read: _Read) -> Plain:
    answer = plain("ofd", "ok")
    answer["pages"] = read.pages
    answer["ofd"] = read.facts | {"missing": read.missing[:_MOST], "attachments": read.facts["attachments"][:_MOST]}
    answer["signatures"] = read.signatures[:_MOST]
    answer["invoice"] = read.invoice
    answer["active"] = [{"kind": "embedded-file", "where": n[:80]} for n in read.facts["attachments"][:50]]
    return answer


def _read_body(package: Package, body: etree._Element, read: _Read, budget: Budget) -> None:
    _information(first(body, "DocInfo"), read.facts)
    place = _locate(package, "", text_of(body, "DocRoot"))
    if not place:
        raise Refused("corrupt", "damaged", "no document root")
    document = parse(package.read(place, _PART), place)
    folder = dirname(place)
    _pages(package, document, folder, read, budget)
    _attachments(package, document, folder, read)
    _pictures(package, document, folder, read)
    _seals(package, _locate(package, "", text_of(body, "Signatures")), read)


def _information(info: etree._Element | None, facts: Plain) -> None:
    if info is None:
        return
    keys = {"doc_id": "DocID", "creator": "Creator", "created": "CreationDate", "modified": "ModDate"}
    facts |= {ours: text_of(info, theirs)[:_SHORT] or facts[ours] for ours, theirs in keys.items()}
    for item in _children(info, "CustomDatas"):
        if item.text and attribute(item, "Name"):
            facts["details"].append((attribute(item, "Name")[:60], item.text.strip()[:_SHORT]))
    facts["details"] = facts["details"][:_MOST]


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    found = first(element, name)
    return list(found) if found is not None else []


def _locate(package: Package, folder: str, place: str) -> str:
    """Returns the entry that a location means: from the root when it begins with a slash, else from its folder."""
    place = place.strip().replace("\\", "/")
    if not place:
        return ""
    from_root = package.find(normpath(place.lstrip("/")))
    return from_root if place.startswith("/") else package.find(normpath(join(folder, place))) or from_root


def _pages(package: Package, document: etree._Element, folder: str, read: _Read, budget: Budget) -> None:
    common = first(document, "CommonData")
    usual = _box(first(common, "PageArea"))
    known = [child for child in _children(document, "CommonData") if local(child) == "TemplatePage"]
    templates = {attribute(t, "ID"): attribute(t, "BaseLoc") for t in known}
    for page in _children(document, "Pages"):
        if len(read.pages) >= budget.limits.pages:
            raise Refused("unsupported", "too-many-pages")
        place = _locate(package, folder, attribute(page, "BaseLoc"))
        if not place:
            read.missing.append(attribute(page, "BaseLoc")[:_SHORT])
            continue
        read.pages.append(_page(package, place, folder, templates, usual, read, budget))


def _page(
    package: Package, place: str, folder: str, templates: dict[str, str], usual: Any, read: _Read, budget: Budget
) -> Plain:
    tree = parse(package.read(place, _PART), place)
    used = [templates.get(attribute(child, "TemplateID"), "") for child in tree if local(child) == "Template"]
    under = [found for loc in used if (found := _locate(package, folder, loc))]
    trees = [tree, *(parse(package.read(name, _PART), name) for name in under)]
    width, height = _box(first(tree, "Area")) or usual or _A4
    text = _text(trees)[: min(read.left, budget.limits.text_chars_per_page)]
    read.left -= len(text)
    return {"width": width * _POINTS, "height": height * _POINTS, "rotation": 0, "text": text}


def _box(area: etree._Element | None) -> tuple[float, float] | None:
    numbers = _numbers(text_of(area, "PhysicalBox"))
    return (numbers[2], numbers[3]) if len(numbers) == 4 and min(numbers[2:]) > 0 and max(numbers) < 10_000 else None


def _numbers(text: str) -> list[float]:
    try:
        return [float(word) for word in text.split()]
    except ValueError:
        return []


def _text(trees: list[etree._Element]) -> str:
    """Puts the pieces of text in lines from top to bottom, each from left to right."""
    placed = sorted(((y, x, text) for tree in trees for y, x, text in _placed(tree)), key=lambda p: (p[0], p[1]))
    lines: list[tuple[float, list[tuple[float, str]]]] = []
    for y, x, text in placed:
        if lines and y - lines[-1][0] <= _LINE:
            lines[-1][1].append((x, text))
        else:
            lines.append((y, [(x, text)]))
    return "\n".join(" ".join(text for _x, text in sorted(line)) for _y, line in lines)


def _placed(tree: etree._Element) -> Iterator[tuple[float, float, str]]:
    for item in tree.iter("{*}TextObject"):
        box = _numbers(attribute(item, "Boundary"))
        left, top = (box[0], box[1]) if len(box) == 4 else (0.0, 0.0)
        for code in item.iter("{*}TextCode"):
            if code.text and code.text.strip():
                x, y = _numbers(attribute(code, "X")), _numbers(attribute(code, "Y"))
                yield top + (y[0] if y else 0.0), left + (x[0] if x else 0.0), code.text.strip()


def _attachments(package: Package, document: etree._Element, folder: str, read: _Read) -> None:
    place = _locate(package, folder, text_of(document, "Attachments"))
    if not place:
        return
    for item in parse(package.read(place, _PART), place).iter("{*}Attachment"):
        target = _locate(package, dirname(place), text_of(item, "FileLoc"))
        read.facts["attachments"].append((attribute(item, "Name") or target)[:_SHORT])
        if not target:
            read.missing.append(text_of(item, "FileLoc")[:_SHORT])
        elif read.invoice is None and target.lower().endswith(".xml"):
            read.invoice = einvoice.read_einvoice(package.read(target, einvoice.MOST_BYTES), target)


def _pictures(package: Package, document: etree._Element, folder: str, read: _Read) -> None:
    for resource in (c for c in _children(document, "CommonData") if local(c).endswith("Res")):
        place = _locate(package, folder, resource.text or "")
        if not place:
            continue
        tree = parse(package.read(place, _PART), place)
        base = join(dirname(place), attribute(tree, "BaseLoc"))
        for media in tree.iter("{*}MultiMedia"):
            name = text_of(media, "MediaFile")
            if attribute(media, "Type").lower() == "image" and name:
                read.facts["pictures"] += 1
                read.facts["jbig2"] += name.lower().endswith((".jb2", ".jbig2", ".gbig2"))
                if not (_locate(package, base, name) or _locate(package, folder, name)):
                    read.missing.append(name[:_SHORT])


def _seals(package: Package, place: str, read: _Read) -> None:
    if not place:
        return
    for number, item in enumerate(parse(package.read(place, _PART), place).iter("{*}Signature"), 1):
        target = _locate(package, dirname(place), attribute(item, "BaseLoc"))
        read.facts["seals"] += 1
        read.signatures.append(_signature(package, target, number))
        if not target:
            read.missing.append(attribute(item, "BaseLoc")[:_SHORT])


def _signature(package: Package, target: str, number: int) -> Plain:
    signed = first(parse(package.read(target, _PART), target), "SignedInfo") if target else None
    provider = first(signed, "Provider")
    method = text_of(signed, "SignatureMethod")
    sm2 = method == _SM2 or "sm2" in method.lower()
    return {
        "field": f"seal {number}",
        "signer": attribute(provider, "Company")[:_SHORT] if provider is not None else "",
        "signed_at": text_of(signed, "SignatureDateTime")[:40],
        "algorithm": "sm2" if sm2 else "",
        "state": "unverifiable", "coverage": "", "changes": "unknown", "not_after": "",
        "detail": "SM2" if sm2 else "no verifier",
    }  # fmt: skip
