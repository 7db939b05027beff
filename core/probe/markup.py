"""XML from strangers: no document type, no entity, nothing fetched, and no more than its share of memory."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from core.probe.package import Refused

# OOXML and OFD forbid document types, and every XML bomb and every reach for another file needs one.
_TYPE: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE: Final = re.compile(rb"<\0?!\0?(D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", re.IGNORECASE)
_COMMENT: Final = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_COMMENTS: Final = 1000


def has_doctype(data: bytes) -> bool:
    """Tells whether XML declares a document type or an entity, in any of the usual encodings."""
    if _TYPE.search(data) is None and _WIDE.search(data) is None:
        return False
    # It may only be talked about, in a comment; with so many comments nobody looks so closely.
    plain = _COMMENT.sub(b"", data) if data.count(b"<!") < _COMMENTS else data
    return _TYPE.search(plain) is not None or _WIDE.search(plain) is not None


def parse(data: bytes, name: str = "") -> etree._Element:
    """Parses XML.

    Raises:
        Refused: `doctype` when it declares one, `damaged` when it is not well-formed.
    """
    if has_doctype(data):
        raise Refused("hostile", "doctype", name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("corrupt", "damaged", f"{name}: {error}"[:300]) from error


def local(element: etree._Element) -> str:
    """Returns an element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Returns an attribute by its name without namespace, or ""."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def first(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Returns the first descendant along a path of names without namespaces."""
    for name in path:
        element = next((c for c in element if local(c) == name), None) if element is not None else None
    return element


def text_of(element: etree._Element | None, *path: str) -> str:
    """Returns the text at the end of a path, or ""."""
    found = first(element, *path)
    return (found.text or "").strip() if found is not None else ""
