"""What is done bit by bit takes one slice of a turn together."""

from __future__ import annotations

import time

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.widgets import slices
from gui.widgets.rows import WidgetRows


class _SlowRow(QWidget):
    def __init__(self, _item: str) -> None:
        super().__init__()
        time.sleep(0.005)

    def show_item(self, item: str) -> None:
        self.setAccessibleName(item)


def test_long_lists_share_one_slice_of_a_turn(qtbot: QtBot) -> None:
    slices._end()  # whatever this turn has done so far
    lists: list[WidgetRows[str]] = [WidgetRows(_SlowRow) for _n in range(3)]
    names = [f"{n}" for n in range(6)]
    for rows in lists:
        qtbot.addWidget(rows)
        rows.show_items([(name, name) for name in names])
    made = lambda: [sum(rows.shown(name) is not None for name in names) for rows in lists]  # noqa: E731 - asked again
    assert 1 <= made()[0] <= 2
    assert made()[1:] == [0, 0]
    qtbot.waitUntil(lambda: made() == [6, 6, 6])
