"""Has the packet built by the building process, and offers what to do with it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from core.built import Outcome
from core.errors import where
from core.i18n import _
from core.jobs import Progress
from core.model import Case
from gui import wording
from gui.jobs import Job
from gui.packet.ordering import order_of
from gui.session import Session
from gui.widgets.bar import Bar
from gui.widgets.basic import Card, button, column, held, label, retone, row
from gui.widgets.flow import flowing
from gui.widgets.paths import ask_folder
from gui.widgets.speaking import announce, heard

if TYPE_CHECKING:  # slow to load, and only the job needs them
    from core.checks import Report


class BuildCard(Card):
    """Signals: built (an Outcome), proved (the Case whose packet can be submitted now)."""

    built = Signal(object)
    proved = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(margin=16, spacing=10)
        self._session = session
        self._job: Job | None = None
        self._outcome: Outcome | None = None
        self._ordered = session.case
        self._folder = session.path.parent
        self._where = label("", "secondary", wrap=True)
        self._go = button(_("生成提交包"), "primary", icon="packet", does=self.start)
        self._go.setEnabled(False)  # until the checks have said what blocks
        self._draft = button(_("生成草稿"), icon="file", does=self.start_draft)
        self._change = button(_("更改位置…"), "link", does=self._on_change)
        self._bar = Bar(_("生成进度"))
        self._lacking = label("", "secondary", tone="fail", wrap=True)
        self._step = label("", "secondary", wrap=True)
        self._cancel = button(_("取消"), "link", does=self.cancel)
        self._running = held(column(self._step, self._bar, row(self._cancel, None), spacing=6))
        self._result = _ResultBox()
        self._lay_out()
        self._show_where()

    def show_case(self, _case: Case) -> None:
        """Nothing: what blocks comes with the report."""

    def show_report(self, report: Report, unread: int = 0) -> None:
        """Offers the packet when nothing blocks it; of files that are still being read nobody knows that yet."""
        ready = report.ready and not unread
        self._go.setEnabled(ready and self._job is None)
        text = _("还有 {count} 项必须先解决或具名豁免，才能生成；草稿随时可以生成。")
        if report.ready:
            text = _("正在读取 {count} 份文件，读完才能生成；草稿随时可以生成。") if unread else ""
        self._lacking.setText(text.format(count=unread if report.ready else len(report.blocking)))
        retone(self._lacking, "" if report.ready else "fail")
        self._lacking.setVisible(not ready)

    @property
    def folder(self) -> Path:
        return self._folder

    @Slot()
    def start(self) -> None:
        """Builds the packet for submission."""
        self._start(draft=False)

    @Slot()
    def start_draft(self) -> None:
        """Builds a packet that is marked as a draft on every front page."""
        self._start(draft=True)

    def _start(self, *, draft: bool) -> None:
        if self._job is not None:
            return
        self._ordered = self._session.case
        job = Job(partial(_build, self._session, self._folder, draft), title=_("生成提交包"))
        job.progressed.connect(self._on_progressed)
        job.succeeded.connect(self._on_built)
        job.failed.connect(self._session.failed)
        job.finished.connect(self._on_finished)
        self._job = job
        self._result.hide()
        self._running.show()
        self._step.setText(_("准备中…"))
        self._bar.show_share(0, 0)
        self._go.setEnabled(False)
        self._draft.setEnabled(False)
        self._session.runner.start(job)

    def _lay_out(self) -> None:
        self.body.addLayout(row(label(_("生成"), "section"), None))
        text = _("一个压缩包：合订的 PDF、可编辑的说明、平台文本和图片、未经改动的原件。生成后逐项核对。")
        self.body.addWidget(label(text, "secondary", wrap=True))
        self.body.addWidget(self._where)
        self.body.addLayout(row(self._change, None))
        self.body.addWidget(flowing(self._go, self._draft))
        self.body.addWidget(self._lacking)
        self.body.addWidget(self._running)
        self.body.addWidget(self._result)
        for later in (self._lacking, self._running, self._result):
            later.hide()

    def _show_where(self) -> None:
        self._where.setText(_("保存到 {folder}").format(folder=where(self._folder)))

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, message: str) -> None:
        self._bar.show_share(done, total)
        self._step.setText(message)

    @Slot(object)
    def _on_built(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._result.show_outcome(outcome)
        self._result.show()
        announce(self, self._result.said())
        self.built.emit(outcome)
        if outcome.verification.intact and not outcome.built.draft:
            self.proved.emit(self._ordered)

    @Slot()
    def _on_finished(self) -> None:
        self._job = None
        self._running.hide()
        self._draft.setEnabled(True)
        overview = self._session.overview
        self._go.setEnabled(overview is not None and overview.report.ready and not overview.unread)

    @property
    def working(self) -> bool:
        """Whether a build got as far as telling how much of a part is done."""
        return self._job is not None and self._bar.maximum() > 0

    @Slot()
    def cancel(self) -> None:
        """Stops the build at its next step; an earlier packet stays as it is."""
        if self._job is not None:
            self._step.setText(_("正在取消…"))
            self._job.cancel()

    @Slot()
    def _on_change(self) -> None:
        ask_folder(self, _("保存到哪个文件夹"), self.choose_folder, self._folder)

    def choose_folder(self, folder: Path) -> None:
        """Puts packets into another folder."""
        self._folder = folder
        self._show_where()


class _ResultBox(Card):
    def __init__(self) -> None:
        super().__init__(part="inset", spacing=6)
        self._path = Path()
        self._title = label("", "strong", wrap=True)
        self._about = label("", "secondary", wrap=True)
        self._findings = label("", "secondary", wrap=True)
        self.body.addWidget(self._title)
        self.body.addWidget(self._about)
        self.body.addWidget(self._findings)
        where = button(_("打开所在文件夹"), icon="folder", does=self._on_folder)
        self.body.addWidget(flowing(where, button(_("打开提交包"), icon="open", does=self._on_open)))

    def show_outcome(self, outcome: Outcome) -> None:
        built = outcome.built
        self._path = built.path
        intact = outcome.verification.intact
        self.set_tone("ok" if intact else "fail")
        good = _("草稿已生成，逐项核对无误") if built.draft else _("提交包已生成，逐项核对无误")
        self._title.setText(good if intact else _("核对未通过，请重新生成"))
        text = _("{file}\n{pages} 页，{size}")
        self._about.setText(text.format(file=where(built.path), pages=built.pages, size=wording.size(built.size)))
        self._findings.setText("\n".join(f.message for f in built.findings))
        self._findings.setVisible(bool(built.findings))

    def said(self) -> str:
        """Returns what came of the build, to be heard."""
        return heard(self._title.text(), *self._about.text().splitlines(), *self._findings.text().splitlines())

    @Slot()
    def _on_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))

    @Slot()
    def _on_open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))


def _build(session: Session, folder: Path, draft: bool, progress: Progress) -> Outcome:
    progress.step(0, 0, _("检查案件"))
    return session.builder().build(order_of(session), folder, progress, draft=draft)
