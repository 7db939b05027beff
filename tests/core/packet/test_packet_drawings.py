"""What is drawn says no more and no other than papers, people and checks do."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pypdfium2
import pytest

from core import packet
from core.checks import Review, run
from core.model import AuthorisationLink, Case, Claim, ClaimKind, ExhibitRef, Field, Forever, Paper, Point
from core.packet import drawings, typeset
from core.packet.consistency import consistency
from core.packet.payload import payload
from core.packet.summary import summary
from tests.core.packet import parts

SHOP = "杭州青禾食品有限公司"


def paper(number: int, kind: str = "", **fields: str) -> Paper:
    confirmed = tuple(Field(name, value, confirmed=True, page=1) for name, value in fields.items())
    return Paper(
        f"P{number}", f"{number}.pdf", f"{number:064d}", 10, type=kind, title=f"文件{number}", fields=confirmed
    )


def plan_of(case: Case) -> packet.Plan:
    return packet.plan(case, parts.packs(), parts.CLEAN, {}, parts.NOW, draft=True)


def link(number: int, grantor: str, grantee: str, first: date, last: date | Forever) -> AuthorisationLink:
    return AuthorisationLink(f"P{number}", grantor, grantee, valid_from=first, valid_to=last)


def linked(*links: AuthorisationLink) -> packet.Plan:
    papers = tuple(paper(number) for number in range(1, len(links) + 1))
    return plan_of(parts.case(papers=papers, links=links, claims=()))


def test_the_timeline_tells_stated_events_oldest_first_with_the_days_between() -> None:
    rows = drawings.timeline(plan_of(parts.case(papers=(paper(1), paper(2), paper(3)))))
    assert [(row["on"], row["kind"], row["wait"]) for row in rows] == [
        ("2024年5月6日", "shop", ""),
        ("2026年11月8日", "platform", "隔 916 天"),
        ("2026年11月9日", "platform", "隔 1 天"),
        ("2026年11月12日", "platform", "隔 3 天"),
        ("2026年11月15日", "shop", "隔 3 天"),
    ]
    assert rows[0]["cites"] == [{"text": "附件1第1页", "to": "ex-1-1", "at": ""}]


def test_two_events_are_no_timeline_and_no_links_are_no_chain() -> None:
    bare = parts.case(rounds=(), claims=())
    assert drawings.timeline(plan_of(bare)) == []
    assert drawings.chain(plan_of(bare)) == []


def test_the_chain_draws_the_very_gaps_that_the_check_finds() -> None:
    plan = linked(
        link(1, "晨光", "启明", date(2025, 1, 1), date(2025, 6, 30)),
        link(2, "晨光", "启明", date(2025, 8, 1), date(2026, 12, 31)),
        link(3, "启明", SHOP, date(2025, 1, 1), date(2027, 6, 30)),
    )
    (drawn,) = drawings.chain(plan)
    told = [[open_["text"] for open_ in row["open"]] for row in drawn["rows"]]
    assert told == [
        [],
        ["无授权：2025年7月1日至2025年7月31日（31天）"],
        ["无授权：2025年7月1日至2025年7月31日（31天）", "无授权：2027年1月1日至2027年6月30日（181天）"],
    ]
    review = Review(plan.case, plan.packs, {}, plan.now)
    codes = {"period-gap", "outlives-parent"}
    found = {finding.subject for finding in run(review).findings if finding.code in codes}
    assert found == {"L2", "L3"}


def test_bars_lie_on_one_scale_and_an_endless_one_reaches_its_end() -> None:
    plan = linked(
        link(1, "晨光", "启明", date(2026, 1, 1), Forever.FOREVER),
        link(2, "启明", SHOP, date(2026, 7, 1), date(2026, 12, 31)),
    )
    (drawn,) = drawings.chain(plan)
    upper, lower = drawn["rows"]
    assert upper["after"]
    assert upper["bar"] == [0.0, 1.0]
    assert upper["dates"] == "2026年1月1日至长期"
    assert 0 < lower["bar"][0] < drawn["today"] < lower["bar"][1] < 1
    assert lower["bar"][1] - lower["bar"][0] == pytest.approx(184 / (365 + 366 - 1), abs=0.01)


def test_a_link_without_dates_has_no_bar_and_says_so() -> None:
    plan = linked(AuthorisationLink("P1", "晨光", "启明"), link(2, "启明", SHOP, date(2026, 7, 1), date(2026, 12, 31)))
    (drawn,) = drawings.chain(plan)
    assert (drawn["rows"][0]["bar"], drawn["rows"][0]["dates"]) == ([], "起止日期不全")


@pytest.mark.parametrize("years", [0, 1, 9, 40, 500])
def test_however_long_the_scale_is_its_years_stay_readable(years: int) -> None:
    last = date(2026 + years, 12, 31)
    (drawn,) = drawings.chain(linked(link(1, "晨光", SHOP, date(2026, 1, 1), last)))
    assert 1 <= len(drawn["ticks"]) <= 11
    assert all(0 <= tick["at"] <= 1 for tick in drawn["ticks"])


@pytest.mark.parametrize("last", [date(9999, 12, 1), date(9999, 12, 30), date(9999, 12, 31)])
def test_a_term_up_to_the_last_day_of_all_is_drawn(last: date) -> None:
    (drawn,) = drawings.chain(linked(link(1, "晨光", SHOP, date(1, 1, 1), last)))
    assert drawn["rows"][0]["bar"] == [0.0, pytest.approx(1.0, abs=0.01)]


def test_the_consistency_table_lays_differing_values_apart() -> None:
    papers = (
        paper(1, brand="晨露/MORNING DEW", trademark_number="第12345678号", model="A1"),
        paper(2, brand="morning dew", trademark_number="12345678", model="A2"),
        paper(3, batch="B7"),
    )
    rows = consistency(plan_of(parts.case(papers=papers, claims=())))
    told = {row["title"]: (row["agrees"], [len(value["cites"]) for value in row["values"]]) for row in rows}
    assert told == {"商标注册号": (True, [2]), "品牌": (True, [2]), "型号": (False, [1, 1])}


def test_an_unconfirmed_reading_is_in_no_table() -> None:
    seen = Field("model", "A1", confirmed=False, page=1)
    papers = tuple(replace(paper(number), fields=(seen,)) for number in (1, 2))
    assert consistency(plan_of(parts.case(papers=papers, claims=()))) == []


def test_the_summary_stays_one_page_whatever_is_said() -> None:
    points = tuple(Point(f"N{n}", "很长的审核意见" * 60) for n in range(1, 31))
    claims = tuple(
        Claim(f"C{n}-{kind}", f"N{n}", kind, "很长的一句话" * 80, (ExhibitRef("P1"),), date(2026, 11, 1))
        for n in range(1, 31)
        for kind in (ClaimKind.ANSWER, ClaimKind.DONE, ClaimKind.WILL)
    )
    case = parts.case(papers=(paper(1),), claims=claims)
    plan = plan_of(replace(case, notice=replace(case.notice, points=points)))
    assert [part["more"] for part in summary(plan)][:3] == [
        "另有24项，见后文。",
        "另有26项，见后文。",
        "另有26项，见后文。",
    ]
    pages = pypdfium2.PdfDocument(typeset.to_pdf(payload(plan), parts.NOW))
    assert "申诉摘要" in pages[1].get_textpage().get_text_range()
    assert "审核意见逐条回应表" in pages[2].get_textpage().get_text_range()


def test_a_short_summary_is_set_larger_and_still_one_page() -> None:
    points = tuple(Point(f"N{n}", "很长的审核意见" * 60) for n in range(1, 7))
    claims = tuple(
        Claim(f"C{n}", f"N{n}", ClaimKind.ANSWER, "很长的一句话" * 80, (ExhibitRef("P1"),), date(2026, 11, 1))
        for n in range(1, 7)
    )
    case = parts.case(papers=(paper(1),), claims=claims)
    plan = plan_of(replace(case, notice=replace(case.notice, points=points)))
    assert sum(len(part["rows"]) for part in summary(plan)) <= 8
    pages = pypdfium2.PdfDocument(typeset.to_pdf(payload(plan), parts.NOW))
    assert "申诉摘要" in pages[1].get_textpage().get_text_range()
    assert "审核意见逐条回应表" in pages[2].get_textpage().get_text_range()


def test_a_gap_is_drawn_red_and_hatched_and_is_read_without_colour() -> None:
    plan = linked(
        link(1, "晨光", "启明", date(2024, 1, 1), date(2024, 12, 31)),
        link(2, "晨光", "启明", date(2025, 12, 1), date(2026, 12, 31)),
    )
    pdf = pypdfium2.PdfDocument(io.BytesIO(typeset.to_pdf(payload(plan), parts.NOW)))
    page = next(page for page in pdf if "无授权的期间" in page.get_textpage().get_text_range())
    pixels = np.asarray(page.render(scale=3).to_pil().convert("RGB"), np.int16)
    red = (pixels[..., 0] - pixels[..., 1:].max(axis=-1)) > 60
    rows = np.flatnonzero(red.sum(axis=1) > 50)
    assert rows.size > 10
    # In grey the hatching alternates, which an even bar does not.
    stripe = pixels[(rows[0] + rows[10]) // 2].mean(axis=-1)
    span = np.flatnonzero(red[(rows[0] + rows[10]) // 2])
    inside = stripe[span[0] : span[-1]] < 160
    assert np.count_nonzero(np.diff(inside.astype(int))) > 20
    assert "无授权：2025年1月1日至2025年11月30日（334天）" in "".join(page.get_textpage().get_text_range().split())


def test_short_authorisations_under_a_long_right_are_no_mere_strokes() -> None:
    mark = replace(
        paper(9, "trademark-certificate", owner="晨光", valid_from="1986-01-01", valid_to="2056-12-31"),
        type_confirmed=True,
    )
    links = (
        link(1, "晨光", "启明", date(2026, 1, 1), date(2026, 12, 31)),
        link(2, "启明", SHOP, date(2026, 3, 1), date(2026, 11, 30)),
    )
    papers = (paper(1), paper(2), mark)
    (drawn,) = drawings.chain(plan_of(parts.case(papers=papers, links=links, claims=())))
    right, *chain = drawn["rows"]
    assert (right["before"], right["after"], right["bar"]) == (True, True, [0.0, 1.0])
    assert right["dates"] == "1986年1月1日至2056年12月31日"
    assert all(row["bar"][1] - row["bar"][0] > 0.3 for row in chain)
    assert not any(row["before"] or row["after"] for row in chain)


def test_a_long_chain_goes_over_pages_and_takes_its_years_along() -> None:
    names = [f"第{n}级经销有限责任公司" for n in range(26)] + [SHOP]
    links = [
        link(n, upper, lower, date(2026, 1, 1), date(2026, 12, 31))
        for n, (upper, lower) in enumerate(pairwise(names), start=1)
    ]
    pdf = pypdfium2.PdfDocument(io.BytesIO(typeset.to_pdf(payload(linked(*links)), parts.NOW)))
    texts = [page.get_textpage().get_text_range() for page in pdf]
    drawn = [
        text for text in texts if "级经销有限责任公司 → " in text and "2026 年 1 月 1 日至 2026 年 12 月 31 日" in text
    ]
    assert len(drawn) >= 2
    assert all("2026" in text.replace("2026 年", "") for text in drawn)
    assert sum(text.count("→") for text in drawn) == len(links)


def test_a_shortened_text_ends_where_a_reader_pauses_and_in_no_half_bracket() -> None:
    said = (
        "现提交检测报告一份，样品、型号和批号与在售商品一致，并附抽样时的现场记录和照片各一套存放于公司备查，请核对。",
        "检测报告已由具备资质的机构按国家标准重新出具并附全部抽样记录（编号 HZ-FZ-2026-09142，共三页），请核对。",
        "已下架。",
    )
    claims = tuple(Claim(f"C{n}", "N1", ClaimKind.DONE, text) for n, text in enumerate(said))
    rows = next(part["rows"] for part in summary(plan_of(parts.case(claims=claims))) if part["title"] == "已完成的整改")
    texts = ["".join(run.get("text", "") for run in row["runs"]) for row in rows]
    assert texts == [
        "现提交检测报告一份，样品、型号和批号与在售商品一致……",
        "检测报告已由具备资质的机构按国家标准重新出具并附全部抽样记录……",
        "已下架",
    ]
