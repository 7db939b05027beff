"""One file: its page on the left, what it is and what was read from it on the right."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core import edits
from core.i18n import _
from core.model import Field, Level, Paper, Role
from core.packs.shapes import FieldSpec
from gui import wording
from gui.papers.adding import retype
from gui.papers.field import FieldRow
from gui.papers.provenance import ProvenanceBox
from gui.session import Session
from gui.viewer.pageview import Mark, PageView
from gui.viewer.pictures import Pictures
from gui.widgets.basic import Card, button, column, hbox, held, label, row, scrolled
from gui.widgets.choice import Choice
from gui.widgets.found import FoundBox
from gui.widgets.pill import Pill
from gui.widgets.rows import WidgetRows


class PaperCard(Card):
    """Shows and edits one paper."""

    def __init__(self, session: Session, pictures: Pictures) -> None:
        super().__init__(margin=12)
        self._session = session
        self._id = ""
        self._view = PageView(pictures)
        self._view.page_changed.connect(self._show_marks)
        self._title = label("", "section", wrap=True)
        self._about = label("", "secondary", wrap=True)
        self._state = Pill()
        kinds = sorted(session.packs.papers.values(), key=lambda p: p.title)
        self._type = Choice(_("材料类型"), [("", _("还不知道是什么材料")), *((p.id, p.title) for p in kinds)])
        self._type.chosen.connect(self._on_type)
        self._sure = button(_("确认类型"), "confirm", does=self._on_type_confirmed)
        self._role = Choice(_("用途"), wording.roles())
        self._role.chosen.connect(self._on_role)
        self._remove = button(_("移除"), "link", icon="trash", name=_("把这份文件移出案件"), does=self._on_remove)
        self._findings = FoundBox(brief=True)
        self._fields: WidgetRows[FieldSpec] = WidgetRows(self._make_field, spacing=0)
        self._provenance = ProvenanceBox(session)
        for widget in (self._type, self._role, self._sure, self._remove):
            widget.setEnabled(not session.read_only)
        self._lay_out()

    def show_paper(self, paper_id: str) -> None:
        """Shows a paper of the case."""
        paper = self._session.case.paper(paper_id)
        if paper is None:
            return
        if paper_id != self._id:
            self._id = paper_id
            self._fields.show_items([])
        facts = self._session.facts.get(paper.sha256)
        if facts is not None and facts.pages:
            self._view.show_file(paper.sha256, len(facts.pages))
        else:
            self._view.say(_("正在读取…") if facts is None else facts.detail or _("这份文件没有可以显示的页面。"))
        self._show_head(paper)
        self._show_findings(paper)
        spec = self._session.packs.paper(paper.type)
        self._fields.show_items([(f"{paper.id}:{f.name}", f) for f in (spec.fields if spec else ())])
        self._provenance.show_paper(paper)
        self._show_marks()

    def reveal(self, field: str, page: int) -> None:
        """Goes to a page and puts the cursor into a field."""
        if page:
            self._view.go(page)
        widget = self._fields.widget(f"{self._id}:{field}")
        if widget is not None:
            widget.setFocus()

    def paper(self) -> Paper | None:
        return self._session.case.paper(self._id)

    def _lay_out(self) -> None:
        head = hbox()
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        kind = hbox(spacing=6)
        kind.addWidget(self._type, 1)
        kind.addWidget(self._sure)
        right = held(
            column(
                head,
                self._about,
                kind,
                self._role,
                self._findings,
                self._fields,
                self._provenance,
                row(None, self._remove),
                None,
                spacing=8,
            )
        )
        layout = right.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 8, 0)
        both = hbox(spacing=12)
        both.addWidget(self._view, 11)
        both.addWidget(scrolled(right), 10)
        self.body.addLayout(both, 1)

    def _make_field(self, spec: FieldSpec) -> QWidget:
        made = FieldRow(self._session, self._id, spec)
        made.looked_at.connect(self._on_looked_at)
        return made

    def _show_head(self, paper: Paper) -> None:
        facts = self._session.facts.get(paper.sha256)
        self._title.setText(wording.paper_title(paper, self._session.packs))
        line = wording.facts_line(paper, facts)
        self._about.setText(_("{id} · {file} · {facts}").format(id=paper.id, file=paper.file, facts=line))
        if facts is not None:
            self._state.show_state(*wording.verdict_title(facts.verdict))
        else:
            self._state.show_state("", "")
        self._type.show_value(paper.type)
        self._sure.setVisible(bool(paper.type) and not paper.type_confirmed)
        self._role.show_value(paper.role)

    def _show_findings(self, paper: Paper) -> None:
        overview = self._session.overview
        found = overview.report.of_paper(paper.id) if overview else ()
        open_ = (f for f in found if f.level.weight >= Level.WARN.weight and f.waived is None)
        self._findings.show_findings(tuple(open_))

    @Slot()
    def _show_marks(self) -> None:
        paper = self.paper()
        if paper is None:
            return
        page = self._view.page()
        marks = [Mark(f.box, "" if f.confirmed else "accent") for f in paper.fields if f.box and f.page == page]
        overview = self._session.overview
        findings = overview.report.of_paper(paper.id) if overview else ()
        marks += [Mark(f.box, wording.level_tone(f.level)) for f in findings if f.box and f.page == page]
        self._view.show_marks(tuple(marks))

    def _put(self, paper: Paper, label_: str) -> None:
        self._session.apply(edits.put_paper(self._session.case, paper), label_)

    @Slot(object)
    def _on_looked_at(self, field: Field) -> None:
        if field.page:
            self._view.go(field.page)

    @Slot(str)
    def _on_type(self, kind: str) -> None:
        paper = self.paper()
        if paper is not None:
            self._session.apply(retype(self._session.case, paper, kind, self._session), _("选择材料类型"))

    @Slot()
    def _on_type_confirmed(self) -> None:
        paper = self.paper()
        if paper is not None:
            self._put(replace(paper, type_confirmed=True), _("确认材料类型"))

    @Slot(str)
    def _on_role(self, role: str) -> None:
        paper = self.paper()
        if paper is not None:
            self._put(replace(paper, role=Role(role)), _("选择用途"))

    @Slot()
    def _on_remove(self) -> None:
        paper = self.paper()
        if paper is not None:
            case = edits.remove_paper(self._session.case, paper.id)
            self._session.apply(case, _("移除 {file}").format(file=paper.file))
