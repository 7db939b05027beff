"""What is put on the copies and added to the packet: purpose mark, readiness page, a second person's sign-off."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core import edits
from core.i18n import _
from core.model import Case, Paper
from gui import wording
from gui.session import Session
from gui.widgets.basic import Card, column, held, label
from gui.widgets.edits import CommitLine
from gui.widgets.form import Form
from gui.widgets.rows import WidgetRows
from gui.widgets.tick import Tick


class CopiesCard(Card):
    """Everything here is off until the person turns it on; originals stay as they are."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        platform = session.packs.platform(session.case.platform)
        hint = _("仅供{platform}申诉使用，他用无效").format(platform=wording.title(platform) if platform else _("平台"))
        self._words = CommitLine(_("水印文字"), hint=hint)
        self._second = CommitLine(_("复核人"), hint=_("留空则不附复核页"))
        self._papers: WidgetRows[Paper] = WidgetRows(lambda paper: _PaperTick(session, paper), spacing=5)
        self._marked = Tick(_("另附一套加水印的上传图片；原有的一套保持干净"))
        self._sheet = Tick(_("在说明之后附一页“检查结果”：通过、未通过，以及谁因何豁免"))
        self._words.committed.connect(self._on_changed)
        self._second.committed.connect(self._on_changed)
        self._marked.clicked.connect(self._on_changed)
        self._sheet.clicked.connect(self._on_changed)
        for widget in (self._words, self._second, self._marked, self._sheet, self._papers):
            widget.setEnabled(not session.read_only)
        self._lay_out()

    def show_case(self, case: Case) -> None:
        self._words.show_value(case.packet.watermark_text)
        self._second.show_value(case.packet.signed_off_by)
        self._marked.setChecked(case.packet.marked_images)
        self._sheet.setChecked(case.packet.readiness_page)
        self._papers.show_items([(paper.id, paper) for paper in case.offered()])

    def _lay_out(self) -> None:
        marks = Form()
        marks.add(_("水印文字"), self._words, wide=True)
        second = Form()
        second.add(_("复核人"), self._second, wide=True)
        told = _("默认不加。只加在提交册的副本上，避开号码和二维码；认不出的页面只加在页边。原件和上传图片不加。")
        self.body.addWidget(label(_("用途水印与附页"), "strong"))
        self.body.addWidget(label(told, "secondary", wrap=True))
        self.body.addWidget(label(_("给以下材料的副本加水印"), "secondary"))
        self.body.addWidget(held(column(self._papers, spacing=2)))
        self.body.addWidget(marks)
        self.body.addWidget(self._marked)
        self.body.addWidget(self._sheet)
        self.body.addWidget(second)

    @Slot()
    def _on_changed(self) -> None:
        case = self._session.case
        options = replace(
            case.packet,
            watermark_text=self._words.text().strip(),
            signed_off_by=self._second.text().strip(),
            marked_images=self._marked.isChecked(),
            readiness_page=self._sheet.isChecked(),
        )
        if options != case.packet:
            self._session.apply(replace(case, packet=options), _("更改水印与附页"))


class _PaperTick(QWidget):
    """Whether the copies of one paper carry the mark."""

    def __init__(self, session: Session, paper: Paper) -> None:
        super().__init__()
        self._session, self._id = session, paper.id
        self._tick = Tick(paper.file)
        self._tick.clicked.connect(self._on_clicked)
        box = column(self._tick)
        self.setLayout(box)

    def show_item(self, paper: Paper) -> None:
        self._tick.setChecked(paper.watermark)

    @Slot()
    def _on_clicked(self) -> None:
        paper = self._session.case.paper(self._id)
        if paper is not None:
            changed = replace(paper, watermark=self._tick.isChecked())
            self._session.apply(edits.put_paper(self._session.case, changed), _("更改水印"))
