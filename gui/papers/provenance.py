"""From whom, when and how a paper was obtained, what an official look-up said, and which points it answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core import edits
from core.i18n import _
from core.model import Obtained, Paper, Point, Verified
from gui.session import Session
from gui.widgets.basic import clear, column, held, label, vbox, widgets
from gui.widgets.edits import CommitLine, DateLine
from gui.widgets.form import Form
from gui.widgets.tick import Tick


class ProvenanceBox(QWidget):
    """Three small groups of fields."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._id = ""
        self._shown: tuple[Point, ...] = ()
        self._source, self._got, self._how = (
            CommitLine(_("从谁取得")),
            DateLine(_("取得日期")),
            CommitLine(_("怎样取得")),
        )
        self._channel, self._looked = CommitLine(_("核验渠道")), DateLine(_("核验日期"))
        self._result = CommitLine(_("核验结果"))
        self._points = column(spacing=2)
        self._lay_out()
        for line in (self._source, self._got, self._how):
            line.committed.connect(self._on_obtained)
        for line in (self._channel, self._looked, self._result):
            line.committed.connect(self._on_verified)
        for line in (self._source, self._got, self._how, self._channel, self._looked, self._result):
            line.setReadOnly(session.read_only)

    def show_paper(self, paper: Paper) -> None:
        self._id = paper.id
        obtained, verified = paper.obtained or Obtained(), paper.verified or Verified()
        self._source.show_value(obtained.source)
        self._got.show_day(obtained.on)
        self._how.show_value(obtained.how)
        self._channel.show_value(verified.channel)
        self._looked.show_day(verified.on)
        self._result.show_value(verified.result)
        self._show_points(paper)

    def _lay_out(self) -> None:
        box = vbox(self, spacing=6)
        box.addWidget(label(_("来历"), "strong"))
        obtained = Form()
        obtained.add(_("从谁取得"), self._source)
        obtained.add(_("取得日期"), self._got)
        obtained.add(_("怎样取得"), self._how, wide=True)
        box.addWidget(obtained)
        box.addWidget(label(_("官方核验"), "strong"))
        verified = Form()
        verified.add(_("核验渠道"), self._channel)
        verified.add(_("核验日期"), self._looked)
        verified.add(_("核验结果"), self._result, wide=True)
        box.addWidget(verified)
        box.addWidget(label(_("回应哪些理由"), "strong"))
        box.addWidget(held(self._points))

    def _show_points(self, paper: Paper) -> None:
        points = self._session.case.notice.points
        if points != self._shown:
            self._shown = points
            self._make_ticks()
        for box in widgets(self._points):
            if isinstance(box, Tick):
                box.setChecked(box.property("point") in paper.answers)

    def _make_ticks(self) -> None:
        clear(self._points)
        for point in self._shown:
            box = Tick(f"{point.id} {point.quote}")
            box.setProperty("point", point.id)
            box.setEnabled(not self._session.read_only)
            box.clicked.connect(self._on_answers)
            self._points.addWidget(box)

    def _paper(self) -> Paper | None:
        return self._session.case.paper(self._id)

    def _put(self, paper: Paper, what: str) -> None:
        self._session.apply(edits.put_paper(self._session.case, paper), what)

    @Slot()
    def _on_obtained(self) -> None:
        paper = self._paper()
        if paper is not None:
            said = Obtained(self._source.text().strip(), _day(self._got), self._how.text().strip())
            self._put(replace(paper, obtained=None if said == Obtained() else said), _("填写来历"))

    @Slot()
    def _on_verified(self) -> None:
        paper = self._paper()
        if paper is not None:
            said = Verified(self._channel.text().strip(), _day(self._looked), self._result.text().strip())
            self._put(replace(paper, verified=None if said == Verified() else said), _("填写核验"))

    @Slot()
    def _on_answers(self) -> None:
        paper = self._paper()
        if paper is not None:
            boxes = widgets(self._points)
            ticked = tuple(str(b.property("point")) for b in boxes if isinstance(b, Tick) and b.isChecked())
            self._put(replace(paper, answers=ticked), _("选择回应的理由"))


def _day(line: DateLine) -> date | None:
    try:
        return date.fromisoformat(line.text().strip())
    except ValueError:
        return None
