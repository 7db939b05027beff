"""One file: its pages in the middle, what it is and what was read from it on the right."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from core import edits
from core.i18n import _
from core.model import Box, Case, Level, Paper, Role
from core.packs.shapes import FieldSpec
from gui import wording
from gui.chain.panel import ChainPanel
from gui.papers.conversion import ConversionBox
from gui.papers.field import FieldRow
from gui.papers.marks import marks_of, why_not_shown
from gui.papers.masks import KEY, MasksBox, cover
from gui.papers.provenance import ProvenanceBox
from gui.papers.readingbox import ReadingBox
from gui.papers.typebox import TypeBox
from gui.session import Session
from gui.viewer.pageview import PageView
from gui.viewer.pictures import Pictures
from gui.widgets import slices
from gui.widgets.basic import Card, button, column, hbox, held, label, row, scrolled, vbox
from gui.widgets.choice import Choice
from gui.widgets.form import Form
from gui.widgets.found import FoundBox
from gui.widgets.pill import Pill
from gui.widgets.rows import WidgetRows

_NOT_DRAWN = frozenset({"docx", "xlsx", "doc", "xls", "ofd", "xml", "text", "zip"})
_SPARE = 40  # rows of fields that other types have
_OVER = object()
_WIDE = 860  # pixels from which the chain has room below the page


class PaperCard(Card):
    """Shows and edits one paper.

    Signals:
        compare_wanted: The person wants the rejected paper beside this one.
    """

    compare_wanted = Signal()

    def __init__(self, session: Session, pictures: Pictures) -> None:
        super().__init__(margin=10)
        self._session = session
        self._pictures = pictures
        self._id = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(slices.SOON_MS)
        self._later.timeout.connect(self._on_later)
        self._rest: Iterator[None] = iter(())
        self._wanted = ""  # the field that gets the cursor as soon as it is there
        self._in_chain = False
        self._view = PageView(pictures)
        self._view.mark_chosen.connect(self._on_mark)
        self._view.compare_wanted.connect(self.compare_wanted)
        self._view.covered.connect(self._on_covered)
        self._chain = ChainPanel()
        self._title = label("", "section", wrap=True)
        self._about = label("", "secondary", wrap=True)
        self._state = Pill()
        self._type = TypeBox(session)
        self._role = Choice(_("用途"), wording.roles())
        self._role.chosen.connect(self._on_role)
        self._replaces = Choice(_("替代哪份被驳回件"))
        self._replaces.chosen.connect(self._on_replaces)
        self._remove = button(_("移除"), "link", icon="trash", name=_("把这份文件移出案件"), does=self._on_remove)
        self._reading = ReadingBox(session)
        self._conversion = ConversionBox(session)
        self._masks = MasksBox(session)
        self._findings = FoundBox(brief=True)
        self._fields: WidgetRows[tuple[str, FieldSpec]] = WidgetRows(self._make_field, spacing=0, spare=_SPARE)
        self._fields.came.connect(self._on_came)
        self._provenance = ProvenanceBox(session)
        for choice in (self._role, self._replaces):
            choice.setMinimumContentsLength(3)
        for widget in (self._role, self._replaces, self._remove):
            widget.setEnabled(not session.read_only)
        session.reading.changed.connect(self._on_reading)
        self._hold()

    def show_paper(self, paper_id: str) -> None:
        """Shows a paper of the case."""
        paper = self._session.case.paper(paper_id)
        if paper is None:
            return
        another = paper_id != self._id
        if another:
            self._id = paper_id
            self._area.verticalScrollBar().setValue(0)
        self._show_head(paper)
        self._show_pages(paper)
        if another:
            self._wanted = ""
        if another or self._later.isActive():  # a part a turn: all at once would hold up the window for longer
            self._rest = self._show_rest()
            self._later.start()
        else:
            deque(self._show_rest(), maxlen=0)

    @Slot()
    def _on_later(self) -> None:
        if next(self._rest, _OVER) is not _OVER:
            self._later.start()

    def _show_rest(self) -> Iterator[None]:
        paper = self.paper()
        if paper is None:
            return
        self._show_findings(paper)
        yield
        self._fields.show_items([(_row_id(f), (paper.id, f)) for f in self._specs()])
        yield
        self._provenance.show_paper(paper)
        self._view.show_marks(marks_of(paper, self._session.overview, self._session.packs))

    def reveal(self, field: str, page: int) -> None:
        """Goes to a page and puts the cursor into a field, else to where an answer is wanted."""
        if page:
            self._view.go(page)
        spec = next((one for one in self._specs() if one.name == field), None)
        self._wanted = _row_id(spec) if spec is not None else ""
        if not self._later.isActive() and self._fields.shown(self._wanted) is not None:
            self._on_came(self._wanted)

    @Slot(str)
    def _on_came(self, row_id: str) -> None:
        if row_id != self._wanted:
            return
        self._wanted = ""
        self._enter(self._fields.shown(row_id))

    def _enter(self, field: QWidget | None) -> None:
        if field is not None:
            field.setFocus()
            self._area.ensureWidgetVisible(field)

    def paper(self) -> Paper | None:
        return self._session.case.paper(self._id)

    def _hold(self) -> None:
        """Gives every part an owner at once: a case may be closed before all of them are put in their places.

        Tab goes through them in the order in which they are taken in here.
        """
        holder = QWidget(self)
        holder.hide()
        head = (self._view, self._chain, self._title, self._about, self._state, self._type)
        boxes = (self._reading, self._conversion, self._masks, self._findings, self._fields)
        for part in (*head, *boxes, self._role, self._replaces, self._provenance, self._remove):
            part.setParent(holder)

    def lay_out(self) -> Iterator[None]:
        """Puts in place what was made, once the card itself stands in its window; from the outside in."""
        things = column(None, spacing=8)
        self._area = scrolled(held(things))
        things.setContentsMargins(0, 0, 8, 0)
        left = QWidget()
        pages = vbox(left, spacing=6)
        self._area.setMinimumWidth(250)
        both = hbox(spacing=12)
        both.addWidget(left, 11)
        both.addWidget(self._area, 9)
        self.body.addLayout(both, 1)
        pages.addWidget(self._view, 1)
        pages.addWidget(self._chain)
        yield
        head = hbox()
        head.addWidget(self._title, 1)
        head.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        said = (self._reading, self._conversion, self._masks, self._findings)
        upper = (held(head), self._about, self._type, *said, self._fields)
        for place, part in enumerate(upper):
            things.insertWidget(place, part)
        yield
        uses = Form()
        for place, part in enumerate((uses, self._provenance, held(row(None, self._remove))), len(upper)):
            things.insertWidget(place, part)
        # Only now: a part that leaves the window on its way to its place would come last for Tab.
        uses.add(_("用途"), self._role)
        uses.add(_("替代"), self._replaces)

    def _specs(self) -> tuple[FieldSpec, ...]:
        paper = self.paper()
        shape = self._session.packs.paper(paper.type) if paper is not None else None
        return tuple(shape.fields) if shape is not None else ()

    def _field(self, name: str) -> QWidget | None:
        spec = next((one for one in self._specs() if one.name == name), None)
        return self._fields.widget(_row_id(spec)) if spec is not None else None

    def _make_field(self, item: tuple[str, FieldSpec]) -> QWidget:
        made = FieldRow(self._session, self._pictures, item[1])
        made.looked_at.connect(self._on_looked_at)
        made.answered.connect(self._on_answered)
        return made

    def _show_pages(self, paper: Paper) -> None:
        facts = self._session.facts.get(paper.as_pdf.sha256)
        if facts is not None and facts.pages and facts.kind not in _NOT_DRAWN:
            self._view.show_file(paper.file, facts)
        else:
            self._view.say(why_not_shown(paper, facts, self._session.overview))
        self._view.offer_covering(offered=paper.role is not Role.REJECTED and not self._session.read_only)
        self._view.offer_comparison(offered=bool(paper.role is not Role.REJECTED and self._session.case.rejected()))
        case = self._session.case
        mine = [link for link in case.links if link.paper == paper.id]
        self._in_chain = bool(mine)
        self._fit_chain()
        if mine and self._session.overview is not None:
            self._chain.show_overview(self._session.overview)
            self._fit_chain()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_chain()

    def _fit_chain(self) -> None:
        # Where the room is small, the page has it; the chain is a step away in the list.
        self._chain.setVisible(self._in_chain and self.width() >= _WIDE)

    def _show_head(self, paper: Paper) -> None:
        facts = self._session.facts.get(paper.sha256)
        self._title.setText(wording.paper_title(paper, self._session.packs))
        line = wording.facts_line(paper, facts)
        self._about.setText(_("{file} · {facts}").format(file=paper.file, facts=line))
        if facts is not None:
            self._state.show_state(*wording.verdict_title(facts.verdict))
        else:
            self._state.show_state("", "")
        self._type.show_paper(paper)
        self._reading.show_paper(paper)
        self._conversion.show_paper(paper)
        self._masks.show_paper(paper)
        self._role.show_value(paper.role)
        self._show_replaces(paper)

    def _show_replaces(self, paper: Paper) -> None:
        rejected = self._session.case.rejected()
        titles = ((p.id, wording.paper_title(p, self._session.packs)) for p in rejected)
        self._replaces.set_options([("", _("没有")), *titles])
        self._replaces.show_value(paper.replaces)
        self._replaces.setEnabled(bool(rejected) and paper.role is Role.REPLACEMENT and not self._session.read_only)

    def _show_findings(self, paper: Paper) -> None:
        overview = self._session.overview
        found = overview.report.of_paper(paper.id) if overview else ()
        open_ = (f for f in found if f.level.weight >= Level.WARN.weight and f.waived is None)
        self._findings.show_findings(tuple(open_))

    def _put(self, paper: Paper, label_: str) -> None:
        case: Case = edits.put_paper(self._session.case, paper)
        self._session.apply(case, label_)

    @Slot(str)
    def _on_looked_at(self, name: str) -> None:
        self._view.canvas.choose_mark(name)

    @Slot(str)
    def _on_mark(self, key: str) -> None:
        if key.startswith(KEY):
            self._masks.choose(int(key.removeprefix(KEY)))
        else:
            self.reveal(key, 0)

    @Slot(int, object)
    def _on_covered(self, page: int, box: Box) -> None:
        paper = self.paper()
        if paper is not None:
            cover(self._session, paper, page, box)

    @Slot(str)
    def _on_answered(self, name: str) -> None:
        """Goes on to the next field that waits for an answer, else to the next one."""
        names = [spec.name for spec in self._specs()]
        place = names.index(name) if name in names else -1
        order = [self._field(n) for n in (*names[place + 1 :], *names[: max(place, 0)])]
        rows = [row_ for row_ in order if isinstance(row_, FieldRow)]
        following = next((r for r in rows if r.waits), rows[0] if rows else None)
        self._enter(following)

    @Slot(str)
    def _on_reading(self, sha256: str) -> None:
        paper = self.paper()
        if paper is not None and sha256 in {"", paper.sha256}:
            self._reading.show_paper(paper)

    @Slot(str)
    def _on_role(self, role: str) -> None:
        paper = self.paper()
        if paper is not None:
            kept = paper.replaces if role == Role.REPLACEMENT else ""
            self._put(replace(paper, role=Role(role), replaces=kept), _("选择用途"))

    @Slot(str)
    def _on_replaces(self, rejected: str) -> None:
        paper = self.paper()
        if paper is not None:
            self._put(replace(paper, replaces=rejected), _("选择替代的文件"))

    @Slot()
    def _on_remove(self) -> None:
        paper = self.paper()
        if paper is not None:
            case = edits.remove_paper(self._session.case, paper.id)
            self._session.apply(case, _("移除 {file}").format(file=paper.file))


def _row_id(spec: FieldSpec) -> str:
    # One row serves all papers: a field of the same name and kind is written the same way in each.
    return f"{spec.name}:{spec.kind}:{spec.forever}"
