"""Papers: nothing read is believed before the person says so; files of every kind are received, each with its line."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from core import edits
from core.model import Case, Field, FieldSource, PageReading, Paper, Role, TextLine
from core.proposals import open_proposals, place_of
from core.reading import VERSION
from core.resources import data_root
from gui.jumps import Place
from gui.papers.field import FieldRow
from gui.papers.page import PapersPage
from gui.papers.paper import PaperCard
from gui.papers.proposal import ProposalRow
from gui.session import Session
from gui.viewer.pictures import Pictures
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS, settle

READ = Field("holder", "甲公司", FieldSource.OCR, page=1, box=(0.1, 0.1, 0.4, 0.12), score=0.93)


def paper(*fields: Field, dismissed: tuple[str, ...] = ()) -> Paper:
    return Paper("P1", "a.pdf", "00", 1, "business-licence", fields=fields, dismissed=dismissed)


def test_what_was_confirmed_or_set_aside_is_not_proposed_again() -> None:
    other = replace(READ, value="乙公司", score=0.5)
    assert open_proposals(paper(), (other, READ)) == (READ, other)
    assert open_proposals(paper(replace(READ, confirmed=True)), (READ, other)) == (other,)
    assert open_proposals(paper(dismissed=("holder=甲公司",)), (READ, other)) == (other,)


def test_a_typed_value_is_found_on_the_page_where_it_was_read() -> None:
    typed = Field("holder", "甲公司", confirmed=True)
    found = place_of(paper(typed), "holder", (READ,))
    assert found is not None
    assert found.box == READ.box


def test_setting_a_reading_aside_is_kept_with_the_paper() -> None:
    set_aside = edits.dismiss_field(paper(READ), READ)
    assert set_aside.fields == ()
    assert set_aside.dismissed == ("holder=甲公司",)
    assert edits.dismiss_field(set_aside, READ).dismissed == set_aside.dismissed


@pytest.fixture
def opened(window: Window, open_sample: Callable[[str], Session], qtbot: QtBot) -> tuple[PapersPage, Session, Paper]:
    """The licence without a word from the person, its page read by hand: the holder twice, and once a code."""
    session = open_sample("flawed")
    licence = next(p for p in session.case.papers if p.type == "business-licence")
    bare = replace(licence, fields=(), type_confirmed=False)
    session.apply(edits.put_paper(session.case, bare), "未核对")
    lines = (
        TextLine("营业执照", (0.4, 0.1, 0.6, 0.15), 0.99),
        TextLine("统一社会信用代码 91330200MAXX00170W", (0.1, 0.2, 0.5, 0.23), 0.99),
        TextLine("名称 宁波启明星辰电子商务有限公司", (0.1, 0.3, 0.5, 0.33), 0.98),
    )
    session.put_reading(PageReading(licence.sha256, 1, VERSION, recognised=True, lines=lines))
    session.refresh()
    settle(session, qtbot)
    assert window.desk is not None
    window.desk.go(Place("papers", paper=licence.id))
    page = window.desk.page()
    assert isinstance(page, PapersPage)
    fields = session.packs.papers[licence.type].fields  # their rows come a few a turn
    qtbot.waitUntil(lambda: len(rows(page)) == len(fields), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: any(row.waits for row in rows(page)), timeout=PATIENCE_MS)
    return page, session, licence


def rows(page: PapersPage) -> list[FieldRow]:
    return [row for row in page.findChildren(FieldRow) if row.isVisible()]


def row_of(page: PapersPage, name: str) -> FieldRow:
    return next(row for row in rows(page) if row.name == name)


def proposal_of(page: PapersPage, name: str) -> ProposalRow:
    return next(p for p in row_of(page, name).findChildren(ProposalRow) if p.isVisible())


def now(session: Session, of: Paper) -> Paper:
    found = session.case.paper(of.id)
    assert found is not None
    return found


def test_nothing_read_is_filled_in_and_each_proposal_shows_where_it_was_read(
    opened: tuple[PapersPage, Session, Paper], qtbot: QtBot
) -> None:
    page, session, licence = opened
    assert now(session, licence).fields == ()
    line = row_of(page, "holder").focusProxy()
    assert line.text() == ""  # type: ignore[attr-defined]  # a line of text
    shown = proposal_of(page, "holder")
    assert shown._value.text() == "宁波启明星辰电子商务有限公司"
    assert "第 1 页" in shown._about.text()
    assert "把握" in shown._about.text()
    qtbot.waitUntil(shown._crop.shows, timeout=PATIENCE_MS)
    assert {mark.key for mark in page._paper._view.canvas._marks} >= {"holder", "uscc"}


def test_enter_confirms_and_goes_to_the_next_field_that_waits(
    opened: tuple[PapersPage, Session, Paper], qtbot: QtBot
) -> None:
    page, session, licence = opened
    first = row_of(page, "holder")
    first.setFocus()
    qtbot.keyClick(first.focusProxy(), Qt.Key.Key_Return)
    settle(session, qtbot)
    assert now(session, licence).value("holder") == "宁波启明星辰电子商务有限公司"
    confirmed = now(session, licence).field("holder")
    assert confirmed is not None
    assert (confirmed.source, confirmed.page) == (FieldSource.OCR, 1)
    assert row_of(page, "uscc").focusProxy().hasFocus()
    assert session.save_state.undo_label == "确认名称"


def test_a_click_confirms_and_another_sets_aside(opened: tuple[PapersPage, Session, Paper], qtbot: QtBot) -> None:
    page, session, licence = opened
    qtbot.mouseClick(proposal_of(page, "uscc")._yes, Qt.MouseButton.LeftButton)
    settle(session, qtbot)
    assert now(session, licence).value("uscc") == "91330200MAXX00170W"
    qtbot.mouseClick(proposal_of(page, "holder")._no, Qt.MouseButton.LeftButton)
    settle(session, qtbot)
    assert now(session, licence).value("holder") == ""
    assert now(session, licence).dismissed == ("holder=宁波启明星辰电子商务有限公司",)
    assert not row_of(page, "holder").waits
    session.undo()
    settle(session, qtbot)
    assert row_of(page, "holder").waits


def test_ctrl_d_sets_aside_by_keyboard(opened: tuple[PapersPage, Session, Paper], qtbot: QtBot) -> None:
    page, session, licence = opened
    row = row_of(page, "holder")
    row.setFocus()
    qtbot.keyClick(row.focusProxy(), Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    settle(session, qtbot)
    assert now(session, licence).dismissed == ("holder=宁波启明星辰电子商务有限公司",)


def test_what_was_typed_stands_and_a_differing_reading_is_shown_beside_it(
    opened: tuple[PapersPage, Session, Paper], qtbot: QtBot
) -> None:
    page, session, licence = opened
    row = row_of(page, "holder")
    row.setFocus()
    qtbot.keyClicks(row.focusProxy(), "Qiming Ltd")
    qtbot.keyClick(row.focusProxy(), Qt.Key.Key_Return)
    settle(session, qtbot)
    assert now(session, licence).value("holder") == "Qiming Ltd"
    shown = proposal_of(page, "holder")
    assert shown._about.text().startswith("与已填的不同")
    assert shown._yes.text() == "改用"
    qtbot.mouseClick(shown._yes, Qt.MouseButton.LeftButton)
    settle(session, qtbot)
    assert now(session, licence).value("holder") == "宁波启明星辰电子商务有限公司"


def test_the_type_stays_a_guess_with_its_reason_until_it_is_confirmed(
    opened: tuple[PapersPage, Session, Paper], qtbot: QtBot
) -> None:
    page, session, licence = opened
    box = page._paper._type
    assert "营业执照" in box._said.text()
    assert "标题处写有“营业执照”" in box._why.text()
    assert box.wait_for_answer()
    qtbot.keyClick(box._sure, Qt.Key.Key_Space)
    settle(session, qtbot)
    assert now(session, licence).type_confirmed
    assert box._guess.isHidden()


def test_a_click_on_a_box_of_the_page_goes_to_its_field(
    opened: tuple[PapersPage, Session, Paper], qtbot: QtBot
) -> None:
    page, _session, _licence = opened
    canvas = page._paper._view.canvas
    mark = next(m for m in canvas._marks if m.key == "uscc")
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas._room_of(mark).center().toPoint())
    assert row_of(page, "uscc").focusProxy().hasFocus()


def test_no_view_of_the_page_scrolls_inside_another(opened: tuple[PapersPage, Session, Paper]) -> None:
    page, _session, _licence = opened
    for area in page.findChildren(QScrollArea):
        outer = area.parent()
        while outer is not None and outer is not page:
            assert not isinstance(outer, QScrollArea)
            outer = outer.parent()


def test_the_rejected_paper_stands_beside_its_replacement_with_what_differs(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    new = next(p for p in session.case.offered() if p.replaces)
    old = session.case.paper(new.replaces)
    assert old is not None
    assert window.desk is not None
    window.desk.go(Place("papers", paper=new.id))
    page = window.desk.page()
    assert isinstance(page, PapersPage)
    qtbot.mouseClick(page._paper._view._compare, Qt.MouseButton.LeftButton)
    pane = page._compare
    assert page._stack.currentWidget() is pane
    assert pane._which.value() == old.id
    differing = {row.title: (row.before, row.now) for row in pane._model.rows() if not row.same}
    assert (old.value("valid_to"), new.value("valid_to")) in differing.values()
    assert "项不同" in pane._said.text()
    back = next(b for b in pane.findChildren(QAbstractButton) if b.accessibleName() == "关闭对比")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert page._stack.currentWidget() is page._paper


def received(page: PapersPage) -> dict[str, str]:
    lines = page._receipt._model.findings()
    return {line.message.partition(" ")[0]: line.message for line in lines}


def test_ten_files_each_get_their_line_with_what_to_do(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, tmp_path: Path
) -> None:
    session = open_sample("flawed")
    case = session.case
    gone = [p for p in case.papers if p.file == "购销合同-加密.pdf"]
    session.apply(edits.remove_paper(case, gone[0].id), "移除")
    settle(session, qtbot)
    before = len(session.case.papers)
    samples = data_root() / "assets" / "samples"
    folder = tmp_path / "材料"
    folder.mkdir()
    for n in range(5):
        (folder / f"说明{n}.txt").write_text(f"第 {n} 份说明", encoding="utf-8")
    (folder / "坏的.pdf").write_bytes(b"%PDF-1.4 nonsense")
    (folder / "空的.pdf").write_bytes(b"")
    with zipfile.ZipFile(folder / "打包.zip", "w") as archive:
        archive.writestr("里面/说明书.txt", "压缩包里的说明")
    locked = samples / "flawed" / "papers" / "购销合同-加密.pdf"
    same = samples / "papers" / "承诺书.pdf"
    desk = window.desk
    assert desk is not None
    desk.add_files([folder, locked, same])
    page = desk.page()
    assert isinstance(page, PapersPage)
    qtbot.waitUntil(lambda: page._receipt.count == 10, timeout=PATIENCE_MS)
    settle(session, qtbot)
    assert len(session.case.papers) == before + 9
    assert session.save_state.undo_label == "添加 9 份文件"
    text = "\n".join(f"{line.message} {line.fix}" for line in page._receipt._model.findings())
    assert "承诺书.pdf 没有重复加入" in text
    assert "已损坏" in text
    assert "空文件" in text
    assert "密码" in text
    assert "说明书.txt" in text
    assert page._stack.currentWidget() is page._receipt
    session.undo()
    settle(session, qtbot)
    assert len(session.case.papers) == before


def test_the_requirement_in_view_suggests_the_type_of_a_lone_file_and_of_no_others(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, tmp_path: Path
) -> None:
    session = open_sample("flawed")
    desk = window.desk
    assert desk is not None
    desk.go(Place("papers"))
    page = desk.page()
    assert isinstance(page, PapersPage)
    overview = session.overview
    assert overview is not None
    states = [s for s in overview.requirements if len({*s.requirement.any_of, *s.requirement.all_of}) == 1]
    wanted = next(state for state in states if len(state.papers) == 1)
    session.apply(edits.remove_paper(session.case, wanted.papers[0]), "移除")
    settle(session, qtbot)
    photos = [tmp_path / f"photo-{n}.txt" for n in range(3)]
    for photo in photos:
        photo.write_text(photo.name, encoding="utf-8")
    for drop in (photos[:1], photos[1:]):
        with qtbot.waitSignal(page.adding.added, timeout=PATIENCE_MS):
            page.adding.add(drop, wanted.requirement.id)
        settle(session, qtbot)
    (kind,) = {*wanted.requirement.any_of, *wanted.requirement.all_of}
    assert [paper.type for paper in session.case.papers[-3:]] == [kind, "", ""]


def test_a_cancelled_drop_adds_nothing(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, tmp_path: Path
) -> None:
    session = open_sample("flawed")
    before = session.case
    for n in range(30):
        (tmp_path / f"说明{n}.txt").write_text(f"第 {n} 份", encoding="utf-8")
    desk = window.desk
    assert desk is not None
    desk.add_files([tmp_path])
    window.strip._cancel.click()
    qtbot.waitUntil(lambda: not session.runner.busy, timeout=PATIENCE_MS)
    settle(session, qtbot)
    assert session.case == before


def test_a_copied_picture_is_pasted_as_a_paper(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    before = len(session.case.papers)
    desk = window.desk
    assert desk is not None
    desk.go(Place("papers"))
    page = desk.page()
    assert isinstance(page, PapersPage)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    QGuiApplication.clipboard().setImage(image)
    page._list.setFocus()
    qtbot.keyClick(page._list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(session.case.papers) == before + 1, timeout=PATIENCE_MS)
    session.reading.cancel()
    settle(session, qtbot)
    added = session.case.papers[-1]
    assert added.file.startswith("粘贴的图片 2026-11-22")
    assert session.facts[added.sha256].kind == "png"
    QGuiApplication.clipboard().clear()


def test_copied_files_are_pasted_as_papers(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, tmp_path: Path
) -> None:
    session = open_sample("flawed")
    before = len(session.case.papers)
    file = tmp_path / "复制来的.txt"
    file.write_text("内容", encoding="utf-8")
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(copied)
    desk = window.desk
    assert desk is not None
    desk.go(Place("papers"))
    page = desk.page()
    assert isinstance(page, PapersPage)
    page.paste()
    qtbot.waitUntil(lambda: len(session.case.papers) == before + 1, timeout=PATIENCE_MS)
    settle(session, qtbot)
    assert session.case.papers[-1].file == "复制来的.txt"
    QGuiApplication.clipboard().clear()


def test_a_scan_that_comes_in_is_read_in_the_background_and_nothing_is_believed(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    case: Case = session.case
    old = next(p for p in case.papers if p.file == "商标转让证明.pdf")
    session.apply(edits.remove_paper(case, old.id), "移除")
    settle(session, qtbot)
    desk = window.desk
    assert desk is not None
    begun: list[str] = []
    session.reading.changed.connect(begun.append)
    desk.add_files([data_root() / "assets" / "samples" / "papers" / "商标转让证明.pdf"])
    qtbot.waitUntil(lambda: old.sha256 in session.readings, timeout=6 * PATIENCE_MS)
    settle(session, qtbot)
    added = session.case.papers[-1]
    assert added.role is Role.REPLACEMENT
    assert added.fields == ()
    assert not added.type_confirmed
    overview = session.overview
    assert overview is not None
    owners = {field.value for field in overview.proposals[added.id]}
    assert "嘉兴启明纺织科技有限公司" in owners
    kept = session.keeper.ask(lambda file: file.readings(old.sha256, VERSION)).result(timeout=20)
    assert set(kept) == {1}
    assert session.reading.state(added) == "read"


def test_a_card_that_was_never_laid_out_leaves_nothing_without_an_owner(open_sample: Callable[[str], Session]) -> None:
    session = open_sample("flawed")
    before = set(QApplication.topLevelWidgets())
    card = PaperCard(session, Pictures(session))
    assert {type(w).__name__ for w in set(QApplication.topLevelWidgets()) - before} == {"PaperCard"}
    card.deleteLater()
