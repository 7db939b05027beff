"""Item models keep Qt's promises; filters and sorting do what they say."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from decimal import Decimal

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from core.board import BoardEntry, Ending
from core.checks.matrix import Cell, Row
from core.interview import StepState
from core.model import Finding, Level
from core.model.values import CHINA
from core.resources import data_root
from gui.board.model import DUE, ENTRY_ROLE, MONEY, BoardModel
from gui.matrix.model import MatrixModel
from gui.models.differences import Difference, DifferenceModel
from gui.models.findings import FindingModel, head_and_body
from gui.models.rows import RowData, RowModel
from gui.shell.steps import StepModel
from gui.theme import Theme
from gui.viewer.thumbnails import PageModel

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)
FILTER_MS = 16


def entries(count: int = 5) -> tuple[BoardEntry, ...]:
    return tuple(
        BoardEntry(
            path=f"/cases/{n}.fushen",
            client=f"客户{n % 3}",
            shop=f"店铺{n}",
            platform="天猫",
            due=NOW + timedelta(hours=10 * (count - n)),
            readiness=n * 10 % 100,
            money=Decimal(n * 1000),
        )
        for n in range(count)
    )


def test_the_board_model_keeps_qts_promises(qtmodeltester: ModelTester) -> None:
    model = BoardModel(lambda: NOW)
    model.set_entries(entries())
    qtmodeltester.check(model)


def test_the_row_model_keeps_qts_promises(qtmodeltester: ModelTester) -> None:
    model = RowModel()
    model.set_rows([RowData("h", "标题", heading=True), RowData("a", "甲", "细节", "满足", "ok"), RowData("b", "乙")])
    qtmodeltester.check(model)


def test_the_step_model_keeps_qts_promises(qtmodeltester: ModelTester) -> None:
    model = StepModel()
    model.set_steps((StepState("audit", "自查", "done", ()), StepState("papers", "材料", "done", ())), {"papers": 2})
    assert model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole) == "第 2 步 自查，已完成"
    # Everything asked for was given, and it does not hold: that is not done.
    assert model.data(model.index(2), Qt.ItemDataRole.AccessibleTextRole) == "第 3 步 材料，2 项必须解决"
    qtmodeltester.check(model)


def test_the_finding_model_keeps_qts_promises(qtmodeltester: ModelTester) -> None:
    model = FindingModel()
    model.set_findings((Finding("file", "empty", Level.FAIL, "甲.pdf 是空文件。", fix="请重新导出。"),))
    qtmodeltester.check(model)


def test_the_board_shows_the_nearest_deadline_first_and_sorts_by_money() -> None:
    model = BoardModel(lambda: NOW)
    model.set_entries(entries())
    assert model.data(model.index(0, 0)) == "店铺4"
    model.sort(MONEY, Qt.SortOrder.DescendingOrder)
    assert model.data(model.index(0, 0)) == "店铺0"
    model.sort(DUE)
    assert model.data(model.index(0, 0)) == "店铺4"


def test_typing_filters_the_board_by_every_word() -> None:
    model = BoardModel(lambda: NOW)
    model.set_entries(entries())
    model.set_filter("客户1 店铺4")
    assert [model.data(model.index(r, 0)) for r in range(model.rowCount())] == ["店铺4"]
    model.set_filter("")
    assert model.rowCount() == len(entries())


def test_filtering_ten_thousand_cases_is_instant() -> None:
    model = BoardModel(lambda: NOW)
    model.set_entries(entries(10_000))
    begin = time.thread_time()
    model.set_filter("店铺99")
    assert (time.thread_time() - begin) * 1000 < FILTER_MS


def test_the_same_rows_in_the_same_order_do_not_reset_the_list(look: Theme) -> None:
    model = RowModel()
    model.set_rows([RowData("a", "甲"), RowData("b", "乙")])
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    model.set_rows([RowData("a", "甲", pill="满足", tone="ok"), RowData("b", "乙")])
    assert not resets
    model.set_rows([RowData("b", "乙")])
    assert len(resets) == 1


def test_a_sentence_that_ends_inside_quotes_is_not_cut() -> None:
    finding = Finding("notice", "point-unanswered", Level.FAIL, "理由 N3 还没有回应：“进货来源不明。”")
    head, body = head_and_body(finding)
    assert head == "理由 N3 还没有回应：“进货来源不明。”"
    assert body == ""


def test_grouped_by_client_each_client_stands_over_its_cases_and_can_be_closed(qtmodeltester: ModelTester) -> None:
    model = BoardModel(lambda: NOW)
    model.set_entries(entries())
    model.set_grouped(True)
    shown = [model.data(model.index(r, 0)) for r in range(model.rowCount())]
    assert shown == ["客户1，2 件", "店铺4", "店铺1", "客户0，2 件", "店铺3", "店铺0", "客户2，1 件", "店铺2"]
    assert model.data(model.index(0, MONEY)) == "¥5,000"
    model.toggle_group("客户1")
    assert model.rowCount() == len(entries()) + 3 - 2
    assert model.data(model.index(0, 0), ENTRY_ROLE) is None
    qtmodeltester.check(model)


def test_a_paper_that_ends_sooner_than_any_deadline_brings_its_case_to_the_top() -> None:
    model = BoardModel(lambda: NOW)
    ends = (Ending("P1", "品牌授权书", (NOW + timedelta(days=1)).date()), Ending("P2", "发票", NOW.date()))
    late = BoardEntry("/cases/late.fushen", shop="授权将到期", ends=(ends[0],))
    gone = BoardEntry(
        "/cases/gone.fushen", shop="早已过期", ends=(Ending("P1", "授权书", NOW.date() - timedelta(days=9)),)
    )
    both = BoardEntry("/cases/both.fushen", shop="先到期限", due=NOW + timedelta(hours=1), ends=(ends[0],))
    model.set_entries((gone, *entries(2), late, both))
    shown = [model.data(model.index(r, 0)) for r in range(5)]
    assert shown == ["先到期限", "店铺1", "授权将到期", "店铺0", "早已过期"]


def test_a_figure_shows_only_the_cases_it_counts() -> None:
    model = BoardModel(lambda: NOW)
    model.set_entries(entries())
    model.set_only(lambda entry: entry.shop == "店铺2")
    assert model.rowCount() == 1
    model.set_only(None)
    assert model.rowCount() == len(entries())


def test_the_models_of_pages_differences_and_consistency_keep_qts_promises(
    look: Theme, qtmodeltester: ModelTester
) -> None:
    pages, differences, matrix = PageModel(), DifferenceModel(), MatrixModel()
    pages.set_pages(3)
    differences.set_rows((Difference("主体", "甲", "甲"), Difference("有效期至", "2026-06-30", "2027-06-30")))
    cells = (Cell("P1", "执照.jpg", "holder", "甲", agrees=True), Cell("P2", "发票.pdf", "buyer", "乙", agrees=False))
    matrix.set_rows((Row("holder", "主体", "甲", cells),))
    for model in (pages, differences, matrix):
        assert model.rowCount()
        qtmodeltester.check(model)


def test_no_model_is_left_without_such_a_check() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (data_root() / "gui").rglob("*.py"))
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (data_root() / "tests" / "gui").glob("*.py"))
    for name in re.findall(r"class (\w+)\(QAbstract\w+Model\)", code):
        assert f"{name}(" in tests or f", {name})" in tests, name
