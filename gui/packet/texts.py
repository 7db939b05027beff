"""The texts for the portal's boxes, each with a counter and a copy button."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.i18n import _
from core.jobs import Progress
from core.model import Case
from core.packs import Packs
from gui.jobs import Job
from gui.session import Session
from gui.widgets.basic import Card, button, hbox, label, vbox
from gui.widgets.pill import Pill
from gui.widgets.rows import WidgetRows

if TYPE_CHECKING:
    from core.narrative import PortalText


class TextsCard(Card):
    """Hidden while the platform's pack names no text box."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: Case | None = None
        self._rows: WidgetRows[PortalText] = WidgetRows(lambda _text: _TextRow(), spacing=12)
        self.body.addWidget(label(_("平台文本框"), "strong"))
        self.body.addWidget(self._rows)
        self.hide()

    def show_case(self, case: Case) -> None:
        if case == self._shown:
            return
        self._shown = case
        job = Job(partial(_texts, case, self._session.packs), reckons=True)
        job.succeeded.connect(self._on_written)
        job.failed.connect(self._session.failed)
        self._session.runner.start(job)

    @Slot(object)
    def _on_written(self, texts: tuple[PortalText, ...]) -> None:
        self.setVisible(bool(texts))
        self._rows.show_items([(str(text.amount), text) for text in texts])


class _TextRow(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._title, self._pill = label("", "strong", wrap=True), Pill()
        self._copy = button(_("复制"), icon="copy", does=self._on_copy)
        self._text = label("", "secondary", wrap=True)
        self._dropped = label("", "secondary", tone="warn", wrap=True)
        for words in (self._text, self._dropped):
            words.setProperty("letter", True)
        head = hbox()
        head.addWidget(self._title, 1)
        head.addWidget(self._pill)
        head.addWidget(self._copy)
        box = vbox(self, spacing=4)
        box.addLayout(head)
        box.addWidget(self._text)
        box.addWidget(self._dropped)

    def show_item(self, text: PortalText) -> None:
        self._words = text.text
        self._title.setText(_(text.title))
        self._copy.setAccessibleName(_("复制{title}").format(title=_(text.title)))
        self._pill.show_state(f"{text.length} / {text.amount}", "warn" if text.dropped else "ok")
        self._text.setText(text.text)
        # Whole sentences with stops of their own, so each stands on a line.
        dropped = _("放不下、未收入：{text}").format(text="\n".join(("", *text.dropped))) if text.dropped else ""
        self._dropped.setText(dropped)
        self._dropped.setVisible(bool(dropped))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._words)
        self._copy.setText(_("已复制"))


def _texts(case: Case, packs: Packs, progress: Progress) -> tuple[PortalText, ...]:
    from core.narrative import exhibit_order, portal_texts

    progress.step(0, 1, "")  # lets the interface pass first
    return portal_texts(case, packs, exhibit_order(case))
