"""“规则与来源”: every pack with version, date and sources; taking packs in, out and back; the person's own values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from core.i18n import _
from core.library import Library
from core.packs.own import OwnValue
from core.store.files import write_whole
from gui.jobs import Job, JobRunner
from gui.messages import MessageBar
from gui.models.rows import RowList
from gui.rules.own import OwnEditor
from gui.rules.state import State, change_then_read, fact_rows, pack_rows, settable_rows
from gui.widgets.basic import Card, ElidedLabel, button, column, hbox, label, row, vbox
from gui.widgets.dialog import Dialog
from gui.widgets.paths import ask_file, ask_target

_SIZE = (1080, 680)
_LEFT = 330
_PACKS = "*.zip *.toml"


class RulesDialog(Dialog):
    """Shows what is installed. Everything is read and written by jobs.

    Signals:
        changed: Other packs or values are in use now.
    """

    changed = Signal()

    def __init__(
        self, library: Library, state: State, runner: JobRunner, clock: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._library, self._runner, self._clock = library, runner, clock
        self.state = state
        self.setWindowTitle(_("规则与来源"))
        self.want(*_SIZE)
        self._search = QLineEdit()
        self._search.setAccessibleName(_("查找规则包"))
        self._search.setPlaceholderText(_("按名称查找"))
        self.packs = RowList(_("规则包"))
        self._title, self._facts_line = label("", "section"), ElidedLabel("", "secondary")
        self._back = button(_("退回上一版"), does=self._on_roll_back)
        self._export = button(_("导出…"), icon="download", does=self._on_export)
        self.facts, self.settable = RowList(_("事实与来源")), RowList(_("可以改成您的数"))
        self._log = label("", wrap=True)
        self.editor = OwnEditor()
        self.messages = MessageBar()
        self._sheets = QStackedWidget()
        self._tabs = [button(_("事实与来源"), "chip"), button(_("您的设定"), "chip"), button(_("更新记录"), "chip")]
        self._lay_out()
        self._connect()
        self._show_packs()
        self._show_pack()
        self._on_tab(0)

    # What is shown

    def show_state(self, state: State) -> None:
        """Shows what is installed now."""
        self.state = state
        self._show_packs()
        self._show_pack()

    def _show_packs(self) -> None:
        self.packs.set_rows(pack_rows(self.state, self._search.text()))

    @Slot()
    def _show_pack(self) -> None:
        one = self.state.of(self.packs.current())
        for part in (self._export, self._sheets, *self._tabs):
            part.setEnabled(one is not None)
        self._back.setVisible(one is not None and one.can_roll_back)
        if one is None:
            return
        self._title.setText(_(one.unit.title))
        self._facts_line.setText(_origin(one.unit.version, one.shipped, one.taken.at[:10] if one.taken else ""))
        self.facts.set_rows(fact_rows(self.state, one))
        self.settable.set_rows(settable_rows(self.state, one))
        self._tabs[1].setVisible(bool(self.state.settable.get(one.unit.main)))
        lines = [f"{c.version} · {c.on.isoformat()}　{c.what}" for c in reversed(one.unit.changelog)]
        self._log.setText("\n".join(lines) or _("没有更新记录。"))
        self._show_settable()

    @Slot()
    def _show_settable(self) -> None:
        one = self.state.of(self.packs.current())
        items = self.state.settable.get(one.unit.main, ()) if one else ()
        item = next((item for item in items if item.place == self.settable.current()), None)
        own = self.state.own_of(one.unit.main, item.place) if one and item else None
        self.editor.show_item(item, own)

    # What is done

    @Slot()
    def _on_import(self) -> None:
        kinds = _("规则包或放假安排 ({kinds})").format(kinds=_PACKS)
        ask_file(self, _("导入规则"), self.take_in, Path.home(), kinds)

    def take_in(self, path: Path) -> None:
        """Takes packs in from a file."""
        now = self._clock()
        self._change(lambda: self._library.take_in(path, now), _("已导入。已有的案件仍按各自建案时的规则。"))

    @Slot()
    def _on_export(self) -> None:
        one = self.state.of(self.packs.current())
        if one is None:
            return
        name = f"{one.unit.key.replace('/', '-')}-{one.unit.version}.zip"
        kinds = _("规则包 ({kinds})").format(kinds="*.zip")
        ask_target(self, _("导出规则包"), self.export_to, Path.home() / name, kinds)

    def export_to(self, path: Path) -> None:
        """Writes the chosen pack to a file."""
        key = self.packs.current()
        self._change(lambda: write_whole(path, self._library.export([key])), _("已导出。"))

    @Slot()
    def _on_roll_back(self) -> None:
        key = self.packs.current()
        self._change(lambda: self._library.roll_back(key), _("已退回上一版。"))

    @Slot(object, str)
    def _on_own_wanted(self, value: object, note: str) -> None:
        one, place = self.state.of(self.packs.current()), self.settable.current()
        if one is not None and isinstance(value, int | str | bool):
            own = OwnValue(one.unit.main, place, value, self._clock().date(), note)
            self._change(lambda: self._library.set_own(own), _("已按您的设定。"))

    @Slot()
    def _on_drop_wanted(self) -> None:
        one, place = self.state.of(self.packs.current()), self.settable.current()
        if one is not None:
            file = one.unit.main
            self._change(lambda: self._library.drop_own(file, place), _("已改回规则包的说法。"))

    def _change(self, do: Callable[[], object], says: str) -> None:
        job = Job(change_then_read(self._library, do))
        job.succeeded.connect(self._on_changed)
        job.succeeded.connect(lambda _state: self.messages.show_done(says))
        job.failed.connect(self.messages.show_error)
        self._runner.start(job)

    @Slot(object)
    def _on_changed(self, state: State) -> None:
        before, self.state = self.state, state
        self.show_state(state)
        if (before.installed, before.own) != (state.installed, state.own):
            self.changed.emit()

    @Slot(int)
    def _on_tab(self, number: int) -> None:
        self._sheets.setCurrentIndex(number)
        for n, tab in enumerate(self._tabs):
            tab.setCheckable(True)
            tab.setChecked(n == number)

    # Helpers

    def _lay_out(self) -> None:
        outer = vbox(self, margin=16, spacing=10)
        outer.addWidget(self.messages)
        box = hbox(spacing=14)
        outer.addLayout(box, 1)
        left = QWidget()
        left.setFixedWidth(_LEFT)
        side = vbox(left, spacing=8)
        side.addWidget(self._search)
        side.addWidget(_framed(self.packs), 1)
        side.addLayout(row(button(_("导入规则…"), icon="upload", does=self._on_import), None))
        box.addWidget(left)
        head = row(column(self._title, self._facts_line, spacing=2), self._back, self._export)
        head.setStretch(0, 1)
        self._sheets.addWidget(_framed(self.facts))
        self._sheets.addWidget(_sheet(_framed(self.settable), self.editor))
        card = Card(margin=14)
        card.body.addWidget(self._log)
        card.body.addStretch(1)
        self._sheets.addWidget(card)
        right = column(head, row(*self._tabs, None), self._sheets, spacing=10)
        right.setStretch(2, 1)
        box.addLayout(right, 1)
        outer.addLayout(row(None, button(_("关闭"), does=self.accept)))

    def _connect(self) -> None:
        self._search.textChanged.connect(self._show_packs)
        self.packs.chosen.connect(self._show_pack)
        self.settable.chosen.connect(self._show_settable)
        self.editor.wanted.connect(self._on_own_wanted)
        self.editor.drop_wanted.connect(self._on_drop_wanted)
        for number, tab in enumerate(self._tabs):
            tab.clicked.connect(lambda _checked, n=number: self._on_tab(n))


def _origin(version: str, shipped: str, taken: str) -> str:
    if not taken:
        return _("版本 {version}，程序自带").format(version=version)
    text = _("版本 {version}，{day} 导入")
    line = text.format(version=version, day=taken)
    return line + _("；程序自带的是 {shipped}").format(shipped=shipped) if shipped else line


def _framed(widget: QWidget) -> Card:
    frame = Card(margin=1, spacing=0)
    frame.body.addWidget(widget)
    return frame


def _sheet(*widgets: QWidget) -> QWidget:
    sheet = QWidget()
    box = vbox(sheet, spacing=8)
    for number, widget in enumerate(widgets):
        box.addWidget(widget, 0 if number else 1)
    return sheet
