"""The authorisation chain: a drawing of who authorised whom and when, and below it the links to edit."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from core import edits
from core.i18n import _
from core.model import AuthorisationLink, Case, Level
from gui.chain.panel import ChainPanel
from gui.overview import Overview
from gui.papers.link import LinkRow
from gui.session import Session
from gui.widgets.basic import Card, button, label, row
from gui.widgets.found import FoundBox
from gui.widgets.rows import WidgetRows


class ChainCard(Card):
    """The drawing, what the checks say of it, and the links to edit.

    Signals: paper_wanted (id of a paper).
    """

    paper_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._view = ChainPanel()
        self._view.paper_wanted.connect(self.paper_wanted)
        self._findings = FoundBox()
        self._rows: WidgetRows[tuple[int, AuthorisationLink]] = WidgetRows(
            lambda item: LinkRow(session, item[0]), spacing=8
        )
        self._rows.hide()
        self._edit = button(_("编辑各级授权"), "link", icon="edit", does=self._on_edit)
        self._add = button(_("添加一级授权"), icon="plus", does=self._on_add)
        self._add.setEnabled(not session.read_only)
        self._empty = label(
            _("还没有授权链。从商标注册人到本店，每一级授权添加一行，断档和越权会在这里画出来。"),
            "secondary",
            wrap=True,
        )
        self.body.addLayout(row(label(_("授权链"), "strong"), None, self._edit))
        self.body.addWidget(self._empty)
        self.body.addWidget(self._view)
        self.body.addWidget(self._findings)
        self.body.addWidget(self._rows)
        self.body.addLayout(row(self._add, None))
        self._add.hide()

    def show_case(self, case: Case) -> None:
        self._empty.setVisible(not case.links)
        self._add.setVisible(self._rows.isVisibleTo(self) or not case.links)
        self._edit.setVisible(bool(case.links))
        self._show_rows(case)

    def show_overview(self, overview: Overview) -> None:
        self._view.show_overview(overview)
        told = (f for f in overview.report.findings if f.check == "chain" and f.waived is None)
        open_ = (f for f in told if f.level.weight >= Level.WARN.weight)
        self._findings.show_findings(tuple(open_))

    def _show_rows(self, case: Case) -> None:
        # Made only when they are wanted: most people look at the drawing alone.
        links = case.links if self._rows.isVisibleTo(self) else ()
        self._rows.show_items([(f"L{n + 1}", (n, link)) for n, link in enumerate(links)])

    @Slot()
    def _on_edit(self) -> None:
        shown = not self._rows.isVisibleTo(self)
        self._rows.setVisible(shown)
        self._show_rows(self._session.case)
        self._add.setVisible(shown)
        self._edit.setText(_("收起") if shown else _("编辑各级授权"))

    @Slot()
    def _on_add(self) -> None:
        case = self._session.case
        last = case.links[-1] if case.links else AuthorisationLink("", "", "")
        link = AuthorisationLink("", last.grantee, "", brand=last.brand, trademark=last.trademark)
        self._rows.show()
        self._session.apply(edits.put_link(case, len(case.links), link), _("添加一级授权"))
