from __future__ import annotations

from dataclasses import replace

from core.checks.matrix import Row, matrix
from core.model import Answer, Case, Entity, Field, Notice, Paper, Role
from core.model.paper import FieldSource
from core.packs import load
from tests.core.checks.cases import NOW, SHOP, USCC

PACKS = load()
CASE = Case(
    "c", NOW, "qualification-reappeal", "tmall", entity=Entity(SHOP, USCC, "沈晨"), notice=Notice(received_at=NOW)
)


def _paper(number: int, kind: str, **fields: str) -> Paper:
    told = tuple(Field(name, value, FieldSource.TYPED, True) for name, value in fields.items())
    return Paper(f"P{number}", f"{number}.pdf", f"{number:064x}", 1, kind, True, Role.EVIDENCE, fields=told)


def _row(id_: str, *papers: Paper, answers: tuple[Answer, ...] = ()) -> Row:
    rows = {row.id: row for row in matrix(replace(CASE, papers=papers, answers=answers), PACKS)}
    return rows[id_]


def test_every_paper_that_names_a_party_stands_in_one_row_with_the_one_that_differs() -> None:
    row = _row(
        "party",
        _paper(1, "business-licence", holder=SHOP),
        _paper(2, "invoice", buyer=SHOP.replace("有限公司", "有限责任公司")),
        _paper(3, "payment-proof", buyer=SHOP),
    )
    assert row.expected == SHOP
    assert [(cell.paper, cell.agrees) for cell in row.cells] == [("P1", True), ("P2", False), ("P3", True)]
    assert [cell.paper for cell in row.differs] == ["P2"]


def test_the_batch_that_most_papers_tell_is_expected_of_the_others() -> None:
    papers = [_paper(n, "test-report", batch=batch) for n, batch in enumerate(("A1", "A2", "a1"), start=1)]
    assert [cell.paper for cell in _row("batch", *papers).differs] == ["P2"]
    assert _row("batch", papers[0]).cells[0].agrees is None


def test_bought_must_cover_sold() -> None:
    papers = (_paper(1, "invoice", quantity="600"), _paper(2, "invoice", quantity="500"))
    assert not _row("quantity", *papers, answers=(Answer("sold-quantity", "1000"),)).differs
    assert len(_row("quantity", *papers, answers=(Answer("sold-quantity", "1101"),)).differs) == 2


def test_a_paper_that_had_ended_on_the_day_of_the_notice_differs() -> None:
    papers = (
        _paper(1, "brand-authorisation", valid_to="2026-11-21"),
        _paper(2, "business-licence", valid_to="长期"),
        _paper(3, "brand-authorisation", valid_to="2026-11-22"),
    )
    assert [cell.paper for cell in _row("dates", *papers).differs] == ["P1"]


def test_nothing_unconfirmed_and_nothing_rejected_stands_in_the_matrix() -> None:
    guess = Paper("P1", "1.pdf", "0" * 64, 1, "invoice", True, fields=(Field("buyer", SHOP, FieldSource.TYPED, False),))
    old = replace(_paper(2, "invoice", buyer="别人"), role=Role.REJECTED)
    assert matrix(replace(CASE, papers=(guess, old)), PACKS) == ()


def test_what_was_ordered_delivered_and_invoiced_must_each_cover_what_was_sold() -> None:
    papers = (
        _paper(1, "invoice", quantity="1000"),
        _paper(2, "purchase-contract", quantity="900"),
        _paper(3, "delivery-proof", quantity="1000"),
        _paper(4, "order-record", quantity="1"),
    )
    row = _row("quantity", *papers, answers=(Answer("sold-quantity", "1000"),))
    assert [(cell.paper, cell.agrees) for cell in row.cells] == [("P1", True), ("P2", False), ("P3", True)]


def test_the_tax_offices_kind_of_goods_is_no_part_of_their_name() -> None:
    papers = (_paper(1, "invoice", items="*纺织品*晨露毛巾"), _paper(2, "test-report", sample="晨露毛巾"))
    assert not _row("product", *papers).differs
