"""Reads the built packet with a second, independent library: what is really in it."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pypdf import PageObject, PdfReader

from core.derive.memory import give_back
from core.derive.worker import Plain

# The library keeps all that it has looked up; so many pages have little of it in common.
_AT_A_TIME: Final = 128


def task(request: Plain) -> Plain:
    """Returns the page count, the text of the front pages, and which exhibit pages hold nothing."""
    give_back()  # of what this process did before
    try:
        return _read(request)
    finally:
        gc.collect()  # the library's objects hold one another
        give_back()


def _read(request: Plain) -> Plain:
    with Path(request["packet"]).open("rb") as stream:  # a path would be read into memory whole
        reader = PdfReader(stream, strict=False)
        count = len(reader.pages)
        poured = [int(number) for number in request["poured"]]
        there = [number for number in poured if number < count]
        missing = [number for number in poured if number >= count]
        return {
            "pages": count,
            "texts": [page.extract_text() for _number, page in _each(reader, range(min(int(request["front"]), count)))],
            "empty": [number for number, page in _each(reader, there) if not _poured(page)] + missing,
        }


def _each(reader: PdfReader, numbers: Sequence[int]) -> Iterator[tuple[int, PageObject]]:
    """Yields pages with their numbers, and forgets what was looked up for them."""
    for done, number in enumerate(numbers, start=1):
        yield number, reader.pages[number]
        if done % _AT_A_TIME == 0:
            reader.resolved_objects.clear()


def _poured(page: PageObject) -> bool:
    """Says whether an exhibit was poured into this page and is drawn there."""
    forms = page.get("/Resources", {}).get("/XObject", {})
    if "/Exhibit" not in forms:
        return False
    form = forms["/Exhibit"].get_object()
    contents = page.get_contents()
    return contents is not None and b"/Exhibit Do" in contents.get_data() and bool(form.get_data().strip())
