"""Whether a PDF made from a document may stand for it: only if both say the same, which is looked at anew each time."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise

from core.model import FileFacts, Paper, Verdict


def standing_for(paper: Paper, facts: Mapping[str, FileFacts]) -> FileFacts | None:
    """Returns the facts of the PDF whose pages stand for a document's; None when it has none that says the same.

    That the case says so is not enough: its file may come from anybody.
    """
    shown, document = paper.as_pdf, facts.get(paper.sha256)
    found = facts.get(shown.sha256)
    if shown is paper or document is None or found is None or found.kind != "pdf" or found.verdict is not Verdict.OK:
        return None
    return found if says_the_same(document, found) else None


def says_the_same(document: FileFacts, pdf: FileFacts) -> bool:
    """Tells whether a PDF has every paragraph of a document, and next to nothing besides.

    Running heads and page numbers come back on every page, and list numbers stand in no paragraph; so
    heads are taken out first, and a few characters a paragraph and a page are let pass.
    """
    parts = document.office.parts if document.office else ()
    heads = [_squeezed(text) for name, text in parts if "header" in name or "footer" in name]
    body = [_squeezed(line) for name, text in parts if not _is_head(name) for line in text.split("\n")]
    body = [line for line in body if line]
    pages = [_without(_squeezed(page.text), heads) for page in pdf.pages]
    whole = "".join(pages)
    extra = len(whole) - sum(map(len, body))
    return _all_found(body, pages, whole) and extra <= 4 * (len(body) + len(pages))


def _is_head(name: str) -> bool:
    return "header" in name or "footer" in name or "comments" in name


def _all_found(lines: Sequence[str], pages: Sequence[str], whole: str) -> bool:
    return all(line in whole or _over_pages(line, pages) for line in lines)


def _over_pages(line: str, pages: Sequence[str]) -> bool:
    """Tells whether a paragraph begins at the end of a page and goes on near the beginning of the next."""
    for before, after in pairwise(pages):
        for cut in range(1, len(line)):
            if line[:cut] in before[-len(line) - 20 :] and line[cut:] in after[: len(line) + 20]:
                return True
    return False


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).replace("\u00ad", "").split())


def _without(text: str, heads: Sequence[str]) -> str:
    for head in heads:
        text = text.replace(head, "", 1) if head else text
    return text
