"""A letter of about 20 pages laid out again after an edit, against raw Typst on the same text.

Raw Typst sets the bare paragraphs with the same fonts, warm. Ours goes the whole way of the preview's layout: claims
through the template to blocks, every page of the packet with index, links and numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count

import typst

from bench.measure import Row, in_turn
from core import packet, packs
from core.checks import Report
from core.model import Case, Claim, ClaimKind, Entity, Finding, Level, Notice, Point
from core.model.values import CHINA
from core.packet import typeset
from core.packet.payload import payload
from core.resources import data_root

NOW = datetime(2026, 11, 22, tzinfo=CHINA)
LIMIT = 4.0
PARAGRAPHS = 110
_SENTENCE = "我方核对了商品资质台账、进货合同、发票与在售批次记录，逐份确认签发方、号码、有效期与适用范围。"


def rows() -> Iterator[Row]:
    installed, edits = packs.load(), count()
    report = Report((Finding("notice", "ok", Level.PASS, "-"),))

    def ours() -> None:
        plan = packet.plan(_case(next(edits)), installed, report, {}, NOW)
        typeset.to_draft_pdf(payload(plan))

    compiler = typst.Compiler(
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(data_root() / "assets" / "fonts")]
        )
    )

    def raw() -> None:
        compiler.compile(_source(_case(next(edits))), format="pdf", timestamp=0, pdf_tags=False)

    made, theirs = in_turn(ours, raw, runs=15, warm_up=3)
    yield Row("20-page letter laid out again after an edit", "raw Typst", made, theirs, LIMIT)


def _case(edit: int) -> Case:
    claims = tuple(
        Claim(f"C{n}", "N1", ClaimKind.FACT, f"第{n}项，第{edit}稿。{_SENTENCE * 2}") for n in range(PARAGRAPHS)
    )
    case = Case("bench", NOW, "qualification-reappeal", "tmall", entity=Entity("示例有限公司"), claims=claims)
    return replace(case, notice=Notice("B-1", points=(Point("N1", "材料不足"),)))


def _source(case: Case) -> bytes:
    head = (
        '#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "1")\n'
        '#set text(font: "Noto Serif SC", lang: "zh", size: 16pt)\n'
        "#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 13pt, spacing: 13pt)\n"
    )
    return (head + "\n\n".join(claim.text for claim in case.claims)).encode()
