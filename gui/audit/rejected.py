"""A paper of an earlier round: what is wrong with it, and the person's own judgement."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot

from core import edits
from core.i18n import _
from core.model import Judgement, Level
from gui import wording
from gui.session import Session
from gui.widgets.basic import Card, column, hbox, label
from gui.widgets.choice import Choice
from gui.widgets.edits import CommitText
from gui.widgets.found import FoundBox
from gui.widgets.pill import Pill

_TONES = {Judgement.NONE: "warn", Judgement.GENUINE: "ok", Judgement.FORGED: "fail", Judgement.ALTERED: "fail"}


class RejectedCard(Card):
    """Judgement is the person's alone; the findings are only shown beside it."""

    def __init__(self, session: Session, paper_id: str) -> None:
        super().__init__()
        self._session = session
        self._id = paper_id
        self._title = label("", "strong", wrap=True)
        self._file = label("", "secondary", wrap=True)
        self._pill = Pill()
        self._choice = Choice("", wording.judgements())
        self._choice.chosen.connect(self._on_judged)
        self._choice.setEnabled(not session.read_only)
        self._choice.setFixedWidth(180)
        self._note = CommitText("", hint=_("为什么这样判断（可留空）"), least=1, most=4)
        self._note.committed.connect(self._on_note)
        self._note.setReadOnly(session.read_only)
        self._found = FoundBox()
        head = hbox(spacing=8)
        head.addLayout(column(self._title, self._file, spacing=1), 1)
        head.addWidget(self._pill)
        line = hbox(spacing=8)
        line.addWidget(self._choice)
        line.addWidget(self._note, 1)
        self.body.addLayout(head)
        self.body.addWidget(self._found)
        self.body.addLayout(line)
        self.setFocusProxy(self._choice)

    def show_item(self, paper_id: str) -> None:
        paper = self._session.case.paper(paper_id)
        if paper is None:
            return
        title = wording.paper_title(paper, self._session.packs)
        self._title.setText(title)
        self._choice.setAccessibleName(_("“{title}”的判断").format(title=title))
        self._note.setAccessibleName(_("“{title}”的说明").format(title=title))
        line = wording.facts_line(paper, self._session.facts.get(paper.sha256))
        self._file.setText(
            _("{file}，第 {round} 轮提交，{facts}").format(file=paper.file, round=paper.round or 1, facts=line)
        )
        self._choice.show_value(paper.judgement)
        self._note.show_value(paper.judgement_note)
        judged = dict(wording.judgements())[paper.judgement]
        self._pill.show_state(judged, _TONES.get(paper.judgement, "accent"))  # type: ignore[arg-type]  # literals
        if (overview := self._session.overview) is not None:
            findings = overview.report.of_paper(paper_id)
            self._found.show_findings(tuple(f for f in findings if f.level.weight > Level.PASS.weight))

    @Slot(str)
    def _on_judged(self, value: str) -> None:
        paper = self._session.case.paper(self._id)
        if paper is not None:
            case = edits.put_paper(self._session.case, replace(paper, judgement=Judgement(value)))
            self._session.apply(case, _("判断 {file}").format(file=paper.file))

    @Slot(str)
    def _on_note(self, text: str) -> None:
        paper = self._session.case.paper(self._id)
        if paper is not None:
            case = edits.put_paper(self._session.case, replace(paper, judgement_note=text))
            self._session.apply(case, _("填写 {file} 的说明").format(file=paper.file))
