"""A Word paper as PDF: what there is, the button that begins it, and the way back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core import edits
from core.i18n import _
from core.jobs import Progress
from core.model import Conversion, FileFacts, Paper
from gui.jobs import Job
from gui.session import Session
from gui.widgets.basic import button, hbox, label


class ConversionBox(QWidget):
    """One line beside a Word paper; hidden for any other."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._id = ""
        self._jobs: dict[str, Job] = {}  # by paper
        self._said = label("", "secondary", wrap=True)
        self._begin = button(_("转换为 PDF"), "confirm", name=_("把这份 Word 文档转换为 PDF"), does=self._on_begin)
        self._stop = button(_("取消"), "link", name=_("取消转换"), does=self._on_stop)
        self._drop = button(_("不用转换件"), "link", name=_("不再用转换出的 PDF"), does=self._on_drop)
        for widget in (self._begin, self._drop):
            widget.setEnabled(not session.read_only)
        line = hbox(self, spacing=6)
        line.addWidget(self._said, 1)
        for widget in (self._begin, self._stop, self._drop):
            line.addWidget(widget)
        session.closing.connect(self._on_closing)

    def show_paper(self, paper: Paper) -> None:
        """Shows how far the paper is on its way to a PDF."""
        self._id = paper.id
        facts = self._session.facts.get(paper.sha256)
        running, made = paper.id in self._jobs, paper.conversion is not None and paper.as_pdf is not paper
        shown = facts is not None and facts.kind == "docx" and facts.office is not None
        possible = shown and not running and not made and _program_is_there()
        self._said.setText(self._saying(paper, running=running, possible=possible))
        self._begin.setVisible(possible)
        self._stop.setVisible(running)
        self._drop.setVisible(made and not running)
        self.setVisible(shown)

    def _saying(self, paper: Paper, *, running: bool, possible: bool) -> str:
        made = paper.conversion
        if running:
            return _("正在用 LibreOffice 转换，并逐段核对文字…")
        if made is not None and paper.as_pdf is not paper:
            text = _("已由 {program} 转换，文字与原文一致。请逐页核对版式；原件照样附上。")
            return text.format(program=made.named)
        if possible:
            return _("Word 文档要转换为 PDF，才能排进合订的 PDF。")
        return _("这台电脑没有 LibreOffice，不能在这里转换。请用 Word 或 WPS 打开它，另存为 PDF 后添加。")

    def _refresh(self) -> None:
        paper = self._session.case.paper(self._id)
        if paper is not None:
            self.show_paper(paper)

    @Slot()
    def _on_begin(self) -> None:
        paper = self._session.case.paper(self._id)
        if paper is None or paper.id in self._jobs:
            return
        job = Job(partial(_convert, self._session, paper), title=_("转换 {file}").format(file=paper.file))
        job.succeeded.connect(partial(self._on_made, paper.id))
        job.failed.connect(self._session.failed)
        job.finished.connect(partial(self._on_finished, paper.id))
        self._jobs[paper.id] = self._session.runner.start(job)
        self._refresh()

    @Slot()
    def _on_stop(self) -> None:
        if self._id in self._jobs:
            self._jobs[self._id].cancel()

    @Slot()
    def _on_closing(self) -> None:
        for job in self._jobs.values():
            job.cancel()

    @Slot()
    def _on_drop(self) -> None:
        paper = self._session.case.paper(self._id)
        if paper is not None:
            self._put(replace(paper, conversion=None), _("不用 {file} 的转换件").format(file=paper.file))

    def _on_made(self, paper_id: str, result: object) -> None:
        made, facts = cast("tuple[Conversion, FileFacts]", result)
        # The paper as it is now: something else of it may have been typed meanwhile, or it may be gone.
        paper = self._session.case.paper(paper_id)
        if paper is not None and paper.sha256 == made.source:
            self._session.put_facts(facts)
            self._put(replace(paper, conversion=made), _("把 {file} 转换为 PDF").format(file=paper.file))

    def _on_finished(self, paper_id: str) -> None:
        self._jobs.pop(paper_id, None)
        self._refresh()

    def _put(self, paper: Paper, label_: str) -> None:
        self._session.apply(edits.put_paper(self._session.case, paper), label_)


def _program_is_there() -> bool:
    from core.derive.office import office_program  # loaded in a job when the case was opened

    return office_program() is not None


def _convert(session: Session, paper: Paper, progress: Progress) -> tuple[Conversion, FileFacts]:
    from core.derive.office import convert_paper

    return convert_paper(session.keeper.casefile, paper, session.prober, session.clock(), progress)
