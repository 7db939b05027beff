"""How the pages before the exhibits look: where lines break, what stays together, where the seal goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from core import packet, packs
from core.model import Case, Claim, ClaimKind, ExhibitRef, Point
from core.packet import typeset
from core.packet.characters import characters
from core.packet.payload import part_payload
from core.packet.summary import summary
from tests.core.packet import makers, parts

_PACKS = packs.load()
_CLOSING = "上述内容由我方如实陈述"
_SIGNED = "法定代表人（签字）"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("编号 HZ-FZ-2026-09142 的报告", ["编号 HZ-FZ-", "2026-", "09142 的报告"]),
        ("SAMPLE-20260914-000317", ["SAMPLE-", "20260914-", "000317"]),
        ("QM-M32", ["QM-M32"]),
        ("2026-09-10", ["2026-09-10"]),
        ("1" * 20, ["1" * 14, "1" * 6]),
        ("验检" * 30, ["验检" * 30]),
    ],
)
def test_a_long_number_is_broken_where_it_is_divided(text: str, pieces: list[str]) -> None:
    assert [piece["text"] for piece in characters("text", text) if piece["kind"] == "text"] == pieces
    assert "".join(pieces) == text


def test_the_summary_cuts_no_number_and_promises_no_more_than_it_left_out() -> None:
    quote = "抽检商品耐皂洗色牢度不符合 GB/T 22864-2020 的要求，同批次商品应当停止销售并下架。"
    case = parts.case(papers=())
    case = replace(case, notice=replace(case.notice, points=(Point("N1", quote),)))
    first = "".join(run["text"] for run in summary(_plan(case))[0]["rows"][0]["runs"])
    assert "不符合……”" in first


def test_the_summary_names_first_what_proves_the_sentence_that_it_shows(tmp_path: Path) -> None:
    scan = makers.plain(tmp_path / "scan.pdf")
    papers = tuple(parts.paper(number, scan, sha256=f"{number:064x}") for number in range(1, 6))
    refs = [ExhibitRef(paper.id) for paper in papers]
    fact = Claim("C1", "N1", ClaimKind.FACT, "买家主张已退回。", tuple(refs[:3]))
    answer = Claim("C2", "N1", ClaimKind.ANSWER, "两者不同。", tuple(refs[3:]))
    case = parts.case(papers=papers, claims=(fact, answer))
    case = replace(case, notice=replace(case.notice, points=case.notice.points[:1]))
    facts = {sha256: told for paper in papers for sha256, told in parts.facts(paper, "pdf", ((595, 842),)).items()}
    row = summary(packet.plan(case, _PACKS, parts.CLEAN, facts, parts.NOW))[0]["rows"][0]
    assert [cited["text"] for cited in row["cites"]] == ["附件4", "附件5", "附件1"]


def test_the_answer_table_says_why_where_no_fact_was_found() -> None:
    case = parts.case(papers=())
    second = replace(case.notice.points[1], cause="送检的是上一批商品。")
    case = replace(case, notice=replace(case.notice, points=(case.notice.points[0], second)))
    rows = part_payload(_plan(case), "answers", 1, {})["answers"]
    found = ["".join(run["text"] for cell in row["finding"] for run in cell) for row in rows]
    assert found == ["商标于2024年5月转让。", "送检的是上一批商品。"]


def test_what_is_signed_never_stands_on_a_page_without_the_last_paragraph() -> None:
    for count in range(1, 24):
        claims = tuple(Claim(f"C{n}", "N1", ClaimKind.CAUSE, f"原因{n}。") for n in range(count))
        with pypdfium2.PdfDocument(typeset.to_draft_pdf(_letter(claims))) as pdf:
            texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
        signed = next(text for text in texts if _SIGNED in text)
        assert _CLOSING in signed, count


@pytest.mark.parametrize("part", ["letter", "commitment"])
def test_the_place_of_the_seal_lies_over_name_and_date(part: str) -> None:
    plan = _plan(parts.case(papers=()))
    with pypdfium2.PdfDocument(typeset.to_draft_pdf(part_payload(plan, part, 1, {}))) as pdf:
        page = pdf[len(pdf) - 1]
        name, date, hint = (_box(page, words) for words in (plan.case.entity.name, "2026年11月21日", "盖公章处"))
        sign = _box(page, _SIGNED)
    assert sign[1] > name[3]  # signed by hand above, clear of the seal
    assert name[1] > date[3] > date[1] > hint[3]
    middle = (hint[0] + hint[2]) / 2
    assert abs(middle - (date[0] + date[2]) / 2) < 3
    assert name[0] < hint[0] < hint[2] < name[2]
    assert middle > 595 / 2  # at the right


def test_an_answer_table_of_few_words_is_set_larger() -> None:
    few = parts.case(papers=())
    long = replace(few.claims[1], text="现补充转让证明和授权书，逐份核对。" * 60)
    assert _answer_size(few) == pytest.approx(10.5, abs=0.2)
    assert _answer_size(replace(few, claims=(few.claims[0], long, *few.claims[2:]))) == pytest.approx(9, abs=0.2)


def _answer_size(case: Case) -> float:
    content = part_payload(_plan(case), "answers", 1, {}) | {"parts": [["answers"]]}
    with pypdfium2.PdfDocument(typeset.to_draft_pdf(content)) as pdf:
        sizes = [o.get_font_size() for o in pdf[0].get_objects() if isinstance(o, pypdfium2.PdfTextObj)]
    return sorted(sizes)[len(sizes) // 2]


def _plan(case: Case) -> packet.Plan:
    return packet.plan(case, _PACKS, parts.CLEAN, {}, parts.NOW)


def _letter(claims: tuple[Claim, ...]) -> dict[str, object]:
    return part_payload(_plan(parts.case(claims=claims, papers=())), "letter", 1, {})


def _box(page: pypdfium2.PdfPage, words: str) -> tuple[float, float, float, float]:
    """Returns where words last stand on a page, whatever spaces are between their characters."""
    text = page.get_textpage()
    signs = [(text.get_text_range(n, 1), n) for n in range(text.count_chars())]
    kept = [(sign, n) for sign, n in signs if sign.strip()]
    at = "".join(sign for sign, _n in kept).rindex(words)
    boxes = [text.get_charbox(n) for _sign, n in kept[at : at + len(words)]]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
