"""Signatures, traces, looks, invoices and reports: each fault is found where it is, and nobody is accused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.checks import Review, registered, run
from core.model import Answer, Field, ImageFacts, Level, PageFacts, PdfFacts, Verdict
from core.model.facts import InvoiceFacts, SignatureFacts
from core.packs.shapes import PaperAgeLimit
from tests.core.checks.cases import AGENT, FACT, OWNER, SHOP, fields, paper
from tests.core.checks.spoil import (
    Spoil,
    both,
    case_with,
    facts_with,
    field_of,
    more_papers,
    notice_with,
    paper_with,
    read_with,
    without_papers,
)

SOUND = SignatureFacts("Seal", "某公司", "2026-09-01T10:00:00+08:00", "rsa", "intact", "whole", "none")
BROKEN, SM2 = replace(SOUND, state="broken"), replace(SOUND, state="unverifiable", algorithm="sm2", coverage="")
ENDED = replace(SOUND, not_after="2026-10-01T00:00:00+00:00")
LATE = replace(ENDED, signed_at="2026-10-09T00:00:00+00:00")
SENTENCE = "兹授权贵公司销售本公司产品，期限自{year}年一月一日起至{year}年十二月三十一日止，仅限本店，特此证明。"
WORDS = (PageFacts(595, 842, text=SENTENCE.format(year="二〇二六")),)
OTHER = (PageFacts(595, 842, text=SENTENCE.format(year="二〇二七")),)
LOOK, NEAR, FAR = "ff00ff00ff00ff00", "ff00ff00ff00ff07", "00ff00ff00ff00ff"


def signed(*signatures: SignatureFacts, **changes: object) -> Spoil:
    return facts_with("P6", signatures=signatures, **changes)


def report(**values: str) -> Spoil:
    return more_papers(paper("P9", "test-report", "检测报告.pdf", cma_number="220000012345", **values))


def looks(mine: str, theirs: str, *pages: tuple[PageFacts, ...]) -> Spoil:
    own, old = pages or ((), ())
    return both(facts_with("P5", look=mine, pages=own), facts_with("P1", look=theirs, pages=old))


APPLIED = more_papers(paper("P9", "trademark-acceptance", "受理.pdf", trademark_number="12345678"))


def aged(kind: str, field: str, certainty: str = "A", **changes: object) -> Spoil:
    """Lets the platform ask that a kind of paper is at most ten days old."""
    limit = PaperAgeLimit(
        paper=kind, field=field, days=10, fact=FACT.model_copy(update={"certainty": certainty}), **changes
    )

    def spoil(review: Review) -> Review:
        here = review.platform.model_copy(update={"max_ages": (limit,)})
        return replace(review, packs=replace(review.packs, platforms={**review.packs.platforms, here.id: here}))

    return spoil


def unpath(review: Review) -> Review:
    """Takes the playbook away, which would leave out answers that its path does not ask for."""
    return case_with(playbook="gone")(review)


HITS: list[tuple[str, Spoil, str]] = [
    ("broken", signed(BROKEN), "signature/broken warn P6"),
    ("SM2", signed(SM2), "signature/unverifiable info P6"),
    ("certificate ended", signed(ENDED), "signature/certificate-expired info P6"),
    ("signed after the end", signed(LATE), "signature/certificate-expired warn P6"),
    ("only a part", signed(replace(SOUND, coverage="partial")), "signature/partial-coverage warn P6"),
    (
        "changed between two",
        signed(replace(SOUND, coverage="revision", changes="other"), SOUND),
        "signature/partial-coverage warn P6",
    ),
    ("any", signed(SOUND), "signature/will-be-lost-in-copy info P6"),
    (
        "retouched",
        facts_with("P6", image=ImageFacts(1, 1, software="Adobe Photoshop 25.0")),
        "trace/edited-by-image-editor info P6",
    ),
    ("saved on top", facts_with("P6", pdf=PdfFacts(revisions=3, signatures=1)), "trace/incremental-update info P6"),
    (
        "saved after",
        signed(replace(SOUND, coverage="revision", changes="permitted")),
        "trace/saved-after-signing info P6",
    ),
    ("glare at the edge of what is told", read_with("P2", glare=0.02), "image/glare warn P2"),
    ("made before", facts_with("P7", pdf=PdfFacts(created="D:20260301090000+08'00'")), "trace/date-conflict info P7"),
    ("like the rejected one", looks(LOOK, NEAR), "reuse/looks-like-rejected info P5"),
    ("its words too", looks(LOOK, NEAR, WORDS, WORDS), "reuse/looks-like-rejected warn P5"),
    ("twice scanned", both(facts_with("P4", look=LOOK), facts_with("P5", look=NEAR)), "file/near-duplicate info P5"),
    ("after the penalty", field_of("P6", invoice_date="2026-11-20"), "invoice/after-penalty warn P6"),
    (
        "another buyer",
        facts_with("P6", invoice=InvoiceFacts("", (("BuyerName", "别家公司"),))),
        "invoice/buyer fail P6",
    ),
    (
        "bought too few",
        both(field_of("P6", quantity="10"), case_with(answers=(Answer("sold-quantity", "11"),))),
        "invoice/quantity-short warn -",
    ),
    (
        "one number twice",
        more_papers(paper("P9", "invoice", "发票二.pdf", invoice_number="26332000000000000017", buyer=SHOP)),
        "invoice/duplicate-number warn P9",
    ),
    (
        "a sum that is none",
        field_of("P6", amount="100.00", tax="13.00", total="131.00"),
        "invoice/sum-mismatch warn P6",
    ),
    (
        "other goods",
        both(
            field_of("P6", items="*纺织品*晨露毛巾"),
            field_of("P7", items="晨露毛巾"),
            report(sample="晨露浴巾"),
        ),
        "match/product warn P9",
    ),
    (
        "another model",
        both(field_of("P6", model="M-1"), field_of("P7", model="M-1"), report(model="M-2")),
        "match/product warn P9",
    ),
    (
        "goods nobody confirmed",
        paper_with("P6", fields=(*fields(buyer=SHOP, seller=AGENT), Field("items", "晨露毛巾"))),
        "match/goods-skipped skip P6",
    ),
    (
        "another batch",
        both(
            report(batch="20260818"), more_papers(paper("P10", "inspection-certificate", "检疫.pdf", batch="20260819"))
        ),
        "match/batch warn P10",
    ),
    (
        "invoiced more than ordered",
        both(field_of("P6", quantity="11"), field_of("P7", quantity="10")),
        "match/quantity warn -",
    ),
    (
        "invoiced more than came",
        both(
            field_of("P6", quantity="11"),
            field_of("P7", quantity="11"),
            more_papers(paper("P8", "delivery-proof", "送货单.jpg", quantity="10", seller=AGENT)),
        ),
        "match/quantity warn -",
    ),
    ("only applied for", both(without_papers("P3"), APPLIED), "trademark/pending-only warn P9"),
    ("another mark registered", both(field_of("P3", trademark_number="1"), APPLIED), "trademark/pending-only warn P9"),
    (
        "a change that leads elsewhere",
        more_papers(
            paper("P9", "trademark-change", "变更.pdf", trademark_number="12345678", holder=OWNER, owner="别家")
        ),
        "trademark/missing-change-certificate warn P3",
    ),
    (
        "a change without a number that leads elsewhere",
        more_papers(paper("P9", "trademark-change", "变更.pdf", holder=OWNER, owner="别家")),
        "trademark/missing-change-certificate warn P3",
    ),
    (
        "a change without its paper",
        both(field_of("P3", owner="旧权利人"), case_with(answers=(Answer("trademark-changed", True),)), unpath),
        "trademark/missing-change-certificate warn P3",
    ),
    (
        "an own brand under an old name",
        both(
            field_of("P3", owner="旧权利人"),
            case_with(links=(), answers=(Answer("trademark-transferred", True), Answer("brand-relation", "own"))),
            unpath,
        ),
        "trademark/missing-change-certificate warn P3",
    ),
    ("an owner nobody confirmed", field_of("P3", owner=""), "trademark/owner-skipped skip P3"),
    ("a report of long ago", report(tested_on="2025-11-18"), "report/too-old warn P9"),
    (
        "a report of long ago where that is a rule",
        both(aged("test-report", "tested_on"), report(tested_on="2026-11-08")),
        "report/too-old fail P9",
    ),
    ("a report nobody dated", report(), "report/age-skipped skip P9"),
    (
        "a report and no notice",
        both(report(tested_on="2026-11-18"), notice_with(received_at=None)),
        "report/age-skipped skip P9",
    ),
    (
        "an invoice of long ago",
        both(aged("invoice", "invoice_date"), field_of("P6", invoice_date="2026-11-08")),
        "validity/too-old fail P6",
    ),
    (
        "an invoice of long ago by hearsay",
        both(aged("invoice", "invoice_date", "B"), field_of("P6", invoice_date="2026-11-08")),
        "validity/too-old warn P6",
    ),
    (
        "an invoice too old when it is sent",
        both(aged("invoice", "invoice_date", before="sending"), field_of("P6", invoice_date="2026-11-11")),
        "validity/too-old fail P6",
    ),
    (
        "an authority that no table has",
        both(report(), field_of("P9", cma_number="229900012345")),
        "number/unknown-code info P9",
    ),
    ("no CMA", both(report(), field_of("P9", cma_number="")), "report/no-cma warn P9"),
    (
        "tested before sampled",
        report(sampled_on="2026-10-02", tested_on="2026-10-01"),
        "report/before-sampling fail P9",
    ),
    (
        "another standard",
        both(report(standard="FZ/T 62006-2019"), notice_with(text="依据 GB 18401-2010 不合格")),
        "report/standard warn P9",
    ),
    (
        "only this sample",
        both(report(), facts_with("P9", pages=(PageFacts(1, 1, text="本报告仅对来样负责。"),))),
        "report/sample info P9",
    ),
    (
        "pages missing",
        both(report(), facts_with("P9", pages=(PageFacts(1, 1, text="第 1 页 共 6 页"),))),
        "report/incomplete warn P9",
    ),
]


@pytest.mark.parametrize(("spoil", "expected"), [h[1:] for h in HITS], ids=[h[0] for h in HITS])
def test_one_fault_is_found_where_it_is(review: Review, ask, spoil: Spoil, expected: str) -> None:
    found = {f"{f.id} {f.level} {f.paper or '-'}" for f in _all(ask, spoil(review))}
    assert expected in found
    assert not [one for one in found if " error " in one]


@pytest.mark.parametrize(
    "spoil",
    [
        looks(LOOK, FAR),
        looks(LOOK, NEAR, WORDS, OTHER),
        both(report(standard="GB 18401-2010", tested_on="2026-11-01"), notice_with(text="依据 GB 18401-2003 不合格")),
        facts_with("P6", invoice=InvoiceFacts("", (("BuyerName", SHOP),))),
        facts_with("P6", image=ImageFacts(1, 1, software="HUAWEI Mate 60")),
        facts_with("P6", pdf=PdfFacts(revisions=2, signatures=1)),
        facts_with("P7", pdf=PdfFacts(created="D:20260901090000+08'00'")),
        read_with("P2", line_height=14.0),
        both(field_of("P6", quantity="11"), case_with(answers=(Answer("sold-quantity", "11"),))),
        field_of("P6", amount="100.00", tax="13.00", total="113.01"),
        both(field_of("P6", items="*纺织品*晨露毛巾"), field_of("P7", items="晨露 毛巾 M-1")),
        both(
            field_of("P6", items="晨露毛巾"),
            more_papers(
                paper("P8", "video-still", "拆包.jpg", product="一块砖"),
                paper("P9", "other", "x.jpg", product="晨露毛巾"),
            ),
        ),
        both(field_of("P6", quantity="10"), field_of("P7", quantity="11")),
        both(field_of("P6", quantity="10"), field_of("P7", quantity="10")),
        both(report(tested_on="2026-11-01"), facts_with("P9", pages=(PageFacts(1, 1, text="第 1 页 共 1 页"),))),
        APPLIED,
        report(tested_on="2025-11-19"),
        both(aged("invoice", "invoice_date", playbooks=("another",)), field_of("P6", invoice_date="2026-11-08")),
        both(aged("invoice", "invoice_date"), field_of("P6", invoice_date="2026-11-09")),
        both(aged("invoice", "invoice_date", before="sending"), field_of("P6", invoice_date="2026-11-12")),
        both(
            field_of("P3", owner="旧权利人"),
            more_papers(
                paper("P9", "trademark-change", "变更.pdf", trademark_number="12345678", holder="旧权利人", owner=OWNER)
            ),
        ),
    ],
)
def test_what_is_only_alike_is_no_finding(review: Review, ask, spoil: Spoil) -> None:
    subjects = {"reuse", "report", "invoice", "trace", "trademark", "image"}
    goods = {"validity/too-old", "match/product", "match/batch", "match/quantity", "match/goods-skipped"}
    found = [f for f in _all(ask, spoil(review)) if f.level is not Level.PASS]
    assert [f.id for f in found if f.check in subjects or f.id in goods] == []


def test_no_trace_is_ever_more_than_a_note() -> None:
    codes = {code for check in registered() if check.subject == "trace" for code in check.codes}
    assert codes == {"edited-by-image-editor", "saved-after-signing", "incremental-update", "date-conflict"}


def _all(ask, review: Review):
    return [finding for findings in ask(review).values() for finding in findings]


def test_a_hostile_file_without_a_signature_is_not_said_to_be_signed_in_part(review: Review, ask) -> None:
    spoiled = facts_with("P6", verdict=Verdict.HOSTILE, reason="active-content")(review)
    assert "signature/partial-coverage" not in ask(spoiled)


def test_where_nothing_limits_the_age_that_is_said(review: Review) -> None:
    report = run(review)
    said = next(f.message for f in report.findings if f.id == "validity/age-ok")
    assert said == "没有来源限制这些材料的日期。"
    limited = run(aged("invoice", "invoice_date", before="sending")(field_of("P6", invoice_date="2026-11-20")(review)))
    assert "1 份" in next(f.message for f in limited.findings if f.id == "validity/age-ok")


def test_papers_that_all_look_alike_are_told_once_each_and_not_pair_by_pair(review: Review) -> None:
    invoices = [f"P{number}" for number in range(20, 32)]
    spoil = both(
        more_papers(*(paper(name, "invoice", f"{name}.pdf") for name in invoices)),
        *(facts_with(name, look=LOOK) for name in invoices),
    )
    told = [f for f in run(spoil(review)).findings if f.id == "file/near-duplicate"]
    assert [f.paper for f in told] == invoices[1:]
    assert "P20" in told[-1].message
    assert "11 份" in told[-1].message
