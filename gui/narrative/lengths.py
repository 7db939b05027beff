"""The lengths that the portal takes, each with its counter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core.i18n import _
from core.jobs import Progress
from core.model import Case
from core.packs import Packs
from gui.jobs import Job
from gui.session import Session
from gui.widgets.basic import hbox
from gui.widgets.pill import Pill

if TYPE_CHECKING:
    from core.narrative import PortalText


class Lengths(QWidget):
    """One pill a text box of the portal."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: Case | None = None
        self._pills: list[Pill] = []
        self._box = hbox(self, spacing=6)

    def show_case(self, case: Case) -> None:
        """Counts again when what the texts are made of changed."""
        if case == self._shown:
            return
        self._shown = case
        job = Job(partial(_texts, case, self._session.packs))
        job.succeeded.connect(self._on_counted)
        self._session.runner.start(job)

    @Slot(object)
    def _on_counted(self, texts: tuple[PortalText, ...]) -> None:
        while len(self._pills) < len(texts):
            pill = Pill()
            self._pills.append(pill)
            self._box.addWidget(pill)
        for pill, text in zip(self._pills, texts, strict=False):
            words = _("{title} {count} / {most}").format(title=text.title, count=text.length, most=text.amount)
            pill.show_state(words, "warn" if text.dropped else "ok")
            dropped = _("放不下、未收入：{text}").format(text=_("；").join(text.dropped)) if text.dropped else ""
            pill.setToolTip("\n\n".join(part for part in (text.text, dropped) if part))


def _texts(case: Case, packs: Packs, _progress: Progress) -> tuple[PortalText, ...]:
    from core.narrative import exhibit_order, portal_texts

    return portal_texts(case, packs, exhibit_order(case))
