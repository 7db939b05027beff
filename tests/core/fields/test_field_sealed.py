"""What a seal or a recogniser took from a paper: only what can be read in one way is proposed."""

from __future__ import annotations

import pytest

from core.fields import dates, values
from core.fields.customs import customs
from core.fields.invoice import invoice
from core.fields.lines import printed, vocabulary
from core.fields.page import Page

_DECLARED = """项号 商品编号 商品名称及规格型号 数量及单位 单价/总价/币制 原产国(地区) 最终目的国(地区) 征免
1 7340388317
一次性医用口罩
4|3|17.5cm×9.5cm|无型号 5682 包
24.71
140402.22
美元
德国
(116)
中国
(CHN)
报关人员　闫晚"""


def _page(text: str) -> Page:
    return Page(1, printed(text), vocabulary(("商品编号",)), seen=False)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("023年11月16日", "2023-11-16"),
        ("202501月18日", "2025-01-18"),
        ("04年01月25日", ""),  # 2004, 2014 or 2024
        ("023年13月16日", ""),
        ("2023年11月", ""),
    ],
)
def test_a_day_under_a_seal_is_read_where_only_one_is_possible(text: str, day: str) -> None:
    assert dates.under_seal(text) == day


def test_the_line_of_goods_on_a_declaration_is_read_where_its_sums_fit() -> None:
    said = {name: value for name, value, _score in customs(_page(_DECLARED))}
    assert said == {"quantity": "5682", "total": "140402.22", "items": "一次性医用口罩", "origin": "德国"}


def test_sums_that_do_not_fit_and_several_lines_of_goods_are_left_alone() -> None:
    said = {name for name, _value, _score in customs(_page(_DECLARED.replace("140402.22", "150402.22")))}
    assert said == {"items", "origin"}
    assert not list(customs(_page(_DECLARED.replace("报关人员", "2 7340388318\n毛巾\n报关人员"))))


def test_ciphers_between_stars_are_no_goods() -> None:
    said = {name: value for name, value, _score in invoice(_page("*6<8*4<0+\n*服装*男士羊毛衫 件"))}
    assert said["items"] == "男士羊毛衫"


def test_what_a_seal_left_of_a_name_or_standard_is_not_proposed() -> None:
    assert values.name("限公司") == ("", 0.0)
    assert values.standards("样例认证中心") == ("", 0.0)
    assert values.standards("GB/T2099.1-2021")[0] == "GB/T 2099.1-2021"


def test_a_clause_is_no_name_and_a_note_that_goes_on_below_is_no_part_of_one() -> None:
    assert values.name("转授权的期限不得超出本授权书载明的期限。本授权书自盖章之日起生效") == ("", 0.0)
    assert values.name("杭州启明品牌运营有限公司（授权人的全资子公司")[0] == "杭州启明品牌运营有限公司"
    assert values.name("启明（杭州）服饰有限公司")[0] == "启明(杭州)服饰有限公司"
    assert values.name("启明（杭州")[0] == "启明(杭州"  # which is not a firm before the bracket
