"""The strip at the foot: running work with cancel, when it was saved, undo and redo by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QSizePolicy

from core.i18n import _
from core.model.values import CHINA
from gui.jobs import Job
from gui.widgets.bar import Bar
from gui.widgets.basic import ElidedLabel, IconButton, add_all, button, hbox, label
from gui.wording import INNER_QUOTES

if TYPE_CHECKING:  # only named here; loading them would hold up the start
    from gui.session import SaveState

_STEP_LEAST = 170  # pixels for what can be undone


class StatusStrip(QFrame):
    """Signals: undo_wanted, redo_wanted."""

    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "statusbar")
        self.setFixedHeight(32)
        self._jobs: list[Job] = []
        self._said = ElidedLabel(_("全部数据保存在本机，不联网"), "secondary")
        self._bar = Bar(_("进度"))
        self._bar.setFixedWidth(140)
        self._cancel = button(_("取消"), "link", does=self._on_cancel)
        self._saved = label("", "secondary")
        self._undo = button("", "link", icon="undo", name=_("撤销"), does=self.undo_wanted.emit)
        self._redo = button("", "link", icon="redo", name=_("重做"), does=self.redo_wanted.emit)
        self._hint = label(_("拖入 .fushen 文件或材料文件夹即可打开"), "secondary")
        box = hbox(self, spacing=10)
        box.setContentsMargins(14, 0, 14, 0)
        # As wide as its words at most, so that the bar stands right beside them.
        self._said.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        box.addWidget(self._said, 100)
        add_all(box, self._bar, self._cancel)
        box.addStretch(1)
        add_all(box, self._saved, self._undo, self._redo, self._hint)
        self._show_job()
        self.show_board()

    def show_board(self) -> None:
        for widget in (self._saved, self._undo, self._redo):
            widget.hide()
        self._hint.show()

    @Slot(object)
    def show_saved(self, state: SaveState) -> None:
        """Shows what is on the disk, and what can be undone."""
        self._hint.hide()
        self._saved.show()
        if state.pending:
            self._saved.setText(_("正在保存…"))
        elif state.saved_at is not None:
            at = state.saved_at.astimezone(CHINA).strftime("%H:%M:%S")
            self._saved.setText(_("已保存 {time}").format(time=at))
        self.show_steps(state.undo_label, state.redo_label)

    def show_steps(self, undo: str | None, redo: str | None) -> None:
        """Shows what can be undone and redone, by name."""
        self._show_step(self._undo, undo, _("撤销“{what}”"))
        self._show_step(self._redo, redo, _("重做“{what}”"))

    def show_read_only(self) -> None:
        self._hint.hide()
        self._saved.show()
        self._saved.setText(_("只读查看，未作任何改动"))
        self.show_steps(None, None)  # a step back would be a change

    @Slot(object)
    def follow(self, job: Job) -> None:
        """Shows a job's progress until it ends."""
        self._jobs.append(job)
        job.progressed.connect(self._on_progressed)
        job.finished.connect(self._on_finished)
        self._said.setText(job.title)
        self._show_job()

    def _show_step(self, step: IconButton, what: str | None, text: str) -> None:
        step.setVisible(what is not None)
        if what is not None:
            full = text.format(what=what.translate(INNER_QUOTES))  # quotes inside quotes
            room = max(_STEP_LEAST, self.width() // 4)
            step.setText(step.fontMetrics().elidedText(full, Qt.TextElideMode.ElideRight, room))
            step.setAccessibleName(full)
            step.setToolTip(full)

    def _show_job(self) -> None:
        busy = bool(self._jobs)
        self._bar.setVisible(busy)
        self._cancel.setVisible(busy)
        if not busy:
            self._said.setText(_("全部数据保存在本机，不联网"))
            self._bar.setRange(0, 0)

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, message: str) -> None:
        if self._jobs and self.sender() is self._jobs[-1]:
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            self._said.setText(message or self._jobs[-1].title)

    @Slot()
    def _on_finished(self) -> None:
        self._jobs = [job for job in self._jobs if job is not self.sender()]
        self._show_job()

    @Slot()
    def _on_cancel(self) -> None:
        if self._jobs:
            self._jobs[-1].cancel()
            self._said.setText(_("正在取消…"))
