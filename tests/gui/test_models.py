"""Item models keep Qt's promises; filters and sorting do what they say."""

from __future__ import annotations

import pkgutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from importlib import import_module
from itertools import pairwise

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QImage
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

import gui
from core import packs
from core.board import BoardEntry, Ending
from core.checks.matrix import Cell, Row
from core.clients.importing import guess, preview
from core.clients.tables import Table
from core.interview import StepState
from core.model import Finding, Level
from core.model.values import CHINA
from gui.board.model import DUE, ENTRY_ROLE, MONEY, BoardModel
from gui.clients.importing import PreviewModel
from gui.matrix.model import MatrixModel
from gui.models.differences import Difference, DifferenceModel
from gui.models.findings import FindingModel, head_and_body
from gui.models.rows import RowData, RowList, RowModel
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


def test_the_step_model_keeps_qts_promises(qtmodeltester: ModelTester) -> None:
    model = StepModel()
    model.set_steps((StepState("audit", "自查", "done", ()), StepState("papers", "材料", "done", ())), {"papers": 2})
    assert model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole) == "第 2 步 自查，已完成"
    # Everything asked for was given, and it does not hold: that is not done.
    assert model.data(model.index(2), Qt.ItemDataRole.AccessibleTextRole) == "第 3 步 材料，2 项必须解决"
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


@pytest.mark.alone
def test_filtering_ten_thousand_cases_is_instant() -> None:
    model = BoardModel(lambda: NOW)
    model.set_entries(entries(10_000))
    taken = []
    for _time in range(3):  # what a shared machine adds is not the model's: the best counts
        model.set_filter("")
        begin = time.thread_time()
        model.set_filter("店铺99")
        taken.append((time.thread_time() - begin) * 1000)
    assert min(taken) < FILTER_MS


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


def _board() -> BoardModel:
    model = BoardModel(lambda: NOW)
    model.set_entries(entries())
    return model


def _rows() -> RowModel:
    model = RowModel()
    model.set_rows([RowData("h", "标题", heading=True), RowData("a", "甲", "细节", "满足", "ok"), RowData("b", "乙")])
    return model


def _steps() -> StepModel:
    model = StepModel()
    model.set_steps((StepState("audit", "自查", "done", ()),), {"audit": 1})
    return model


def _findings() -> FindingModel:
    model = FindingModel()
    model.set_findings((Finding("file", "empty", Level.FAIL, "甲.pdf 是空文件。", fix="请重新导出。"),))
    return model


def _pages() -> PageModel:
    model = PageModel()
    model.set_pages(3)
    return model


def _differences() -> DifferenceModel:
    model = DifferenceModel()
    model.set_rows((Difference("主体", "甲", "甲"), Difference("有效期至", "2026-06-30", "2027-06-30")))
    return model


def _matrix() -> MatrixModel:
    model = MatrixModel()
    cells = (Cell("P1", "执照.jpg", "holder", "甲", agrees=True), Cell("P2", "发票.pdf", "buyer", "乙", agrees=False))
    model.set_rows((Row("holder", "主体", "甲", cells),))
    return model


def _preview() -> PreviewModel:
    model = PreviewModel()
    table = Table(("客户", "统一社会信用代码"), ((2, ("甲", "")), (3, ("乙", "123"))))
    model.set_rows(preview(table, guess(table.header), (), packs.load()).rows)
    return model


FILLED: dict[type[QAbstractItemModel], Callable[[], QAbstractItemModel]] = {
    BoardModel: _board,
    DifferenceModel: _differences,
    FindingModel: _findings,
    MatrixModel: _matrix,
    PageModel: _pages,
    PreviewModel: _preview,
    RowModel: _rows,
    StepModel: _steps,
}


@pytest.mark.parametrize("kind", FILLED, ids=lambda kind: kind.__name__)
def test_every_model_keeps_qts_promises(
    kind: type[QAbstractItemModel], look: Theme, qtmodeltester: ModelTester
) -> None:
    model = FILLED[kind]()
    assert type(model) is kind
    assert model.rowCount()
    qtmodeltester.check(model)


def test_no_model_of_the_program_is_left_without_such_a_check() -> None:
    for module in pkgutil.walk_packages(gui.__path__, "gui."):
        import_module(module.name)
    assert set(_descendants(QAbstractItemModel)) == set(FILLED)


def _descendants(kind: type[QAbstractItemModel]) -> Iterator[type[QAbstractItemModel]]:
    """Yields the program's own classes below a class of Qt, also those that descend from other models of Qt."""
    for below in kind.__subclasses__():
        if below.__module__.startswith("gui."):
            yield below
        yield from _descendants(below)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_list_that_fits_its_rows_has_neither_a_gap_below_them_nor_a_row_cut_off(look: Theme, qtbot: QtBot) -> None:
    del look
    rows = RowList("材料")
    qtbot.addWidget(rows)
    rows.fit_to_rows(3)
    rows.resize(260, 100)
    rows.show()
    rows.set_rows([RowData("a", "短"), RowData("b", "这一行的名称很长，要分成两行才写得下，第二行也有字", "说明")])
    for width in (260, 900):
        rows.resize(width, rows.height())
        qtbot.wait(1)
        last = rows.visualRect(rows.model().index(1, 0))
        assert 0 <= rows.viewport().height() - last.bottom() - 1 <= 2
    rows.set_rows([RowData(str(n), "短") for n in range(9)])
    assert rows.viewport().height() - 3 * rows.visualRect(rows.model().index(0, 0)).height() <= 2


def test_a_title_is_painted_in_as_many_lines_as_it_was_measured_for(look: Theme, qtbot: QtBot) -> None:
    rows = RowList("材料")
    qtbot.addWidget(rows)
    rows.set_rows([RowData("a", "增值税专用发票（2026-09-10）", icon="file", inner=True)])
    rows.show()
    ink = look.colour("text").lightness() + 60
    for width in range(196, 232, 2):  # about where one line turns to two
        rows.resize(width, 80)
        qtbot.wait(1)
        room = rows.visualRect(rows.model().index(0, 0))
        image = rows.viewport().grab(room.adjusted(34, 0, 0, -2)).toImage()
        dark = [y for y in range(image.height()) if _has_ink(image, y, ink)]
        lines = 1 + sum(b - a > 2 for a, b in pairwise(dark))
        assert lines == (1 if room.height() < 45 else 2), width


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_row_in_hand_stays_in_view_when_a_narrower_list_makes_the_rows_above_it_taller(
    look: Theme, qtbot: QtBot
) -> None:
    del look
    rows = RowList("材料")
    qtbot.addWidget(rows)
    rows.set_rows([RowData(str(n), "这一行的名称很长，窄了就要分成两行才写得下") for n in range(9)])
    rows.resize(600, 300)
    rows.show()
    rows.choose("6")
    qtbot.wait(1)
    rows.resize(200, 300)
    qtbot.wait(20)
    assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()))


def _has_ink(image: QImage, y: int, ink: int) -> bool:
    return any(image.pixelColor(x, y).lightness() < ink for x in range(image.width()))
