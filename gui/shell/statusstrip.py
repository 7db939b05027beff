"""The strip at the foot: running work with cancel, when it was saved, undo and redo by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
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
_SAID_LEAST, _SAID_BUSY = 60, 220
_GAP, _EDGE = 10, 14


class StatusStrip(QFrame):
    """Signals: undo_wanted, redo_wanted."""

    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "statusbar")
        self.setFixedHeight(32)
        # A long name does not keep the window wide.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._jobs: list[Job] = []
        self._steps: dict[IconButton, str] = {}  # in full
        self._said = ElidedLabel(_("全部数据保存在本机，不联网"), "secondary")
        self._bar = Bar(_("进度"))
        self._bar.setFixedWidth(140)
        self._cancel = button(_("取消"), "link", does=self._on_cancel)
        self._saved = label("", "secondary")
        self._undo = button("", "link", icon="undo", name=_("撤销"), does=self.undo_wanted.emit)
        self._redo = button("", "link", icon="redo", name=_("重做"), does=self.redo_wanted.emit)
        self._hint = label(_("拖入 .fushen 文件或材料文件夹即可打开"), "secondary")
        box = hbox(self, spacing=_GAP)
        box.setContentsMargins(_EDGE, 0, _EDGE, 0)
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
        named = ((self._undo, undo, _("撤销“{what}”")), (self._redo, redo, _("重做“{what}”")))
        # Quotes stand inside quotes.
        self._steps = {step: text.format(what=what.translate(INNER_QUOTES)) for step, what, text in named if what}
        for step, _what, _text in named:
            step.setVisible(step in self._steps)
        for step, full in self._steps.items():
            step.setText(full)
            step.setAccessibleName(full)
        self._fit_steps()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_steps()

    def _fit_steps(self) -> None:
        """Names the steps in full where there is room; a short one leaves its room to the other."""
        left, several = self._room_for_steps(), len(self._steps)
        for step in sorted(self._steps, key=self._wide):
            full, metrics = self._steps[step], step.fontMetrics()
            around = self._wide(step) - metrics.horizontalAdvance(full)
            room = max(_STEP_LEAST, left // several) - around
            shown = metrics.elidedText(full, Qt.TextElideMode.ElideRight, room)
            step.setText(shown)
            step.setToolTip(full if shown != full else "")
            left, several = left - step.sizeHint().width() - _GAP, several - 1

    def _wide(self, step: IconButton) -> int:
        """Returns how wide a step is with its name in full."""
        metrics = step.fontMetrics()
        around = step.sizeHint().width() - metrics.horizontalAdvance(step.text())
        return around + metrics.horizontalAdvance(self._steps[step])

    def _room_for_steps(self) -> int:
        beside = [
            widget.sizeHint().width() for widget in (self._saved, self._cancel, self._hint) if not widget.isHidden()
        ]
        said = _SAID_LEAST if self._bar.isHidden() else _SAID_BUSY + self._bar.width()
        return self.width() - 2 * _EDGE - said - sum(beside) - _GAP * (len(beside) + 3)

    def _show_job(self) -> None:
        busy = bool(self._jobs)
        self._bar.setVisible(busy)
        self._cancel.setVisible(busy)
        self._fit_steps()
        if not busy:
            self._said.setText(_("全部数据保存在本机，不联网"))
            self._bar.show_share(0, 0)

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, message: str) -> None:
        if self._jobs and self.sender() is self._jobs[-1]:
            self._bar.show_share(done, total)
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
