"""Citations inside a person's words follow their exhibit, whatever number it gets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core import edits
from core.checks import Report, Review, run
from core.model import Case, Claim, ClaimKind, ExhibitRef, PacketOptions, Paper, Submission
from core.model.case import citations
from core.narrative import Cite, exhibit_order, letter, portal_texts
from core.narrative.citations import words
from core.packet import plan
from core.packet.payload import payload
from tests.core.packet import parts


def case_of(*texts: str, papers: int = 3) -> Case:
    files = tuple(Paper(f"P{n}", f"{n}.pdf", f"{n:064d}", 1, title=f"文件{n}") for n in range(1, papers + 1))
    claims = tuple(Claim(f"C{n}", "N1", ClaimKind.ANSWER, text) for n, text in enumerate(texts, start=1))
    return parts.case(papers=files, claims=claims)


def letter_of(case: Case) -> str:
    return "".join(letter(case, parts.packs(), exhibit_order(case)).texts())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("见@P3:2。", ["P3:2"]),
        ("@P1、@P12:10和@P1", ["P1", "P12:10", "P1"]),
        ("详见@P2:0", ["P2"]),
        ("信箱 a@P3.cn、me.@P3", []),
        ("@P3a @P0 @p3 @P @P1234567", []),
        ("比例@P3:2:1", ["P3:2"]),
    ],
)
def test_only_a_whole_citation_is_one(text: str, found: list[str]) -> None:
    assert [str(ref) for ref in citations(text)] == found


def test_a_citation_shows_the_number_that_the_exhibit_has_today() -> None:
    case = case_of("转让见@P3:2，授权见@P1。")
    assert "转让见附件1第2页，授权见附件2。" in letter_of(case)
    earlier = Claim("C0", "N1", ClaimKind.ANSWER, "先看@P2。")
    changed = replace(case, claims=(earlier, *case.claims))
    assert "先看附件1。" in letter_of(changed)
    assert "转让见附件2第2页，授权见附件3。" in letter_of(changed)
    short = portal_texts(changed, parts.packs(), exhibit_order(changed))
    assert "转让见附件2第2页" in short[-1].text


def test_a_citation_in_the_words_is_a_link_and_is_not_named_twice() -> None:
    case = case_of("见@P3:2。")
    (claim,) = case.claims
    case = replace(case, claims=(replace(claim, exhibits=(ExhibitRef("P3", 2), ExhibitRef("P1"))),))
    made = letter(case, parts.packs(), exhibit_order(case))
    runs = [run for block in made.blocks for run in getattr(block, "runs", ())]
    assert Cite(ExhibitRef("P3", 2), "附件1第2页") in runs
    assert "见附件1第2页（见附件2）。" in "".join(made.texts())


def test_a_citation_of_a_paper_that_does_not_go_in_stays_as_typed_and_is_found() -> None:
    case = case_of("见@P9:2。")
    assert "见@P9:2。" in letter_of(case)
    found = run(Review(case, parts.packs(), {}, parts.NOW)).findings
    assert [finding.subject for finding in found if finding.code == "unknown-exhibit"] == ["C1"]


def test_a_citation_in_the_words_counts_as_proof() -> None:
    done = Claim("C1", "N1", ClaimKind.DONE, "已下架，见@P1。")
    found = run(Review(replace(case_of(), claims=(done,)), parts.packs(), {}, parts.NOW)).findings
    assert "claim-without-exhibit" not in {finding.code for finding in found}


def test_words_without_citations_are_the_very_words() -> None:
    for text in ("", "一句话。", "@", "a@b"):
        made = words(text, exhibit_order(case_of()))
        assert (str(made), bool(made), len(made)) == (text, bool(text), len(text))


def test_kept_numbers_are_those_of_letter_plan_and_files() -> None:
    sent = edits.log_submission(case_of("见@P1。", "见@P2。", papers=2), Submission(1, parts.NOW))
    case = replace(
        case_of("见@P1。", "见@P3:1。", "见@P2。"),
        submissions=sent.submissions,
        packet=PacketOptions(keep_numbers=True),
    )
    made = plan(case, parts.packs(), Report(()), {}, parts.NOW, draft=True)
    assert "见附件1A第1页。" in "".join(made.letter.texts())
    assert [exhibit.label for exhibit in made.exhibits] == ["附件1", "附件1A", "附件2"]
    assert [exhibit.entry for exhibit in made.exhibits] == [
        "originals/01-1.pdf",
        "originals/01A-3.pdf",
        "originals/02-2.pdf",
    ]
    assert [block["label"] for block in payload(made)["index"]] == ["附件1", "附件1A", "附件2"]
