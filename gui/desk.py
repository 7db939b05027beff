"""One case on the screen: steps on the left, the step's page, findings on the right."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from core.i18n import _
from core.model import Case, Finding
from gui import theme
from gui.jumps import STEPS, Place, Step, blocked_steps, place_of
from gui.overview import Overview
from gui.page import Page
from gui.session import Session
from gui.shell.findings import FindingsPanel
from gui.shell.fold import Fold
from gui.shell.steps import StepList
from gui.widgets import slices, tabbing
from gui.widgets.basic import hbox
from gui.widgets.edits import flush_all

_IDLE_MS = 15
# By name: a step's module is loaded when its page is first made.
_PAGES: dict[Step, tuple[str, str]] = {
    "intake": ("gui.intake.page", "IntakePage"),
    "audit": ("gui.audit.page", "AuditPage"),
    "papers": ("gui.papers.page", "PapersPage"),
    "narrative": ("gui.narrative.page", "NarrativePage"),
    "packet": ("gui.packet.page", "PacketPage"),
    "after": ("gui.after.page", "AfterPage"),
}
# What the pages load when they first need it.
_ROOMS = ("core.checks", "core.narrative", "core.packet", "core.derive.office", "gui.commands")


def load_pages() -> None:
    """Loads the modules of all steps; called off the interface thread."""
    for module in (*(module for module, _name in _PAGES.values()), *_ROOMS):
        import_module(module)


class Desk(QWidget):
    """Shows a session.

    Pages are made part by part in turns of the event loop, first the one in view, so that neither opening a case
    nor going to a step holds up the window.

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
        self._seen: dict[Page, Case] = {}  # what each page showed last
        self._unpolished: list[QWidget] = []
        self._place: Place | None = None
        self._facts_wait = self._retired = False
        self.steps = StepList()
        self.findings = FindingsPanel()
        self._stack = QStackedWidget()
        box = hbox(self, spacing=0)
        box.addWidget(self.steps)
        box.addWidget(self._stack, 1)
        self._fold = Fold(self.findings, box, self)
        self.setFocusProxy(self.steps)
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._on_turn)
        self._connect()
        self.steps.choose("intake")

    def go(self, place: Place) -> None:
        """Goes to a place and shows it."""
        self.steps.choose(place.step)
        self._place = place
        if self._is_current(self._made(place.step)):
            self._reveal()

    def go_step(self, number: int) -> None:
        self.steps.choose(STEPS[number])

    def jump(self, finding: Finding) -> None:
        """Goes to where a finding is mended."""
        self.go(place_of(finding, self.session.case))

    def unfold(self, *, findings: bool = True) -> None:
        """Brings the findings out where the window is narrow, or puts them back."""
        (self._fold.open if findings else self._fold.close)()

    def add_files(self, paths: list[Path]) -> None:
        """Takes dropped files as papers, whatever page is shown."""
        if self.session.read_only:
            self.noted.emit(_("案件目前只能查看，文件没有加入。"))
            return
        from gui.papers.page import PapersPage  # loaded with its step

        self.steps.choose("papers")
        page = self.page()
        if isinstance(page, PapersPage):
            page.add_files(paths)

    def page(self) -> Page:
        """Returns the page in view, whole and as the case is now."""
        page = self._made(self.steps.current())
        page.make_whole()
        if not self._is_current(page):
            self._show(page)
            self._reveal()
        return page

    @property
    def shown(self) -> bool:
        """Whether the page in view is whole and shows the case as it is now."""
        page = self._pages.get(self.steps.current())
        return page is not None and self._is_current(page)

    @property
    def making_pages(self) -> bool:
        """Whether pages are still being made ahead."""
        return self._turn.isActive()

    def retire(self) -> None:
        """Hears nothing any more and does nothing late; called before the desk is taken down."""
        self._retired = True
        for page in self._pages.values():
            page.give_up()
        # Also what lists and fields still meant to do: they are taken down piece by piece.
        for timer in self.findChildren(QTimer):
            timer.stop()
        for spoken in (self, self.session, self.session.reading):
            spoken.blockSignals(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold.fit()
        self.steps.fold(narrow=self._fold.folded)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return tabbing.step(self, forward=forward) or super().focusNextPrevChild(forward)

    def flush(self) -> None:
        """Hands on everything that is still being typed."""
        flush_all(self)

    def _made(self, step: Step) -> Page:
        if step not in self._pages:
            module, name = _PAGES[step]
            page: Page = getattr(import_module(module), name)(self.session)
            page.place_wanted.connect(self.go)
            page.packet_built.connect(self.findings.show_built)
            self._pages[step] = page
            self._stack.addWidget(page)
            self._turn.start(0)
        return self._pages[step]

    def _connect(self) -> None:
        self.steps.chosen.connect(self._on_step_chosen)
        self.findings.jump_wanted.connect(self._on_jump_wanted)
        self.findings.packet_wanted.connect(self._on_packet_wanted)
        self.findings.log_wanted.connect(self._on_log_wanted)
        self.session.case_changed.connect(self._on_case_changed)
        self.session.overview_changed.connect(self._on_overview_changed)
        self.session.facts_changed.connect(self._on_facts_changed)

    @Slot()
    def _on_turn(self) -> None:
        """Makes one part: of the page in view, else of another one."""
        current = self._pages[self.steps.current()]
        if not slices.time_left():
            return  # the lists have had this turn
        page = current if not current.whole else next((p for p in self._pages.values() if not p.whole), None)
        if page is not None:
            page.make_part()
            if page.whole:
                self._on_whole(page)
        elif self._unpolished:
            self._polish()
        elif (missing := next((step for step in STEPS if step not in self._pages), None)) is not None:
            self._made(missing)
        else:
            self._turn.stop()
            return
        self._turn.setInterval(0 if not current.whole else _IDLE_MS)

    def _on_whole(self, page: Page) -> None:
        if page is self._stack.currentWidget():
            slices.soon(self, self._show_whole)
        else:
            # Styled ahead, so that the first look at the page does not have to wait for all of it.
            self._unpolished += page.findChildren(QWidget)

    @Slot()
    def _show_whole(self) -> None:
        if self._retired:
            return
        page = self._made(self.steps.current())
        if page.whole and not self._is_current(page):
            self._show(page)
            slices.soon(self, self._reveal_soon)  # in a turn of its own: both would hold up the window for longer

    @Slot()
    def _reveal_soon(self) -> None:
        if not self._retired:
            self._reveal()

    def _polish(self) -> None:
        while self._unpolished and slices.time_left():
            widget = self._unpolished.pop()
            if isValid(widget):
                widget.ensurePolished()

    def _reveal(self) -> None:
        place, self._place = self._place, None
        if place is not None and place.step == self.steps.current():
            self._pages[place.step].reveal(place)

    @Slot(str)
    def _on_step_chosen(self, _step: str) -> None:
        self.flush()
        page = self._made(self.steps.current())
        theme.current().ahead(page)
        self._stack.setCurrentWidget(page)
        if not page.whole or self._is_current(page):
            return
        if page in self._seen:
            self._show(page)
        else:  # its first look has enough to do with laying it out
            slices.soon(self, self._show_whole)

    @Slot()
    def _on_packet_wanted(self) -> None:
        self.steps.choose("packet")

    @Slot()
    def _on_log_wanted(self) -> None:
        self.steps.choose("after")

    @Slot(object)
    def _on_jump_wanted(self, finding: Finding) -> None:
        self._fold.close()
        self.jump(finding)

    @Slot(object)
    def _on_case_changed(self, case: Case) -> None:
        # Only the page in view follows at once; the others catch up when they are opened.
        page = self._made(self.steps.current())
        if page.whole:
            page.show_case(case)
            self._seen[page] = case

    @Slot(object)
    def _on_overview_changed(self, overview: Overview) -> None:
        self._forget_others(self._made(self.steps.current()))
        self.findings.show_report(overview.report, overview.case, unread=overview.unread)
        if overview.steps is not None:
            self.steps.show_steps(overview.steps.steps, blocked_steps(overview.report.blocking, overview.case))
        else:
            self.noted.emit(_("本机没有这类申诉的规则包，部分检查无法进行。请安装后重新打开。"))
        # In a turn of its own: both at once would hold up the window for longer.
        slices.soon(self, self._show_overview)

    @Slot()
    def _on_facts_changed(self) -> None:
        # Ten files that were dropped come in one after another; the page shows them once.
        self._forget_others(self._made(self.steps.current()))
        if not self._facts_wait:
            self._facts_wait = True
            slices.soon(self, self._show_facts)

    @Slot()
    def _show_facts(self) -> None:
        self._facts_wait = False
        if not self._retired and (page := self._made(self.steps.current())).whole:
            page.show_facts()

    def _show(self, page: Page) -> None:
        page.show_case(self.session.case)
        self._seen[page] = self.session.case
        slices.soon(self, self._show_overview)

    def _forget_others(self, page: Page) -> None:
        """Lets every page but this one be shown anew when the person comes to it."""
        self._seen = {page: self._seen[page]} if page in self._seen else {}

    def _is_current(self, page: Page) -> bool:
        return page.whole and self._seen.get(page) is self.session.case

    @Slot()
    def _show_overview(self) -> None:
        if self._retired:
            return
        page = self._made(self.steps.current())
        if page.whole and self.session.overview is not None:
            page.show_overview(self.session.overview)
