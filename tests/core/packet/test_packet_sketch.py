"""A page sketched while typing draws only what is near it; it must be the page that all laid out gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from core import packet, packs
from core.model import Case, Claim, ClaimKind
from core.packet import nearby, typeset
from core.packet.payload import front_payload
from core.packet.preview import Preview
from tests.core.packet import parts

_WIDTH = 640  # as the app draws them
_LONG = "我方核对了商品资质台账、进货合同、发票与在售批次记录，逐份确认签发方、号码、有效期与适用范围。"


@pytest.fixture
def preview() -> Iterator[Preview]:
    with Preview() as preview:
        yield preview


def _case() -> Case:
    """A letter of several pages: paragraphs, then a table over more than a page with one row longer than its page."""
    causes = [Claim(f"A{n}", "N1", ClaimKind.CAUSE, f"原因{n}。{_LONG * (1 + n * 2 % 5)}") for n in range(9)]
    plans = [
        Claim(f"W{n}", "N2", ClaimKind.WILL, f"措施{n}。{_LONG * (40 if n == 9 else 1)}", (), date(2026, 12, 1), "李明")
        for n in range(28)
    ]
    so = Claim("F0", "N1", ClaimKind.FACT, "转让。")  # the answer table shows this, and none of the others
    case = parts.case(claims=(so, *causes, *plans), papers=())
    return replace(case, rounds=())


def _worded(case: Case, id_: str, change: Callable[[str], str]) -> Case:
    claims = (replace(c, text=change(c.text)) if c.id == id_ else c for c in case.claims)
    return replace(case, claims=tuple(claims))


_EDITS: dict[str, Callable[[Case], Case]] = {
    "nothing": lambda case: case,
    "a letter more at the beginning": lambda case: _worded(case, "A0", lambda text: text + "改"),
    "a letter more in a row": lambda case: _worded(case, "W3", lambda text: text + "改"),
    "a letter more in a late row": lambda case: _worded(case, "W26", lambda text: text + "改"),
    "two pages pasted at the beginning": lambda case: _worded(case, "A0", lambda text: text + _LONG * 30),
    "half a page pasted in the middle": lambda case: _worded(case, "A6", lambda text: text + _LONG * 8),
    "the long row made short": lambda case: _worded(case, "W9", lambda text: text[:20]),
    "many lines": lambda case: _worded(case, "W2", lambda text: text + "\n一行" * 30),
    "a paragraph taken away": lambda case: replace(case, claims=(case.claims[0], *case.claims[2:])),
    "nearly all taken away": lambda case: replace(case, claims=(*case.claims[:2], *case.claims[10:11])),
    "three put in": lambda case: replace(case, claims=(*(_new(n) for n in range(3)), *case.claims)),
    "all before the table taken away": lambda case: replace(case, claims=(case.claims[0], *case.claims[10:])),
}


def _new(number: int) -> Claim:
    return Claim(f"B{number}", "N1", ClaimKind.CAUSE, f"补充{number}。{_LONG * 2}")


def _plan(case: Case) -> packet.Plan:
    return packet.plan(case, _PACKS, parts.CLEAN, {}, parts.NOW)


_PACKS = packs.load()


def test_each_page_sketched_after_an_edit_is_the_page_that_all_laid_out_gives(preview: Preview) -> None:
    before = _plan(_case())
    for name, edit in _EDITS.items():
        after = _plan(edit(_case()))
        preview.show(after)
        first, last = preview._starts["letter"], preview._starts["index"] - 1
        pages = {number: preview.page(number, _WIDTH) for number in range(first, last + 1)}
        preview.show(before)
        assert preview._starts["letter"] == first
        known = preview._laid
        for number in range(first, preview._starts["index"]):
            preview._laid = known  # as if the edit were the first since all was laid out
            assert preview.sketch(after, number, _WIDTH) == pages[min(number, last)], (name, number)


def test_only_what_is_near_the_page_is_laid_out(preview: Preview) -> None:
    case = _case()
    preview.show(_plan(case))
    last = preview._starts["index"] - 1
    preview.sketch(_plan(_worded(case, "W27", lambda text: text + "改")), last - 1, _WIDTH)
    with pypdfium2.PdfDocument(preview._part) as pdf:
        assert len(pdf) < last - preview._starts["letter"] + 1
    preview.sketch(_plan(_worded(case, "A0", lambda text: text + "改")), last - 1, _WIDTH)
    with pypdfium2.PdfDocument(preview._part) as pdf:
        assert len(pdf) == last - preview._starts["letter"] + 1  # all before it might have moved


def test_a_page_that_no_longer_fills_is_laid_out_with_all_the_rest(preview: Preview) -> None:
    preview.show(_plan(_case()))
    first = preview._starts["letter"]
    shorter = _plan(_EDITS["the long row made short"](_case()))
    preview.sketch(shorter, first + 4, _WIDTH)
    assert preview._laid == nearby.Laid()
    preview.show(shorter)
    assert preview._laid.places


def test_a_layout_that_is_wrong_is_no_moved_page() -> None:
    wrong = front_payload(_plan(_case())) | {"letter": [{"kind": "body"}]}
    with pytest.raises(typeset.typst.TypstError):
        typeset.to_draft_pdf(wrong)


def test_pieces_are_counted_as_the_layout_counts_them(preview: Preview) -> None:
    plan = _plan(_case())
    preview.show(plan)
    rows = sum(len(getattr(block, "rows", ())) for block in plan.letter.blocks)
    places = preview._laid.places
    assert len(places) == len(plan.letter.blocks) + rows
    assert list(places) == sorted(places)
    assert nearby.near(replace(preview._laid, places=places[1:]), preview._laid.blocks, places[0].page) is None
