"""One statement: its kind, its words, the exhibits that show it, when and by whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from core import edits
from core.i18n import _
from core.model import Case, Claim, ClaimKind, ExhibitRef, Finding, Level, parse_date
from gui import wording
from gui.narrative.advice import MarksBox, StaleBox
from gui.narrative.exhibits import citable, titled
from gui.narrative.marked import MarkedText
from gui.session import Session
from gui.widgets.basic import Card, IconButton, button, clear, hbox
from gui.widgets.choice import Choice
from gui.widgets.edits import CommitLine, DateLine
from gui.widgets.flow import Flow
from gui.widgets.found import FoundBox

if TYPE_CHECKING:
    from core.narrative import Outdated
    from core.narrative.wording import Mark, Marker

_PAGES_OFFERED = 30


class ClaimCard(Card):
    """Edits one claim.

    Signals:
        drafted: The case as it would be with what is being typed, for the page beside it.
    """

    drafted = Signal(object)

    def __init__(self, session: Session, claim: Claim) -> None:
        super().__init__(margin=8, spacing=6)
        self._session, self._claim = session, claim
        name = _called(claim, session.case)
        self._kind = Choice(_("{id} 的种类").format(id=name), wording.claim_kinds())
        self._kind.setFixedWidth(104)  # room for the longest kind in English too
        self._marker: Marker | None = None
        self._text = MarkedText(_("{id} 的内容").format(id=name), hint=_("写一句可以核对的话，@ 引用附件"))
        self._marks = MarksBox(self._text, name)
        self._stale = StaleBox(name, self._on_take, self._on_keep)
        self._outdated: Outdated | None = None
        self._cited = QWidget()
        self._cites = Flow(self._cited)
        self._cite = button(_("@ 引用附件"), "link", name=_("为 {id} 引用附件").format(id=name), does=self._on_cite)
        self._on = DateLine(_("{id} 的日期").format(id=name), kind="inline")
        self._on.setFixedWidth(86)
        self._on.setPlaceholderText(_("日期"))
        self._owner = CommitLine(_("{id} 的负责人").format(id=name), hint=_("负责人"), kind="inline")
        self._owner.setMinimumWidth(40)
        self._findings = FoundBox()
        self._more = button("", "flat", icon="more", name=_("{id} 的更多操作").format(id=name), does=self._on_more)
        self._name = name
        self._named: dict[QWidget, str] = {
            self._kind: _("{id} 的种类"),
            self._text: _("{id} 的内容"),
            self._cite: _("为 {id} 引用附件"),
            self._on: _("{id} 的日期"),
            self._owner: _("{id} 的负责人"),
            self._more: _("{id} 的更多操作"),
        }
        self._lay_out()
        self._connect()

    def show_item(self, claim: Claim) -> None:
        from core.narrative import exhibit_order  # loaded in a job when the case was opened

        self._claim = claim
        self._name_all(_called(claim, self._session.case))
        self._kind.show_value(claim.kind)
        self._text.show_words(claim.text, exhibit_order(self._session.case))
        self._on.show_day(claim.on)
        self._owner.show_value(claim.owner)
        self._show_cites(claim)
        overview = self._session.overview
        found = overview.report.of_subject(claim.id) if overview else ()
        kept = (f for f in found if f.level.weight > Level.INFO.weight and f.waived is None)
        # What quotes the words, or tells of an old draft, stands under the words themselves.
        self._show_findings(tuple(f for f in kept if not (f.check == "narrative" and (f.quote or f.code == "stale"))))

    def _name_all(self, name: str) -> None:
        """Names every control by the place of the statement, which changes when it is moved."""
        if name == self._name:
            return
        self._name = name
        for widget, text in self._named.items():
            widget.setAccessibleName(text.format(id=name))
        self._more.setToolTip(self._more.accessibleName())

    def show_told(self, marker: Marker, outdated: Outdated | None) -> None:
        """Takes what reads the words, and whether the draft under them has changed."""
        self._marker, self._outdated = marker, outdated
        self._text.mark()
        if outdated is None:
            self._stale.hide()
            return
        head = _("起草的依据有了变化：") if outdated.now else _("起草的依据已经不在案件里，请核对这句话：")
        self._stale.show_change(head, outdated.was, outdated.now, editable=not self._session.read_only)

    def _read(self, text: str) -> tuple[Mark, ...]:
        return self._marker.of_claim(replace(self._claim, text=text)) if self._marker else ()

    @Slot()
    def _on_take(self) -> None:
        if self._outdated is not None:
            now = self._outdated.now
            self._put(replace(self._claim, text=now, draft=now), _("采用新稿"))

    @Slot()
    def _on_keep(self) -> None:
        if self._outdated is not None:
            now = self._outdated.now
            # Without a draft any more, the words are the person's own from now on.
            source = self._claim.source if now else ""
            self._put(replace(self._claim, draft=now, source=source), _("保留我的写法"))

    def _show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Shows what should be worded better, with how."""
        self._findings.show_findings(findings)
        worst = max((f.level for f in findings), key=lambda level: level.weight, default=None)
        self.set_tone(wording.level_tone(worst) if worst else "")

    def _lay_out(self) -> None:
        head = hbox(spacing=4)
        head.addWidget(self._kind)
        head.addStretch(1)
        head.addWidget(self._more)
        foot = hbox(spacing=4)
        foot.addWidget(self._on)
        foot.addWidget(self._owner, 1)
        self.body.addLayout(head)
        self.body.addWidget(self._text)
        self.body.addWidget(self._stale)
        self.body.addWidget(self._marks)
        self.body.addWidget(self._cited)
        self.body.addLayout(foot)
        self.body.addWidget(self._findings)
        self.setFocusProxy(self._text)

    def _connect(self) -> None:
        self._kind.chosen.connect(self._on_kind)
        self._text.worded.connect(self._on_text)
        self._text.wording.connect(self._on_wording)
        self._text.read_with(self._read, lambda: citable(self._session))
        self._on.committed.connect(self._on_day)
        self._owner.committed.connect(self._on_owner)
        if self._session.read_only:
            for line in (self._text, self._on, self._owner):
                line.setReadOnly(True)
            for widget in (self._kind, self._cite, self._more):
                widget.setEnabled(False)

    def _show_cites(self, claim: Claim) -> None:
        self._cites.removeWidget(self._cite)
        clear(self._cites)
        from core.narrative import exhibit_order  # loaded in a job when the case was opened

        numbers = exhibit_order(self._session.case)
        for ref in claim.exhibits:
            text = numbers.label(ref) or str(ref)
            chip = IconButton(f"@{text}", "", "confirm")
            paper = self._session.case.paper(ref.paper)
            chip.setToolTip(_("{file}，点按移除引用").format(file=paper.file if paper else ref.paper))
            chip.setAccessibleName(_("从{id}移除引用 {exhibit}").format(id=self._name, exhibit=text))
            chip.setProperty("ref", str(ref))
            chip.setEnabled(not self._session.read_only)
            chip.clicked.connect(self._on_uncite)
            self._cites.addWidget(chip)
        self._cites.addWidget(self._cite)

    def _put(self, claim: Claim, what: str) -> None:
        self._session.apply(edits.put_claim(self._session.case, claim), what)

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        self._put(replace(self._claim, kind=ClaimKind(kind)), _("改变说明的种类"))

    @Slot(str)
    def _on_wording(self, text: str) -> None:
        self.drafted.emit(edits.put_claim(self._session.case, replace(self._claim, text=text.strip())))

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self._put(replace(self._claim, text=text), _("修改说明"))

    @Slot(str)
    def _on_day(self, text: str) -> None:
        day = parse_date(text)
        self._put(replace(self._claim, on=day if isinstance(day, date) else None), _("填写日期"))

    @Slot(str)
    def _on_owner(self, text: str) -> None:
        self._put(replace(self._claim, owner=text), _("填写负责人"))

    @Slot()
    def _on_cite(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(self._cite.accessibleName())
        for paper, title in titled(self._session):
            facts = self._session.facts.get(paper.as_pdf.sha256)
            pages = len(facts.pages) if facts else 0
            sub = menu.addMenu(title)
            sub.addAction(_("整份")).setData(ExhibitRef(paper.id))
            for page in range(1, min(pages, _PAGES_OFFERED) + 1):
                sub.addAction(_("第 {page} 页").format(page=page)).setData(ExhibitRef(paper.id, page))
        menu.triggered.connect(lambda action: self.cite(action.data()))
        menu.popup(self._cite.mapToGlobal(self._cite.rect().bottomLeft()))

    def cite(self, ref: ExhibitRef) -> None:
        """Adds a citation."""
        if ref not in self._claim.exhibits:
            self._put(replace(self._claim, exhibits=(*self._claim.exhibits, ref)), _("引用附件"))

    @Slot()
    def _on_uncite(self) -> None:
        sender = self.sender()
        if sender is not None:
            kept = tuple(e for e in self._claim.exhibits if str(e) != sender.property("ref"))
            self._put(replace(self._claim, exhibits=kept), _("移除引用"))

    @Slot()
    def _on_more(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(self._more.accessibleName())
        menu.addAction(_("上移")).triggered.connect(lambda: self._move(-1))
        menu.addAction(_("下移")).triggered.connect(lambda: self._move(1))
        menu.addSeparator()
        menu.addAction(_("删除这一条")).triggered.connect(self._on_remove)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _move(self, by: int) -> None:
        self._session.apply(edits.move_claim(self._session.case, self._claim.id, by), _("移动说明"))

    @Slot()
    def _on_remove(self) -> None:
        self._session.apply(edits.remove_claim(self._session.case, self._claim.id), _("删除说明"))


def _called(claim: Claim, case: Case) -> str:
    """Returns what a statement is called: its place among those of its point."""
    beside = [one.id for one in case.claims if one.point == claim.point]
    number = beside.index(claim.id) + 1 if claim.id in beside else len(beside) + 1
    return _("第 {n} 条说明").format(n=number)
