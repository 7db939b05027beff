"""Whole ways through the program, each by the mouse alone and again by the keyboard alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile
from zipfile import ZipFile

import pikepdf
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import edits, packet
from core.board import Board
from core.model import Verdict
from core.resources import data_root
from core.settings import SettingsFile
from gui.board.newcase import NewCaseDialog
from gui.jobs import JobRunner
from gui.services import Services
from gui.session import Session
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS, Heartbeat, settle
from tests.gui.hands import Hands, Keys, Mouse

pytestmark = [
    pytest.mark.alone,
    pytest.mark.qt_log_ignore("propagateSizeHints"),  # what the screenless platform says of every dialog
]
SLOW_MS = 6 * PATIENCE_MS
NOTICE = """您提交的凭证经审核未通过，原因如下：
1. 品牌授权书有效期截至 2026-06-30，已过期。
2. 检测报告的检测机构不具备资质（无 CMA）。"""


@pytest.fixture(params=[Mouse, Keys], ids=["mouse", "keys"])
def hands(request: pytest.FixtureRequest, window: Window, qtbot: QtBot) -> Hands:
    made: Hands = request.param(window, qtbot)
    return made


def opened(window: Window, qtbot: QtBot) -> Session:
    qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE_MS)
    session, desk = window.session, window.desk
    assert session is not None
    assert desk is not None
    qtbot.waitUntil(lambda: not desk.making_pages, timeout=PATIENCE_MS)
    return session


def files(folder: Path) -> list[Path]:
    """Ten files as a merchant has them; one is locked, one is broken."""
    folder.mkdir()
    source = data_root() / "assets" / "samples" / "papers"
    found = [Path(copyfile(path, folder / path.name)) for path in sorted(source.iterdir()) if path.is_file()][:8]
    locked, broken = folder / "加密的授权书.pdf", folder / "损坏的报告.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    broken.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    return [*found, locked, broken]


def test_a_new_case_from_a_pasted_notice_and_ten_dropped_files(
    window: Window, hands: Hands, qtbot: QtBot, tmp_path: Path, heartbeat: Heartbeat
) -> None:
    given = files(tmp_path / "材料")
    qtbot.waitUntil(lambda: not window.services.runner.busy, timeout=PATIENCE_MS)
    heartbeat.start()
    hands.press("新建申诉")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), NewCaseDialog), timeout=PATIENCE_MS)
    hands.fill("店铺名称", "森屿旗舰店")
    hands.press("新建")
    session = opened(window, qtbot)
    assert session.case.playbook == "qualification-reappeal"
    hands.fill("通知全文", NOTICE)
    qtbot.waitUntil(lambda: session.case.notice.text == NOTICE, timeout=PATIENCE_MS)
    hands.press("从通知全文分条")
    qtbot.waitUntil(lambda: len(session.case.notice.points) == 2, timeout=PATIENCE_MS)
    hands.give(given)
    qtbot.waitUntil(lambda: len(session.case.papers) == len(given) == 10, timeout=SLOW_MS)
    qtbot.waitUntil(lambda: all(p.sha256 in session.facts for p in session.case.papers), timeout=SLOW_MS)
    heartbeat.hold()
    verdicts = {paper.file: session.facts[paper.sha256].verdict for paper in session.case.papers}
    assert verdicts["加密的授权书.pdf"] is Verdict.ENCRYPTED
    assert verdicts["损坏的报告.pdf"] is Verdict.CORRUPT
    assert {verdict for name, verdict in verdicts.items() if name[0] not in "加损"} <= {Verdict.OK, Verdict.REPAIRED}


def test_the_sample_from_its_notice_to_a_packet_that_verifies(
    window: Window, hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    hands.press("打开样例")
    session = opened(window, qtbot)
    settle(session, qtbot)
    for number in range(1, 6):
        hands.step(number)
    hands.press("生成草稿")
    built = lambda: next((tmp_path / "cases").glob("*.zip"), None)  # noqa: E731 - asked again and again
    qtbot.waitUntil(lambda: built() is not None and not session.runner.busy, timeout=SLOW_MS)
    found = built()
    assert found is not None
    assert packet.verify(found).intact


def test_a_ready_case_from_its_notice_to_the_packet_that_is_sent(
    window: Window, hands: Hands, open_sample: Callable[[str], Session], qtbot: QtBot, tmp_path: Path
) -> None:
    session = open_sample("ready")
    for number in range(1, 6):
        hands.step(number)
    settle(session, qtbot)  # the packet is offered once the page knows that nothing blocks
    hands.press("生成提交包")
    built = lambda: next(session.path.parent.rglob("*-packet.zip"), None)  # noqa: E731 - asked again and again
    qtbot.waitUntil(lambda: built() is not None and not session.runner.busy, timeout=SLOW_MS)
    found = built()
    assert found is not None
    assert packet.verify(found).intact
    with ZipFile(found) as archive:
        assert json.loads(archive.read("manifest.json"))["draft"] is False


def test_a_second_rejection_begins_round_two_with_its_words_as_points(
    window: Window, hands: Hands, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("ready")
    before = session.case
    hands.step(6)
    hands.fill("提交渠道", "卖家中心")
    hands.fill("回执编号", "R-1")
    hands.press("记录提交")
    qtbot.waitUntil(lambda: len(session.case.submissions) == 1, timeout=PATIENCE_MS)
    assert session.case.submissions[0].receipt == "R-1"
    number = edits.current_round(session.case)
    hands.fill("平台的驳回原文", "1. 授权书没有签署日期。\n2. 发票与进货合同的数量不一致。")
    hands.press("开始下一轮")
    qtbot.waitUntil(lambda: edits.current_round(session.case) == number + 1, timeout=PATIENCE_MS)
    fresh = [point for point in session.case.notice.points if point not in before.notice.points]
    assert [point.quote for point in fresh] == ["授权书没有签署日期。", "发票与进货合同的数量不一致。"]
    assert {point.round for point in fresh} == {number + 1} or {point.round for point in fresh} == {number}
    assert session.case.papers == before.papers
    settle(session, qtbot)
    hands.step(2)
    assert window.desk is not None
    assert window.desk.steps.current() == "audit"


def test_twenty_actions_are_undone_to_the_start(
    window: Window, hands: Hands, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("ready")
    hands.step(1)
    start = session.case
    for n in range(10):
        for field, text in (("店铺名称", f"店铺 {n}"), ("通知编号", f"NO-{n}")):
            hands.fill(field, text)
    qtbot.waitUntil(lambda: session.case.notice.number == "NO-9", timeout=PATIENCE_MS)
    settle(session, qtbot)
    for _n in range(20):
        shown = session.save_state.undo_label
        assert shown is not None
        before = session.case
        hands.undo()
        qtbot.waitUntil(lambda b=before: session.case != b, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: not session.save_state.pending, timeout=PATIENCE_MS)
    assert session.case == start
    assert session.save_state.undo_label is None


def test_a_case_open_in_one_window_can_only_be_looked_at_in_a_second(
    window: Window, second: Window, hands: Hands, qtbot: QtBot
) -> None:
    hands.press("打开样例")
    session = opened(window, qtbot)
    settle(session, qtbot)
    shop = session.case.shop.name
    other_hands = type(hands)(second, qtbot)  # type: ignore[call-arg]  # both are made alike
    second.cases.set(window.cases.entries)  # what the second program reads when it starts
    other_hands.open_case(shop)
    other = opened(second, qtbot)
    assert other.path == session.path
    assert other.read_only
    assert "只能查看" in second.messages.text()
    settle(other, qtbot)
    _tries_in_vain(other_hands, other, qtbot)
    hands.step(1)
    hands.fill("店铺名称", "改过的店名")
    qtbot.waitUntil(lambda: session.case.shop.name == "改过的店名", timeout=PATIENCE_MS)
    settle(session, qtbot)
    assert other.case.shop.name == shop
    hands.back()
    other_hands.back()
    qtbot.waitUntil(lambda: window.session is None and second.session is None, timeout=PATIENCE_MS)
    other_hands.open_case(shop)
    again = opened(second, qtbot)
    assert not again.read_only
    assert again.case.shop.name == "改过的店名"
    settle(again, qtbot)


def _tries_in_vain(hands: Hands, session: Session, qtbot: QtBot) -> None:
    before = session.case
    hands.step(1)
    hands.fill("店铺名称", "别的店名")
    hands.step(6)
    hands.step(1)
    qtbot.wait(50)
    assert session.case == before
    assert session.save_state.undo_label is None


@pytest.fixture
def second(services: Services, qtbot: QtBot) -> Iterator[Window]:
    """A second window, as a second start of the program makes it: it shares nothing but the files."""
    runner = JobRunner()
    home = services.settings.path.parent
    own = Services(SettingsFile(home), Board(home), services.prober, runner, services.clock, services.cases)
    made = Window(own)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
    runner.shut()
    runner.deleteLater()
