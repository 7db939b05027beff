"""The letter as it will read, beside the statements; redrawn after each change."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QTextBrowser

from core.i18n import _
from core.jobs import Progress
from core.model import Case
from core.narrative import (
    Block,
    Bold,
    Cite,
    Heading,
    Letter,
    ListBlock,
    Runs,
    Table,
    exhibit_order,
    letter,
    plain,
)
from core.narrative.blocks import Paragraph
from core.packs import Packs
from gui import theme
from gui.jobs import Job
from gui.session import Session
from gui.widgets.basic import Card, label

_PAUSE_MS = 200


class PreviewPane(Card):
    """White paper, dark ink, in both themes."""

    def __init__(self, session: Session) -> None:
        super().__init__(margin=10, spacing=6)
        self._session = session
        self._case: Case | None = None
        self._text = QTextBrowser()
        self._text.setAccessibleName(_("说明正文预览"))
        self._text.setProperty("part", "page")
        self._text.setOpenLinks(False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._render)
        self.body.addWidget(self._text, 1)
        self.body.addWidget(label(_("随写随排；正式版式以提交包为准"), "secondary"))

    def show_case(self, case: Case) -> None:
        if case != self._case:
            self._case = case
            self._pause.start()

    @Slot()
    def _render(self) -> None:
        if self._case is not None:
            job = Job(partial(_write, self._case, self._session.packs))
            job.succeeded.connect(self._on_written)
            job.failed.connect(self._session.failed)
            self._session.runner.start(job)

    @Slot(object)
    def _on_written(self, html: str) -> None:
        bar = self._text.verticalScrollBar()
        kept = bar.value()
        ink = theme.current().colour("ink").name()
        self._text.setHtml(f'<body style="color:{ink}">{html}</body>')
        bar.setValue(kept)


def _write(case: Case, packs: Packs, _progress: Progress) -> str:
    return _html(letter(case, packs, exhibit_order(case)))


def _html(written: Letter) -> str:
    head = f'<h3 align="center">{escape(written.title)}</h3>'
    return head + "".join(_block(block) for block in written.blocks)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<p><b>{_runs(block.runs)}</b></p>"
    if isinstance(block, Paragraph):
        return f'<p style="text-indent:2em">{_runs(block.runs)}</p>'
    if isinstance(block, ListBlock):
        return "<ul>" + "".join(f"<li>{_runs(item)}</li>" for item in block.items) + "</ul>"
    if isinstance(block, Table):
        return _table(block)
    return f'<p align="right">{"<br>".join(_runs(line) for line in block.lines)}</p>'


def _table(table: Table) -> str:
    rows = [table.header, *table.rows]
    cells = ("".join(f"<td>{_runs(cell)}</td>" for cell in cells) for cells in rows)
    lines = "".join(f"<tr>{line}</tr>" for line in cells)
    return f'<table border="1" cellspacing="0" cellpadding="4" width="100%">{lines}</table>'


def _runs(runs: Runs) -> str:
    return "".join(
        f"<b>{escape(r.text)}</b>"
        if isinstance(r, Bold)
        else f"<u>{escape(r.text)}</u>"
        if isinstance(r, Cite)
        else escape(plain((r,)))
        for r in runs
    )
