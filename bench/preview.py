"""Typing into a letter of twenty pages: from each keystroke to the picture of the page it stands on.

One keystroke is one edit. Measured is all that lies between the edited case and the PNG: the plan, the layout, and the
drawing. While typing goes on, that is the layout of the part in hand, the whole letter; when it rests, of all
pages before the exhibits, which the second row tells. The case has eight points, statements of every kind, and
twelve exhibits of ten pages, cited throughout; as many statements are taken as make a letter of exactly twenty pages.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import cycle, islice
from time import perf_counter
from typing import Final

from pypdf import PdfReader
from pypdf.generic import Destination

from bench.measure import Percentile95, Row, Times
from core import packet, packs
from core.checks import Report
from core.model import (
    Case,
    Claim,
    ClaimKind,
    Entity,
    ExhibitRef,
    FileFacts,
    Finding,
    Level,
    Notice,
    PageFacts,
    Paper,
    Point,
    Role,
    Verdict,
)
from core.model.values import CHINA
from core.packet import typeset
from core.packet.payload import front_payload
from core.packet.plan import sketch
from core.packet.preview import Preview

NOW: Final = datetime(2026, 11, 22, tzinfo=CHINA)
LIMIT_S: Final = 0.060
PAGES: Final = 20
KEYS: Final = 80
_WARM_UP, _REST = 5, 10  # the first keystrokes start the drawing process; typing rests after every tenth
WIDTH: Final = 640  # as the app draws them
_POINTS, _EXHIBITS, _EXHIBIT_PAGES = 8, 12, 10
_TYPED = "经逐份核对，上述材料与在售批次一一对应，差异均已说明。"
_SENTENCE = "我方核对了商品资质台账、进货合同、发票与在售批次记录，逐份确认签发方、号码、有效期与适用范围。"
_REPORT: Final = Report((Finding("notice", "ok", Level.PASS, "-"),))


def rows() -> Iterator[Row]:
    installed = packs.load()
    claims = _enough_claims(installed)
    middle = len(claims) // 2
    case, seconds, settled = _case(claims), [], []
    # As the app does (gui.collector): what was loaded for good is left out of every garbage collection.
    gc.freeze()
    with Preview(_plan(case, installed)) as preview:
        page = _page_of(case, claims[middle], installed)
        for number, sign in enumerate(islice(cycle(_TYPED), KEYS + _WARM_UP)):
            edited = replace(claims[middle], text=claims[middle].text + sign)
            claims = (*claims[:middle], edited, *claims[middle + 1 :])
            case, facts = _case(claims), _facts_of(case)
            begin = perf_counter()
            preview.sketch(sketch(case, installed, _REPORT, facts, NOW), page, WIDTH)
            seconds.append(perf_counter() - begin)
            if number % _REST == 0:
                begin = perf_counter()
                preview.show(_plan(case, installed))
                preview.page(page, WIDTH)
                settled.append(perf_counter() - begin)
    gc.unfreeze()
    times, rest = Percentile95(tuple(seconds[_WARM_UP:])), Times(tuple(settled[1:]))
    what = f"preview of a letter of {PAGES} pages in a packet of {preview.pages}, {KEYS} keystrokes"
    yield Row(what, f"the bound, {LIMIT_S * 1000:.0f} ms", times, met=times.value <= LIMIT_S)
    yield Row("the same, all pages laid out when typing rests", ours=rest)


def letter_pages(case: Case, installed: packs.Packs) -> tuple[int, int]:
    """Returns on which page of the packet the letter begins, and on which the part after it."""
    content = typeset.to_draft_pdf(front_payload(_plan(case, installed)))
    with BytesIO(content) as stream:
        reader = PdfReader(stream)
        parts = [part for part in reader.outline if isinstance(part, Destination)]
        starts = {str(part.title): reader.get_destination_page_number(part) or 0 for part in parts}
    return starts["申诉说明"] + 1, starts["证据目录"] + 1


def _enough_claims(installed: packs.Packs) -> tuple[Claim, ...]:
    """Returns as many statements as make a letter of `PAGES` pages."""
    for count in range(60, 140):
        claims = tuple(_claim(number) for number in range(count))
        first, after = letter_pages(_case(claims), installed)
        if after - first == PAGES:
            return claims[:-1] if _grows(claims, installed) else claims
    raise LookupError("no number of statements gives so many pages")


def _grows(claims: tuple[Claim, ...], installed: packs.Packs) -> bool:
    """Says whether what is going to be typed would make the letter longer than `PAGES` pages."""
    typed = replace(claims[0], text=claims[0].text + _TYPED * 4)
    first, after = letter_pages(_case((typed, *claims[1:])), installed)
    return after - first > PAGES


def _page_of(case: Case, claim: Claim, installed: packs.Packs) -> int:
    """Returns the page on which a statement stands in the letter."""
    first, after = letter_pages(case, installed)
    content = typeset.to_draft_pdf(front_payload(_plan(case, installed)))
    with BytesIO(content) as stream:
        texts = ["".join(page.extract_text().split()) for page in PdfReader(stream).pages]
    return next(number for number in range(first, after) if claim.text[:8] in texts[number - 1])


def _plan(case: Case, installed: packs.Packs) -> packet.Plan:
    return packet.plan(case, installed, _REPORT, _facts_of(case), NOW)


def _facts_of(case: Case) -> dict[str, FileFacts]:
    return {paper.sha256: _facts(paper) for paper in case.papers}


def _case(claims: tuple[Claim, ...]) -> Case:
    points = tuple(Point(f"N{n + 1}", f"第{n + 1}项材料不符合要求，请补充说明。") for n in range(_POINTS))
    papers = tuple(
        Paper(f"P{n + 1}", f"材料{n + 1}.pdf", f"{n + 1:064x}", 1000, role=Role.EVIDENCE, title=f"第{n + 1}份材料")
        for n in range(_EXHIBITS)
    )
    entity = Entity("杭州示例食品有限公司", "91330106MA2CFUSH8X", "示例人", "杭州市", "示例人")
    case = Case("bench", NOW, "qualification-reappeal", "tmall", entity=entity, claims=claims, papers=papers)
    return replace(case, notice=Notice("B-1", "材料不符", received_at=NOW, points=points))


def _claim(number: int) -> Claim:
    kind = (ClaimKind.FACT, ClaimKind.CAUSE, ClaimKind.DONE, ClaimKind.ANSWER, ClaimKind.WILL)[number // _POINTS % 5]
    text = f"第{number + 1}条说明。{_SENTENCE * (1 + number % 2)}"
    cited = (ExhibitRef(f"P{number % _EXHIBITS + 1}", number % _EXHIBIT_PAGES + 1),)
    return Claim(f"C{number + 1}", f"N{number % _POINTS + 1}", kind, text, cited, date(2026, 11, 15), "李明")


def _facts(paper: Paper) -> FileFacts:
    pages = (PageFacts(595.44, 842.04),) * _EXHIBIT_PAGES
    return FileFacts(paper.file, "pdf", paper.sha256, paper.size, Verdict.OK, pages=pages)
