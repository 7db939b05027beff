"""Pieces of recognised text become rows again, and proposals know where they stand."""

from __future__ import annotations

import math

import pytest

from core import fields
from core.fields import values
from core.fields.labels import all_words
from core.fields.layout import rows
from core.fields.lines import vocabulary
from core.model import Code, Field, FieldSource, FileFacts, PageFacts, PageQuality, PageReading, TextLine, Verdict

WORDS = vocabulary(*all_words())
FACTS = FileFacts("照片.jpg", "jpeg", "ab" * 32, 5, Verdict.OK, pages=(PageFacts(1000, 1000),))
# Text, left, top, width; every line is 20 high on a page of 1000 × 1000.
LICENCE = [
    ("营业执照", 400, 100, 200),
    ("统一社会信用代码", 100, 160, 160), ("91330200MAXX00170W", 300, 163, 200),
    ("名称", 100, 200, 40), ("宁波启明星辰电子商务有限公司", 200, 202, 280),
    ("注册资本", 600, 198, 80), ("壹佰万元整", 700, 201, 100),
    ("法定代表人", 100, 240, 100), ("沈星野", 220, 240, 60), ("营业期限", 600, 242, 80), ("长期", 700, 240, 40),
    ("经营范围", 100, 280, 80), ("一般项目：互联网销售；针纺", 200, 280, 260),
    ("住所", 600, 283, 40), ("星河路17号402室", 700, 281, 150),
    ("织品销售；日用百货销售。", 200, 305, 240),
    ("登记机关", 600, 400, 80), ("样例市场监督管理局", 700, 401, 180),
    ("2026年10月15日", 650, 440, 140),
]  # fmt: skip


def reading(
    pieces: list[tuple[str, int, int, int]], *, score: float = 0.99, lean: float = 0.0, turned: int = 0, **kept: object
) -> PageReading:
    lines = tuple(TextLine(text, _box(left, top, width, lean, turned), score) for text, left, top, width in pieces)
    quality = PageQuality(skew=lean, turned=turned, line_height=20, sharpness=1)
    return PageReading("ab" * 32, 1, 1, recognised=True, lines=lines, quality=quality, **kept)  # type: ignore[arg-type]


def _box(left: int, top: int, width: int, lean: float, turned: int) -> tuple[float, float, float, float]:
    slope = math.tan(math.radians(lean))
    low, high = sorted((top + left * slope, top + (left + width) * slope))
    box = left / 1000, low / 1000, (left + width) / 1000, (high + 20) / 1000
    if turned == 90:  # how the page lies before it is turned clockwise by a quarter
        return box[1], 1 - box[2], box[3], 1 - box[0]
    if turned == 180:
        return 1 - box[2], 1 - box[3], 1 - box[0], 1 - box[1]
    if turned == 270:
        return 1 - box[3], box[0], 1 - box[1], box[2]
    return box


def best(found: tuple[Field, ...]) -> dict[str, Field]:
    return {f.name: f for f in reversed(found)}


@pytest.mark.parametrize(
    ("lean", "turned"), [(0.0, 0), (2.5, 0), (-2.5, 0), (0.0, 90), (0.0, 180), (0.0, 270), (1.5, 180)]
)
def test_labels_find_their_values_however_the_page_lies(lean: float, turned: int) -> None:
    found = best(fields.propose("business-licence", FACTS, [reading(LICENCE, lean=lean, turned=turned)]))
    assert found["uscc"].value == "91330200MAXX00170W"
    assert found["holder"].value == "宁波启明星辰电子商务有限公司"
    assert found["legal_representative"].value == "沈星野"
    assert found["address"].value == "星河路17号402室"
    assert found["scope"].value == "一般项目：互联网销售；针纺织品销售；日用百货销售"
    assert found["issuer"].value == "样例市场监督管理局"
    assert found["issued_on"].value == "2026-10-15"
    assert {f.source for f in found.values()} == {FieldSource.OCR}


def test_each_proposal_points_at_its_own_piece_of_the_page() -> None:
    found = best(fields.propose("business-licence", FACTS, [reading(LICENCE)]))
    assert found["uscc"].box == pytest.approx((0.3, 0.163, 0.5, 0.183))
    assert found["scope"].box == pytest.approx((0.2, 0.28, 0.46, 0.325))
    assert {f.page for f in found.values()} == {1}


def test_nothing_is_surer_than_the_characters_it_was_read_from() -> None:
    clear = best(fields.propose("business-licence", FACTS, [reading(LICENCE, score=0.99)]))
    doubtful = best(fields.propose("business-licence", FACTS, [reading(LICENCE, score=0.8)]))
    assert clear["uscc"].score >= values.HIGHEST
    assert doubtful["uscc"].score < 0.7
    assert doubtful["holder"].score < clear["holder"].score < values.HIGHEST


