"""Root causes, what an adviser should look at, and what is handed over."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from core import handoff, intake
from core.advice import causes, found_false, to_review
from core.checks import Report
from core.errors import DiskFault
from core.i18n import use_language
from core.model import Answer, Case, Finding, Judgement, Level, Point, Role, Waiver
from core.packs import load
from core.resources import data_root
from core.store import CaseFile
from tests.core.checks.cases import NOW, paper

PACKS = load()


def _case(*answers: Answer, points: tuple[Point, ...] = (), papers: tuple[object, ...] = ()) -> Case:
    base = Case("c", NOW, "qualification-reappeal", "tmall", answers=answers, papers=papers)  # type: ignore[arg-type]
    return replace(base, notice=replace(base.notice, points=points))


def test_a_root_cause_is_offered_behind_the_points_whose_reason_it_knows() -> None:
    owned = Answer("brand-relation", "authorised")
    points = (Point("N1", "甲", "F2a"), Point("N2", "乙", "F3a"), Point("N3", "丙"), Point("N4", "丁", "F2f"))
    found = {one.cause.id: one.points for one in causes(_case(owned, points=points), PACKS)}
    assert found == {"incomplete": ("N1", "N4"), "rights-gap": ("N2",)}


def test_a_root_cause_off_the_path_is_not_offered() -> None:
    assert causes(_case(points=(Point("N1", "甲", "F3a"),)), PACKS) == ()


def test_an_adviser_sees_what_the_answers_ask_for_and_the_confirmed_papers_of_it() -> None:
    papers = (
        paper("P1", "brand-authorisation", "旧.pdf", Role.REJECTED),
        replace(paper("P2", "invoice", "未确认.pdf"), type_confirmed=False),
        paper("P3", "situation-statement", "说明.pdf"),
    )
    plain = {one.item.id: [p.id for p in one.papers] for one in to_review(_case(papers=papers), PACKS)}
    assert plain == {"hand-bias": ["P1"]}
    honest = to_review(_case(Answer("forged", True), papers=papers), PACKS)
    assert {one.item.id: [p.id for p in one.papers] for one in honest} == {"hand-honest": ["P3"], "hand-bias": ["P1"]}


def test_a_case_without_its_playbook_offers_nothing() -> None:
    case = replace(_case(points=(Point("N1", "甲", "F2a"),)), playbook="gone")
    assert causes(case, PACKS) == to_review(case, PACKS) == ()


def test_the_note_tells_points_judgements_and_open_findings_and_is_chinese_in_every_language() -> None:
    old = replace(
        paper("P1", "brand-authorisation", "旧.pdf", Role.REJECTED),
        judgement=Judgement.FORGED,
        judgement_note="代办提供",
    )
    case = _case(points=(Point("N1", "凭证虚假", "F1a", cause="没有核对"),), papers=(old,))
    waiver = Waiver("x", "李经理", "原文如此", NOW)
    report = Report(
        (
            Finding("file", "encrypted", Level.FAIL, "甲.pdf 已加密。"),
            Finding("file", "blank", Level.WARN, "乙.pdf 是空白。", waived=waiver),
            Finding("file", "fine", Level.PASS, "丙.pdf 可以打开。"),
        )
    )
    use_language("en")
    try:
        told = handoff.note(case, PACKS, report, NOW)
    finally:
        use_language("zh_CN")
    for words in (
        "凭证虚假",
        "伪造、变造（推测，未确认）",
        "没有核对",
        "确为虚假：代办提供",
        "甲.pdf 已加密。",
        "李经理 豁免：原文如此",
    ):
        assert words in told
    assert "丙.pdf" not in told


@pytest.fixture
def opened(tmp_path: Path) -> CaseFile:
    read = intake.read(data_root() / "assets" / "samples" / "flawed" / "intake.toml", PACKS)
    return intake.create(read, tmp_path / "case.fushen", NOW)


def test_the_papers_go_along_byte_by_byte_with_the_note(opened: CaseFile, tmp_path: Path) -> None:
    with opened:
        target = handoff.export(opened, PACKS, Report(()), tmp_path / "out.zip", NOW)
        again = handoff.export(opened, PACKS, Report(()), tmp_path / "again.zip", NOW)
        wanted = handoff.papers_of(opened.case, PACKS)
        with zipfile.ZipFile(target) as archive:
            names = archive.namelist()
            assert names[0] == handoff.NOTE
            assert len(names) == len(wanted) + 1 > 3
            for name, one in zip(names[1:], wanted, strict=True):
                with opened.open_original(one.sha256) as original:
                    assert archive.read(name) == original.read()
            assert wanted[0].sha256 in archive.read(handoff.NOTE).decode("utf-8-sig")
    assert target.read_bytes() == again.read_bytes()


def test_a_folder_that_is_not_there_leaves_nothing_behind(opened: CaseFile, tmp_path: Path) -> None:
    with opened, pytest.raises(DiskFault):
        handoff.export(opened, PACKS, Report(()), tmp_path / "gone" / "out.zip", NOW)
    assert not [one for one in tmp_path.iterdir() if one.suffix in {".part", ".zip"}]


def test_the_persons_own_judgement_leads_to_the_honest_path() -> None:
    old = paper("P1", "brand-authorisation", "旧.pdf", Role.REJECTED)
    for judgement, honest in ((Judgement.FORGED, True), (Judgement.ALTERED, True), (Judgement.EXPIRED, False)):
        assert found_false(_case(papers=(replace(old, judgement=judgement),))) is honest
    assert not found_false(_case(papers=(replace(old, role=Role.EVIDENCE, judgement=Judgement.FORGED),)))
