"""From the empty board to a packet that verifies, with nothing but keys and a clipboard on a real display."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile
from subprocess import run

import pytest

from core import store
from core.errors import FushenError
from core.model import Case, ClaimKind, SecondChanceKind
from core.resources import data_root
from tests.gui.outside import Desktop, lacking

NOTICE = """您提交的凭证经审核未通过，原因如下：
1. 品牌授权书有效期截至 2026-06-30，已过期。
2. 检测报告的检测机构不具备资质（无 CMA）。"""

pytestmark = [
    pytest.mark.alone,  # keys go where the focus is, and a program short of a core takes it late
    pytest.mark.skipif(bool(lacking()), reason=f"这台机器缺少 {lacking()}，外部走查跳过"),
]


def test_a_merchant_goes_from_the_empty_board_to_a_packet_that_verifies(tmp_path: Path) -> None:
    shots = Path(folder) if (folder := os.environ.get("FUSHEN_SHOTS")) else None
    papers = _papers(tmp_path / "papers")
    with Desktop(tmp_path, shots) as desk:
        path = _new_case(desk, tmp_path)

        def saved(holds: Callable[[Case], object], what: str) -> None:
            desk.until(lambda: (case := _read(path)) is not None and holds(case), what)

        _tell_the_notice(desk, saved)
        _attach(desk, papers, saved)
        _answer_the_points(desk, saved)
        _waive_one(desk, saved)
        built = _build_a_draft(desk, path.parent)
        desk.keys("ctrl+w")
        desk.window("^复申$")
        desk.picture("12-board")
    case = _read(path)
    assert case is not None
    assert [point.quote for point in case.notice.points] == [
        "品牌授权书有效期截至 2026-06-30，已过期。",
        "检测报告的检测机构不具备资质（无 CMA）。",
    ]
    verified = run([sys.executable, "-m", "core.cli", "verify", str(built)], cwd=data_root(), check=False)
    assert verified.returncode == 0


Saved = Callable[[Callable[[Case], object], str], None]


def _new_case(desk: Desktop, home: Path) -> Path:
    desk.window("^复申$")
    desk.at("下一步")
    desk.picture("00-tour")
    desk.keys("Escape")
    desk.at("新建申诉")
    desk.picture("01-empty-board")
    desk.keys("ctrl+n")
    desk.window("新建申诉")
    desk.picture("02-new-case")
    desk.at("申诉类型")  # the second appeal over papers is chosen already
    desk.tab(2)
    desk.at("店铺名称")
    desk.paste("森屿旗舰店")
    desk.keys("Return")
    desk.window("森屿旗舰店.*复申")
    path = desk.until(lambda: next(home.rglob("森屿旗舰店.fushen"), None), "the case file")
    desk.picture("03-intake-empty")
    return path


def _tell_the_notice(desk: Desktop, saved: Saved) -> None:
    desk.find("通知编号")
    desk.at("通知编号")
    desk.paste("SAMPLE-2026-0001")
    desk.tab()
    desk.paste("提供虚假凭证")
    desk.tab()
    desk.paste("2026-11-19 10:12")
    desk.tab(2)
    desk.paste(NOTICE)
    desk.tab()
    saved(lambda case: case.notice.text == NOTICE and case.notice.received_at, "the notice")
    desk.find("从通知全文分条")
    saved(lambda case: len(case.notice.points) == 2, "two points")
    desk.find("退回补充")
    saved(lambda case: case.second_chance.kind is SecondChanceKind.SUPPLEMENT, "the second chance")
    desk.picture("04-intake")
    desk.keys("ctrl+2")
    desk.find("根本原因")
    desk.at("根本原因")
    desk.paste("首次申诉时取用了上一期的扫描件，没有核对有效期。")
    desk.tab()
    saved(lambda case: case.notice.points[0].cause, "the cause")
    desk.picture("05-audit")


def _attach(desk: Desktop, papers: list[Path], saved: Saved) -> None:
    desk.keys("ctrl+3")
    desk.picture("06-papers-empty")
    desk.find("添加文件")
    desk.window("添加文件")
    desk.picture("07-choose-files")
    desk.paste(" ".join(f'"{path}"' for path in papers))
    desk.keys("Return")
    desk.window("森屿旗舰店.*复申")
    saved(lambda case: len(case.papers) == len(papers), "the papers")
    desk.picture("08-papers")


def _answer_the_points(desk: Desktop, saved: Saved) -> None:
    desk.keys("ctrl+4")
    desk.find("添加一条")
    desk.keys("Down", "Return")
    saved(lambda case: case.claims and case.claims[0].kind is ClaimKind.FACT, "a statement")
    desk.paste("新一期品牌授权书自 2026-07-01 起有效，见附件。")
    desk.tab()
    saved(lambda case: case.claims[0].text, "its words")
    desk.picture("09-narrative")


def _waive_one(desk: Desktop, saved: Saved) -> None:
    desk.keys("ctrl+5")
    desk.picture("10-packet")
    desk.find("具名豁免：")
    desk.window("具名豁免")
    desk.paste("何秋实")
    desk.tab()
    desk.paste("平台客服已书面同意后补。")
    desk.tab(2)
    desk.picture("10-waiver")
    desk.keys("space")
    desk.window("森屿旗舰店.*复申")
    saved(lambda case: case.waivers, "the waiver")


def _build_a_draft(desk: Desktop, folder: Path) -> Path:
    desk.find("生成草稿")
    built = desk.until(lambda: next(folder.glob("*.zip"), None), "the packet")
    desk.picture("11-built")
    return built


def _papers(folder: Path) -> list[Path]:
    folder.mkdir()
    source = data_root() / "assets" / "samples" / "papers"
    names = {"营业执照.jpg": "licence.jpg", "商标注册证.pdf": "trademark.pdf"}
    return [Path(copyfile(source / old, folder / new)) for old, new in names.items()]


def _read(path: Path) -> Case | None:
    try:
        with store.open(path, read_only=True) as file:
            return file.case
    except FushenError:
        return None  # it is being written just now
