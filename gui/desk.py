"""One case on the screen: steps on the left, the step's page, findings on the right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.i18n import _
from core.model import Case, Finding
from gui.after.page import AfterPage
from gui.audit.page import AuditPage
from gui.intake.page import IntakePage
from gui.jumps import STEPS, Place, Step, place_of
from gui.narrative.page import NarrativePage
from gui.overview import Overview
from gui.packet.page import PacketPage
from gui.page import Page
from gui.papers.page import PapersPage
from gui.session import Session
from gui.shell.findings import FindingsPanel
from gui.shell.steps import StepList
from gui.widgets.basic import hbox
from gui.widgets.edits import flush_all

_IDLE_MS = 60
_PAGES: dict[Step, Callable[[Session], Page]] = {
    "intake": IntakePage,
    "audit": AuditPage,
    "papers": PapersPage,
    "narrative": NarrativePage,
    "packet": PacketPage,
    "after": AfterPage,
}


class Desk(QWidget):
    """Shows a session.

    Signals:
        done: A sentence about something that was done.
        noted: A sentence about something that should be known.
    """

    done = Signal(str)
    noted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._pages: dict[Step, Page] = {}
        self.steps = StepList()
        self.findings = FindingsPanel()
        self._stack = QStackedWidget()
        box = hbox(self, spacing=0)
        box.addWidget(self.steps)
        box.addWidget(self._stack, 1)
        box.addWidget(self.findings)
        self.setFocusProxy(self.steps)
        self._connect()
        self.steps.choose("intake")
        # The other pages are made while nothing happens, one a turn of the event loop.
        self._idle = QTimer(self)
        self._idle.setInterval(_IDLE_MS)
        self._idle.timeout.connect(self._on_idle)
        self._idle.start()

    def go(self, place: Place) -> None:
        """Goes to a place and shows it."""
        self.steps.choose(place.step)
        self.page().reveal(place)

    def go_step(self, number: int) -> None:
        self.steps.choose(STEPS[number])

    def jump(self, finding: Finding) -> None:
        """Goes to where a finding is mended."""
        self.go(place_of(finding, self.session.case))

    def add_files(self, paths: list[Path]) -> None:
        """Takes dropped files as papers, whatever page is shown."""
        if self.session.read_only:
            self.noted.emit(_("案件目前只能查看，文件没有加入。"))
            return
        self.steps.choose("papers")
        page = self.page()
        if isinstance(page, PapersPage):
            page.add_files(paths)

    def page(self) -> Page:
        """Returns the page in view."""
        return self._page(self.steps.current())

    @property
    def making_pages(self) -> bool:
        """Whether pages are still being made ahead."""
        return self._idle.isActive()

    def _page(self, step: Step) -> Page:
        if step not in self._pages:
            self._pages[step] = _PAGES[step](self.session)
            self._stack.addWidget(self._pages[step])
        return self._pages[step]

    def flush(self) -> None:
        """Hands on everything that is still being typed."""
        flush_all(self)

    def _connect(self) -> None:
        self.steps.chosen.connect(self._on_step_chosen)
        self.findings.jump_wanted.connect(self._on_jump_wanted)
        self.findings.packet_wanted.connect(self._on_packet_wanted)
        self.session.case_changed.connect(self._on_case_changed)
        self.session.overview_changed.connect(self._on_overview_changed)
        self.session.facts_changed.connect(self._on_facts_changed)

    @Slot()
    def _on_idle(self) -> None:
        missing = next((step for step in STEPS if step not in self._pages), None)
        if missing is None:
            self._idle.stop()
        else:
            self._page(missing)

    @Slot(str)
    def _on_step_chosen(self, _step: str) -> None:
        self.flush()
        page = self.page()
        self._stack.setCurrentWidget(page)
        self._show(page)

    @Slot()
    def _on_packet_wanted(self) -> None:
        self.steps.choose("packet")

    @Slot(object)
    def _on_jump_wanted(self, finding: Finding) -> None:
        self.jump(finding)

    @Slot(object)
    def _on_case_changed(self, case: Case) -> None:
        # Only the page in view follows at once; the others catch up when they are opened.
        self.page().show_case(case)

    @Slot(object)
    def _on_overview_changed(self, overview: Overview) -> None:
        self.findings.show_report(overview.report)
        if overview.steps is not None:
            self.steps.show_steps(overview.steps.steps)
        else:
            self.noted.emit(_("本机没有这类申诉的规则包，部分检查无法进行。请安装后重新打开。"))
        self.page().show_overview(overview)

    @Slot()
    def _on_facts_changed(self) -> None:
        self.page().show_facts()

    def _show(self, page: Page) -> None:
        page.show_case(self.session.case)
        # In a turn of its own: both at once would hold up the window for longer.
        QTimer.singleShot(0, self, self._show_overview)

    @Slot()
    def _show_overview(self) -> None:
        if self.session.overview is not None:
            self.page().show_overview(self.session.overview)
