"""How far the reading of a paper's pages is, and the button that begins it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core.i18n import _
from core.model import Paper
from gui.session import Session
from gui.widgets.basic import button, hbox, label


class ReadingBox(QWidget):
    """One line; hidden when there is nothing to read or nothing to say of it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._id = ""
        self._said = label("", "secondary", wrap=True)
        self._begin = button(_("现在识别"), "confirm", name=_("识别这份文件的页面"), does=self._on_begin)
        self._stop = button(_("取消"), "link", name=_("取消识别"), does=session.reading.cancel)
        line = hbox(self, spacing=6)
        line.addWidget(self._said, 1)
        line.addWidget(self._begin)
        line.addWidget(self._stop)

    def show_paper(self, paper: Paper) -> None:
        """Shows how far the paper was read."""
        self._id = paper.id
        reading = self._session.reading
        state, left = reading.state(paper), reading.left(paper)
        faults = reading.faults(paper)
        text = {
            "unread": _("有 {left} 页还没有识别。"),
            "waiting": _("排队等候识别…"),
            "reading": _("正在识别，还有 {left} 页…"),
        }.get(state, "")
        if not text and faults:
            text = _("第 {pages} 页没有读出来，请对照原件填写，或换一份清晰的文件。")
        pages = _("、").join(str(fault.page) for fault in faults)
        self._said.setText(text.format(left=left, pages=pages))
        self._begin.setVisible(state == "unread")
        self._stop.setVisible(state in {"waiting", "reading"})
        self.setVisible(bool(text))

    @Slot()
    def _on_begin(self) -> None:
        paper = self._session.case.paper(self._id)
        if paper is not None:
            self._session.reading.want([paper])
