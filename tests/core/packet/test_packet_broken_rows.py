from __future__ import annotations

from types import SimpleNamespace

import pytest

from core.packet.findings import about_letter

CELL = "经平台核验检验检测报告：机构资质认定有效"
HEAD = "2026年11月20日"


@pytest.mark.parametrize("cut", [1, 8, len(CELL) - 1])
def test_a_cell_that_a_page_breaks_is_found_around_the_other_cells_of_its_row(cut: int) -> None:
    pages = [f"{HEAD}{CELL[:cut]}附件8", f"日期事件证据{CELL[cut:]}2026年11月21日"]
    assert list(about_letter(SimpleNamespace(texts=lambda: (CELL,)), pages)) == []


@pytest.mark.parametrize(
    "pages",
    [
        [f"{HEAD}{CELL[:8]}附件8", f"日期{CELL[9:]}"],
        [f"{HEAD}{CELL[:8]}附件8", "日期", CELL[8:]],
        [CELL[8:], CELL[:8]],
        [CELL[:-1], ""],
    ],
    ids=["a character is gone", "a page lies between", "the pages are swapped", "the end is gone"],
)
def test_a_text_of_which_a_part_is_gone_is_lost(pages: list[str]) -> None:
    (finding,) = about_letter(SimpleNamespace(texts=lambda: (CELL,)), pages)
    assert finding.code == "text-lost"


def test_a_text_that_runs_over_three_pages_is_found() -> None:
    pages = [f"{HEAD}{CELL[:6]}附件8", f"日期{CELL[6:12]}附件9", f"事件{CELL[12:]}2026年11月21日"]
    assert list(about_letter(SimpleNamespace(texts=lambda: (CELL,)), pages)) == []


def test_line_ends_of_another_system_are_no_loss() -> None:
    assert list(about_letter(SimpleNamespace(texts=lambda: ("第一行\r\n第二行",)), ["第一行\n第二行"])) == []
