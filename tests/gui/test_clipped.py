"""Text that does not fit is found, and none of the steps has any, in either language and on a small screen."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QWidget
from pytestqt.exceptions import TimeoutError as TookTooLong
from pytestqt.qtbot import QtBot

from core import i18n
from core.i18n import _
from gui.clipped import clipped
from gui.jumps import Place
from gui.matrix.dialog import MatrixDialog
from gui.session import Session
from gui.widgets.basic import ElidedLabel, label, scrolled
from gui.widgets.choice import Choice
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS
from tests.gui.test_accessible import DIALOGS

_SETTLED_MS = 4000
SIZES = {"small": (853, 533), "usual": (1280, 800)}


@pytest.fixture(params=["zh_CN", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use_language(request.param)
    yield request.param
    i18n.use_language("zh_CN")


def test_what_is_cut_off_is_told_and_what_ends_in_dots_on_purpose_is_not(window: Window, qtbot: QtBot) -> None:
    owner = QWidget(window)
    owner.setGeometry(0, 0, 400, 300)
    long = "一句放不下的话，比留给它的地方长得多"
    parts = [QLabel(long), label(long, wrap=True), QPushButton(long), ElidedLabel(long), Choice(long, [("a", long)])]
    for n, part in enumerate(parts):
        part.setParent(owner)
        part.setGeometry(0, 40 * n, 60, 20)
    fits = QLabel("短", owner)
    fits.setGeometry(0, 240, 60, 20)
    owner.show()
    assert list(clipped(owner)) == [f"QLabel: {long}", f"WrappedLabel: {long}", f"QPushButton: {long}"]


def test_what_stands_out_of_its_frame_or_must_be_scrolled_sideways_is_told(window: Window) -> None:
    owner, wide = QWidget(window), QWidget()
    owner.setGeometry(0, 0, 300, 200)
    QHBoxLayout(owner).addWidget(scrolled(wide))
    wide.setMinimumWidth(900)
    out = QLabel("半个", owner)
    out.setGeometry(280, 0, 60, 20)
    owner.show()
    told = " ".join(clipped(owner))
    assert "sideways" in told
    assert "out of its frame" in told


def test_nothing_is_cut_off_in_any_step_on_a_small_screen(
    language: str, window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    window.resize(*SIZES["small"])  # `make shots` looks at every size
    session = open_sample("flawed")
    desk = window.desk
    assert desk is not None
    paper = next(p for p in session.case.offered() if p.replaces)
    steps = [Place(step) for step in ("intake", "audit", "papers", "narrative", "packet", "after")]
    extra = [Place("papers", paper=paper.id), Place("papers", subject="authorisation"), Place("papers", subject="L1")]
    for place in (*steps, *extra):
        desk.go(place)
        # Pages are laid out bit by bit.
        fits = lambda: not list(clipped(window))  # noqa: E731 - asked again and again
        with contextlib.suppress(TookTooLong):
            qtbot.waitUntil(fits, timeout=_SETTLED_MS)
        assert list(clipped(window)) == [], place


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
def test_nothing_is_cut_off_in_a_dialog(
    language: str, window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, kind: type[QDialog]
) -> None:
    window.services.packs()
    if kind is MatrixDialog:
        open_sample("flawed")
    made = DIALOGS[kind](window)
    made.open()
    qtbot.waitUntil(made.isVisible, timeout=PATIENCE_MS)
    qtbot.wait(20)
    found = list(clipped(made))
    made.reject()
    made.deleteLater()
    assert found == []


def test_the_board_has_room_for_its_headings(language: str, window: Window, qtbot: QtBot) -> None:
    from tests.gui.test_accessible import ENTRY

    for size in SIZES.values():
        window.resize(*size)
        window.cases.set((ENTRY,))
        qtbot.wait(20)
        assert list(clipped(window)) == [], _("案件列表")
