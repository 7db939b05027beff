"""How the DOCX letter looks and how its exhibits are numbered: letterhead, and numbers that were sent already."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices

from core.i18n import _
from core.jobs import Progress
from core.model import Case
from core.packs import Packs
from core.settings import SettingsFile
from gui.jobs import Job
from gui.session import Session
from gui.widgets.basic import Card, button, label, row
from gui.widgets.paths import ask_file
from gui.widgets.tick import Tick


class LetterCard(Card):
    """The letterhead comes from the firm's settings alone; a case or a set of rules can't bring one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._told = label("", "secondary", wrap=True)
        self._choose = button(_("选用 Word 模板…"), does=self._on_choose)
        self._plain = button(_("不用信头"), "link", does=self._on_plain)
        self._look = button(_("看效果"), "link", name=_("在 Word 中看说明的样子"), does=self._on_look)
        self._keep = Tick(_("附件沿用上次送出的编号，后加的编作 5A 这样"))
        self._keep.clicked.connect(self._on_keep)
        self.body.addWidget(label(_("可编辑的说明（DOCX）"), "strong"))
        self.body.addWidget(self._told)
        self.body.addLayout(row(self._choose, self._look, self._plain, None))
        self.body.addWidget(self._keep)
        self._keep.setEnabled(not session.read_only)
        self._show_head()

    def show_case(self, case: Case) -> None:
        self._keep.setVisible(any(sent.exhibits for sent in case.submissions))
        self._keep.setChecked(case.packet.keep_numbers)

    def use(self, source: Path) -> None:
        """Takes a Word file over as the firm's letterhead; everything wrong with it is told at once."""
        if self._session.settings is not None:
            self._start(partial(_adopt, source, self._session.settings), self._on_adopted)

    def _start(self, work: object, then: object) -> None:
        job = Job(work)  # type: ignore[arg-type]  # a partial over a function that takes progress
        job.succeeded.connect(then)
        job.failed.connect(self._session.failed)
        self._session.runner.start(job)

    def _show_head(self) -> None:
        there = self._session.letterhead is not None
        with_head = _("用本单位的信头。模板里可写 {names} 等，正文的位置写 {letter}。")
        without = _("普通信纸。可选用本单位的 Word 模板：正文的位置写 {letter}，名称写 {names} 等。")
        text = with_head if there else without
        self._told.setText(
            text.format(letter=_marker("letter"), names=_("、").join(map(_marker, ("entity.name", "notice.number"))))
        )
        self._plain.setVisible(there)

    @Slot()
    def _on_choose(self) -> None:
        ask_file(self, _("选用 Word 模板"), self.use, kinds=_("Word 文档 (*.docx)"))

    @Slot(object)
    def _on_adopted(self, path: Path | None) -> None:
        self._session.letterhead = path
        self._show_head()

    @Slot()
    def _on_plain(self) -> None:
        if self._session.settings is not None:
            self._start(partial(_forget, self._session.settings), self._on_adopted)

    @Slot()
    def _on_look(self) -> None:
        session = self._session
        work = partial(_written, session.case, session.packs, session.letterhead, session.scratch, session.clock())
        self._start(work, self._on_written)

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    @Slot()
    def _on_keep(self) -> None:
        case = self._session.case
        options = replace(case.packet, keep_numbers=self._keep.isChecked())
        self._session.apply(replace(case, packet=options), _("更改附件编号的办法"))


def _adopt(source: Path, settings: SettingsFile, _progress: Progress) -> Path:
    from core import letterhead

    kept = letterhead.adopt(source, settings.path.parent)
    settings.write(replace(settings.read(), letterhead=kept))
    return kept


def _forget(settings: SettingsFile, _progress: Progress) -> None:
    settings.write(replace(settings.read(), letterhead=None))


def _written(case: Case, packs: Packs, head: Path | None, folder: Path, now: datetime, _progress: Progress) -> Path:
    from core import letterhead
    from core.narrative import exhibit_order, letter
    from core.packet.word import letter_docx

    written = letter(case, packs, exhibit_order(case))
    values = letterhead.values_of(case, packs, written.title, now)
    place = letterhead.fill(letterhead.read(head), values) if head else None
    path = folder / "letter.docx"
    letter_docx(written, path, author=case.entity.name, now=now, draft=True, head=place)
    return path


def _marker(name: str) -> str:
    """Returns what a template holds in place of a value, on one line."""
    return f"{{{{\u00a0{name}\u00a0}}}}"
