"""The optional pages: what was checked and waived by whom, and a second person's signature."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2

from core import packet
from core.checks.report import Report
from core.model import Case, Finding, Level, Waiver
from core.model.case import PacketOptions
from core.packet import typeset
from core.packet.payload import front_payload, payload
from tests.core.packet import parts

WAIVED = Finding("validity", "expired", Level.FAIL, "授权书已过期。", paper="P9")
REPORT = Report(
    (
        replace(WAIVED, waived=Waiver(WAIVED.key, "周若琳", "已申请续签，回执见附件", parts.NOW)),
        Finding("image", "blurred", Level.WARN, "第2页略模糊。"),
        Finding("notice", "points-answered", Level.PASS, "逐条回应齐全。"),
    )
)


def text_of(case: Case) -> str:
    plan = packet.plan(case, parts.packs(), REPORT, {}, parts.NOW)
    with pypdfium2.PdfDocument(typeset.to_pdf(payload(plan), parts.NOW)) as pdf:
        return "".join("".join(pdf[n].get_textpage().get_text_range().split()) for n in range(len(pdf)))


def test_the_page_tells_what_did_not_pass_and_who_took_it_on_and_why() -> None:
    text = text_of(parts.case(packet=PacketOptions(readiness_page=True)))
    page = text[text.rindex("提交前检查结果") :]
    assert page.index("已豁免授权书已过期。由周若琳于2026年11月22日豁免，理由：已申请续签，回执见附件") < page.index(
        "留意第2页略模糊。"
    )
    assert "通过的检查（1项）✓逐条回应齐全。" in page


def test_a_second_person_signs_only_when_one_is_named() -> None:
    text = text_of(parts.case(packet=PacketOptions(signed_off_by="李复核 # $x$")))
    assert "复核签字页" in text
    assert "复核人：李复核#$x$" in text


def test_neither_page_is_there_unless_asked_for() -> None:
    text = text_of(parts.case())
    assert "提交前检查结果" not in text
    assert "复核签字页" not in text


def test_a_cover_with_all_that_a_packet_may_have_is_one_page_and_no_waivers_need_no_column() -> None:
    case = parts.case(papers=(), claims=())
    options = replace(case.packet, signed_off_by="李明", readiness_page=True)
    blurred = Report((Finding("image", "blurred", Level.WARN, "第2页略模糊。"),))
    content = front_payload(packet.plan(replace(case, packet=options), parts.packs(), blurred, {}, parts.NOW))
    content["sections"] = [{"title": f"第{n}部分", "to": "s-letter"} for n in range(11)]
    content["cover"] = content["cover"][:1] * 11
    with pypdfium2.PdfDocument(typeset.to_draft_pdf(content)) as pdf:
        pages = ["".join(page.get_textpage().get_text_range().split()) for page in pdf]
    assert "第10部分" in pages[0]
    assert "申诉摘要" in pages[1]
    assert not any("豁免" in page and "提交前检查结果" in page for page in pages)
