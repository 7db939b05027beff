from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.model import Case, Notice, Point
from core.packs import load
from core.points import proposals, split, with_points

PACKS = load()
LEXICONS = tuple(PACKS.lexicons.values())
NOTICE = """您提交的凭证经审核未通过，原因如下：
1. 品牌授权书有效期截至 2026-06-30，已过期，且缺少商标注册人至授权方的授权，授权链路不完整。
2. 检测报告的检测机构不具备资质（无 CMA），样品型号与被处罚商品不符。
3. 进货发票的购买方与店铺主体不一致，无法证明进货来源。
请于 2026-11-24 18:00 前补充有效凭证并逐条说明，逾期未补充的，按现有凭证处理。"""


def test_numbered_reasons_become_points_and_the_rest_of_the_notice_none() -> None:
    found = proposals(NOTICE, PACKS)
    assert [one.quote[:6] for one in found] == ["品牌授权书有", "检测报告的检", "进货发票的购"]
    assert found[0].quote.endswith("授权链路不完整。")
    assert [one.reason for one in found] == ["F3a", "F7a", "F8"]
    assert all(word in one.quote for one in found for word in one.words)


def test_marks_of_other_kinds_and_points_in_one_line_are_found() -> None:
    assert split("驳回原因：①凭证不清晰；②未加盖公章。", LEXICONS) == ("凭证不清晰；", "未加盖公章。")
    assert split("一、资料不全。\n二、授权过期。\n感谢您的配合。", LEXICONS) == ("资料不全。", "授权过期。")
    assert split("（1）资料不全，\n请补充。\n(2) 未盖章", LEXICONS) == ("资料不全，请补充。", "未盖章")


def test_dates_and_decimals_are_no_marks() -> None:
    assert split("原因如下：\n1. 2026.06.30 已过期，差 3.5 万元。", LEXICONS) == ("2026.06.30 已过期，差 3.5 万元。",)


def test_a_notice_without_marks_is_split_into_its_sentences() -> None:
    found = split("审核未通过，原因：凭证不完整。授权书已过期。请于三日内补充。", LEXICONS)
    assert found == ("凭证不完整。", "授权书已过期。")


def test_points_are_added_once_and_their_reasons_wait_to_be_confirmed() -> None:
    case = Case("c", datetime(2026, 11, 22, tzinfo=UTC), "qualification-reappeal", "tmall")
    once = with_points(case, proposals(NOTICE, PACKS))
    assert [p.id for p in once.notice.points] == ["N1", "N2", "N3"]
    assert not any(p.reason_confirmed for p in once.notice.points)
    assert with_points(once, proposals(NOTICE, PACKS)) == once
    kept = Notice(points=(Point("N7", once.notice.points[0].quote, "F3c", True),))
    again = with_points(Case("c", case.created_at, case.playbook, case.platform, notice=kept), proposals(NOTICE, PACKS))
    first = again.notice.points[0]
    assert (first.id, first.reason, first.reason_confirmed) == ("N7", "F3c", True)
    assert [p.id for p in again.notice.points] == ["N7", "N8", "N9"]


@given(st.text(max_size=200))
def test_no_text_breaks_the_splitting_and_nothing_is_invented(text: str) -> None:
    folded = "".join(text.split())
    for one in proposals(text, PACKS):
        assert "".join(one.quote.split()) in folded or all(part in folded for part in one.quote.split())
        assert not one.reason or one.reason in PACKS.reasons
