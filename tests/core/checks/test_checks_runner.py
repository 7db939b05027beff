"""The runner: what crashes or is silent is an error, and nothing else changes what a check said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core import packs
from core.checks import Report, Review, registered, run, run_files, to_json
from core.checks.hit import Hit, passed, skip
from core.checks.registry import Check, check, gather
from core.checks.runner import run_checks
from core.intake import new_case
from core.model import ActiveContent, FileFacts, Finding, Level, PageFacts, PdfFacts, Verdict, Waiver
from core.probe.accept import REASONS
from tests.core.checks.cases import NOW, fields
from tests.core.checks.spoil import case_with, claim_with, facts_with, paper_with


def made(*hits: Hit, crash: bool = False, codes: tuple[str, ...] = ("bad", "worse")) -> Check:
    @check(id="try/thing", title="试", why="为什么", source="来源", fix="怎么办", codes=codes)
    def thing(_review: Review) -> Iterator[Hit]:
        yield from hits
        if crash:
            raise ZeroDivisionError

    return thing


def outcome(review: Review, *checks: Check, **settings: object) -> list[tuple[str, str]]:
    options = {"levels": {}, "waivers": (), **settings}
    return [(f.level.value, f.id) for f in run_checks(checks, review, **options)]


def test_a_crash_is_an_error_and_keeps_what_was_found_before_it(review):
    hit = Hit(Level.WARN, "bad", "一处可疑。")
    assert outcome(review, made(hit, crash=True)) == [("error", "try/thing-crashed"), ("warn", "try/bad")]


def test_a_crash_in_one_check_leaves_the_others_whole(review):
    sound = replace(made(passed("好。")), id="try/other")
    assert ("pass", "try/other-ok") in outcome(review, made(crash=True), sound)


def test_a_silent_check_is_an_error(review):
    assert outcome(review, made()) == [("error", "try/thing-silent")]


@pytest.mark.parametrize(
    "hit",
    [
        Hit(Level.FAIL, "unheard-of", "没有登记的结论。"),
        Hit(Level.PASS, "bad", "通过却用了问题的代码。"),
        Hit(Level.SKIP, "bad", "跳过却用了问题的代码。"),
        Hit(Level.FAIL, "ok", "有问题却用了通过的代码。"),
        Hit(Level.ERROR, "bad", "检查不判断检查。"),
    ],
    ids=["undeclared", "pass", "skip", "ok", "error"],
)
def test_a_code_that_was_not_declared_for_its_level_is_an_error(review, hit):
    assert outcome(review, made(hit)) == [("error", "try/thing-undeclared")]


def test_a_report_with_an_error_is_never_ready_and_an_error_cant_be_waived(review):
    waiver = Waiver("try/thing-silent::", "李", "试", NOW)
    found = run_checks([made(), replace(made(passed("好。")), id="try/other")], review, levels={}, waivers=(waiver,))
    assert not Report(found).ready


def test_an_empty_report_is_not_ready():
    assert not Report(()).ready
    assert Report(()).readiness == 0


def test_the_worst_comes_first_then_the_order_of_the_papers_then_the_code(review):
    two, one = review.case.paper("P2"), review.case.paper("P1")
    hits = [
        passed("好。"),
        skip("没看。"),
        Hit(Level.WARN, "bad", "二。", paper=two),
        Hit(Level.WARN, "worse", "一。", paper=one),
        Hit(Level.WARN, "bad", "一。", paper=one),
        Hit(Level.WARN, "bad", "全案。"),
        Hit(Level.FAIL, "bad", "错。", paper=two),
    ]
    found = run_checks([made(*hits)], review, levels={}, waivers=())
    assert [(f.level.value, f.code, f.paper) for f in found] == [
        ("fail", "bad", "P2"), ("warn", "bad", ""), ("warn", "bad", "P1"), ("warn", "worse", "P1"),
        ("warn", "bad", "P2"), ("skip", "thing-skipped", ""), ("pass", "thing-ok", ""),
    ]  # fmt: skip


def test_a_playbook_may_change_how_much_a_fault_weighs_but_not_make_it_a_pass(review):
    levels = {"try/bad": "warn", "try/thing-ok": "fail", "try/thing-silent": "info"}
    assert outcome(review, made(Hit(Level.FAIL, "bad", "错。")), levels=levels) == [("warn", "try/bad")]
    assert outcome(review, made(Hit(Level.WARN, "bad", "疑。")), levels={"try/bad": "info"}) == [("info", "try/bad")]
    assert outcome(review, made(passed("好。")), levels=levels) == [("pass", "try/thing-ok")]
    assert outcome(review, made(), levels=levels) == [("error", "try/thing-silent")]


def test_the_levels_of_the_installed_playbook_are_used(review):
    spoiled = claim_with(1, text="TODO")(review)
    book = review.playbook.model_copy(update={"levels": {"narrative/placeholder": "info"}})
    eased = replace(spoiled, packs=replace(review.packs, playbooks={book.id: book}))
    assert not run(spoiled).ready
    assert run(eased).ready


def test_a_waiver_covers_its_finding_and_no_other(review):
    both_spoiled = claim_with(1, text="TODO")(claim_with(2, text="TODO")(review))
    waiver = Waiver("narrative/placeholder::C1", "李经理", "原文如此", NOW)
    report = run(case_with(waivers=(waiver,))(both_spoiled))
    covered = [f for f in report.findings if f.waived]
    assert [(f.id, f.subject, f.waived) for f in covered] == [("narrative/placeholder", "C1", waiver)]
    assert [f.subject for f in report.blocking] == ["C2"]
    assert report.counts["fail"] == 2


def test_a_case_in_which_nothing_was_done_stands_at_nothing():
    shipped = packs.load()
    for playbook in shipped.playbooks.values():
        report = run(Review(new_case(playbook.id, playbook.platforms[0], NOW, shipped), shipped, {}, NOW))
        assert (playbook.id, report.readiness, report.passed) == (playbook.id, 0, 0)


def test_what_had_nothing_to_look_at_counts_neither_for_nor_against(review):
    idle, done = passed("没有要看的。", idle=True), passed("好。")
    bad = Hit(Level.WARN, "bad", "不好。")

    def of(*hits: Hit) -> Report:
        return Report(run_checks([made(*hits)], review, levels={}, waivers=()))

    assert [of(*hits).readiness for hits in ((idle, bad), (idle, done, bad), (idle, done))] == [0, 50, 100]
    assert of(idle, done, bad).passed == 1


def test_readiness_rises_with_each_thing_mended_and_ends_at_a_hundred(review):
    one = claim_with(1, text="TODO")(review)
    two = paper_with("P2", verified=None)(one)
    assert run(two).readiness < run(one).readiness < run(review).readiness == 100
    assert run(review).ready
    assert run(paper_with("P2", verified=None)(review)).ready


def test_findings_of_a_paper_and_of_a_subject_can_be_picked(review):
    report = run(claim_with(2, text="TODO")(paper_with("P2", verified=None)(review)))
    assert {f.paper for f in report.of_paper("P2")} == {"P2"}
    assert [f.id for f in report.of_subject("C2") if f.blocks] == ["narrative/placeholder"]


def test_every_registered_check_says_why_whence_and_what_to_do():
    checks = registered()
    assert len(checks) > 30
    for one in checks:
        assert one.title and one.why and one.source and one.fix, one.id  # noqa: PT018 - one name in the message does
        assert one.subject and one.rule, one.id  # noqa: PT018 - as above


def test_no_two_checks_share_an_id_and_their_own_codes_are_no_ones_fault(review):
    checks = registered()
    assert len({one.id for one in checks}) == len(checks)
    faults = {f"{one.subject}/{code}" for one in checks for code in one.declared(review)}
    endings = ("ok", "skipped", "crashed", "silent", "undeclared")
    assert not faults & {f"{one.id}-{ending}" for one in checks for ending in endings}


def test_a_check_with_an_id_that_is_taken_is_refused():
    from types import ModuleType

    one, other = ModuleType("one"), ModuleType("other")
    one.thing, other.thing = made(passed("好。")), made(passed("好。"))
    with pytest.raises(ValueError, match="try/thing"):
        gather([one, other])


def test_every_check_looks_at_a_sound_case_and_passes(review):
    report = run(review)
    assert {f.level for f in report.findings} == {Level.PASS}
    passed_ids = {f.id for f in report.findings}
    assert passed_ids == {f"{one.id}-ok" for one in registered()}


def facts(name: str, **changes: object) -> FileFacts:
    base = FileFacts(name, "pdf", "a" * 64, 10, Verdict.OK, pages=(PageFacts(1, 1),), pdf=PdfFacts())
    return replace(base, **changes)  # type: ignore[arg-type]


def test_files_are_checked_without_a_case_each_under_its_place():
    locked = facts("锁.pdf", sha256="b" * 64, verdict=Verdict.ENCRYPTED, reason="encrypted")
    script = facts("脚本.pdf", sha256="c" * 64, active=(ActiveContent("javascript"),))
    found = run_files([facts("好.pdf"), locked, script, facts("又一份.pdf")])
    told = {(f.paper, f.id, f.level.value) for f in found if f.paper and f.level is not Level.PASS}
    assert told == {
        ("F2", "file/encrypted", "fail"),
        ("F3", "file/active-content", "warn"),
        ("F4", "file/duplicate", "warn"),
    }
    assert {f.check for f in found} == {"file", "image", "qr", "signature", "trace"}


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.OK])
@pytest.mark.parametrize("reason", sorted(REASONS))
def test_no_verdict_but_ok_goes_without_a_finding(verdict, reason):
    found = run_files([facts("一份.pdf", verdict=verdict, reason=reason)])
    assert max(f.level.weight for f in found) >= Level.WARN.weight


def test_the_json_is_the_contracts(review):
    typed = fields(holder="甲")[0]
    proposal = replace(typed, name="brand", confirmed=False, page=1, box=(0.1, 0.2, 0.3, 0.4), score=0.9)
    worse = replace(proposal, value="乙", score=0.5)
    waiver = Waiver("file/encrypted:P6:", "李", "原件如此", NOW)
    spoiled = paper_with("P6", fields=(typed, worse, proposal))(case_with(waivers=(waiver,))(review))
    spoiled = facts_with("P6", verdict=Verdict.ENCRYPTED)(spoiled)
    report = run(spoiled)
    plain = to_json(report, spoiled)
    assert list(plain) == ["schema", "ready", "on", "counts", "findings", "papers"]
    assert (plain["schema"], plain["ready"], plain["on"]) == (1, report.ready, "2026-11-22")
    assert list(plain["counts"]) == ["fail", "warn", "info", "skip", "error", "pass"]
    finding = next(f for f in plain["findings"] if f["code"] == "encrypted")
    assert list(finding) == [
        "check", "code", "level", "paper", "file", "page", "box", "quote", "message", "why", "fix", "waived",
        "subject",
    ]  # fmt: skip
    assert finding["waived"] == {"by": "李", "reason": "原件如此", "at": "2026-11-22T10:00:00+08:00"}
    told = next(p for p in plain["papers"] if p["id"] == "P6")
    assert {k: v for k, v in told.items() if k != "fields"} == {
        "id": "P6", "file": "发票.pdf", "sha256": f"{'P6':0>64}", "type": "invoice", "role": "evidence", "pages": 2,
    }  # fmt: skip
    assert told["fields"] == {
        "holder": {"value": "甲", "source": "typed", "confirmed": True, "page": 0, "box": None, "score": 1.0},
        "brand": {"value": "甲", "source": "typed", "confirmed": False, "page": 1, "box": [0.1, 0.2, 0.3, 0.4],
                  "score": 0.9},
    }  # fmt: skip


def test_a_finding_blocks_only_while_nobody_answers_for_it():
    assert Finding("a", "b", Level.FAIL, "错。").blocks