def test_what_stands_in_the_next_column_is_not_part_of_a_value() -> None:
    page = [("法定代表人：沈星野", 100, 100, 180), ("有限公司", 320, 103, 80)]
    found = best(fields.propose("commitment", FACTS, [reading(page)]))
    assert found["legal_representative"].value == "沈星野"


def test_columns_of_a_table_are_never_run_together() -> None:
    table = [("品名", 100, 100, 40), ("数量", 300, 100, 40), ("毛巾白色", 100, 130, 80), ("1800", 300, 130, 40)]
    table += [("毛巾浅蓝", 100, 155, 80), ("1200", 300, 155, 40)]
    texts = [row.text for row in rows(reading(table), 1, 1, WORDS)]
    assert texts == ["品名 ｜ 数量", "毛巾白色 ｜ 1800", "毛巾浅蓝 ｜ 1200"]


def test_numbered_paragraphs_stay_apart() -> None:
    page = [("一、首次提交的发票有误，特此", 100, 100, 300), ("说明。", 100, 125, 60), ("二、已更换。", 100, 150, 120)]
    assert [row.text for row in rows(reading(page), 1, 1, WORDS)] == [
        "一、首次提交的发票有误，特此说明。",
        "二、已更换。",
    ]


def test_the_rim_of_a_seal_is_not_text() -> None:
    assert rows(reading([("国海市场监督宿限司", 100, 100, 200)], score=0.3), 1, 1, WORDS) == ()


def test_a_type_is_guessed_from_what_was_recognised() -> None:
    assert fields.guess_type(FACTS, readings=[reading(LICENCE)]) == "business-licence"
    assert fields.guess_type(FACTS) == ""


def test_an_invoice_code_proposes_its_values_and_a_changed_one_only_weakly() -> None:
    place = (0.1, 0.1, 0.2, 0.2)
    whole = Code("qr", "01,32,,26427000000375586818,10.70,20260430,,FAFB", 1, place)
    found = best(fields.propose("invoice", FACTS, [reading([], codes=(whole,))]))
    assert {name: f.value for name, f in found.items()} == {
        "invoice_number": "26427000000375586818",
        "invoice_date": "2026-04-30",
        "total": "10.70",
    }
    assert {(f.source, f.box, f.score) for f in found.values()} == {(FieldSource.QR, place, 0.95)}
    changed = Code("qr", "01,32,,26427000000375586818,10.70,20260430,,FAFC", 1, place)
    assert {f.score for f in fields.propose("invoice", FACTS, [reading([], codes=(changed,))])} == {0.5}
    assert fields.propose("test-report", FACTS, [reading([], codes=(whole,))]) == ()


def test_a_barcode_proposes_a_product_number_when_its_check_digit_fits() -> None:
    good, bad = (Code("ean-13", text, 1, (0, 0, 1, 1, WORDS)) for text in ("6936983800013", "6936983800014"))
    found = fields.propose("other", FACTS, [reading([], codes=(good, bad))])
    assert [(f.name, f.value) for f in found] == [("gtin", "6936983800013")]


def test_a_day_that_a_seal_cut_short_is_no_second_line_of_the_office_above_it() -> None:
    pieces = [("营业执照", 400, 100, 200), ("登记机关", 600, 400, 80), ("样例市场监督管理局", 700, 400, 180)]
    found = best(fields.propose("business-licence", FACTS, [reading([*pieces, ("026年10月15日", 700, 432, 140)])]))
    assert (found["issuer"].value, found["issued_on"].value) == ("样例市场监督管理局", "2026-10-15")


def test_the_name_on_a_licence_is_found_above_the_type_when_its_label_was_not_read() -> None:
    kind = [
        ("类型", 100, 240, 40),
        ("个体工商户", 200, 240, 100),
        ("组成形式", 600, 200, 80),
        ("个人经营", 700, 200, 80),
    ]
    title = ("营业执照", 400, 100, 200)
    found = best(
        fields.propose("business-licence", FACTS, [reading([title, ("样例区朗川商行", 200, 200, 160), *kind])])
    )
    assert found["holder"].value == "样例区朗川商行"
    assert found["holder"].score <= values.MAYBE
    for other in ("编号 9246", "注册资本壹佰万元整"):
        assert "holder" not in best(
            fields.propose("business-licence", FACTS, [reading([title, (other, 200, 200, 160), *kind])])
        )
