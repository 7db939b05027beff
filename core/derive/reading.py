"""Reads the built packet with a second, independent library: what is really in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pypdf import PdfReader

from core.derive.memory import give_back
from core.derive.worker import Plain


def task(request: Plain) -> Plain:
    """Returns the page count, the text of the front pages, and which exhibit pages hold nothing."""
    give_back()  # of what this process did before
    try:
        return _read(request)
    finally:
        give_back()


def _read(request: Plain) -> Plain:
    with Path(request["packet"]).open("rb") as stream:  # a path would be read into memory whole
        pages = PdfReader(stream, strict=False).pages
        count = len(pages)
        front = min(int(request["front"]), count)
        return {
            "pages": count,
            "texts": [pages[number].extract_text() for number in range(front)],
            "empty": [number for number in request["poured"] if number >= count or not _poured(pages[number])],
        }


def _poured(page: Any) -> bool:
    """Says whether an exhibit was poured into this page and is drawn there."""
    forms = page.get("/Resources", {}).get("/XObject", {})
    if "/Exhibit" not in forms:
        return False
    form = forms["/Exhibit"].get_object()
    contents = page.get_contents()
    return contents is not None and b"/Exhibit Do" in contents.get_data() and bool(form.get_data().strip())
