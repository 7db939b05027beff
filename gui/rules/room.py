"""Rules in the window: the dialog over what is installed, and moving the open case to newer rules or back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from core.i18n import _
from core.model import Case
from core.store import CaseFile
from gui.jobs import Job
from gui.rules.line import RulesLine

if TYPE_CHECKING:  # loaded with the first case, or by the job that fills the dialog
    from core.packs import Packs
    from gui.jumps import Step
    from gui.rules.state import State
    from gui.services import Opened
    from gui.window import Window


class RulesRoom(QObject):
    """Follows the open case of a window.

    Attributes:
        line: The quiet line that tells of newer rules.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._opened: Opened | None = None
        self._step: Step | None = None
        self.line = RulesLine()
        self.line.wanted.connect(self.show_changes)

    def opened(self, opened: Opened) -> None:
        """A case was opened, perhaps again."""
        self._opened = opened
        self.line.show_count(len(opened.changes))
        for sentence in (*opened.rules.installed.said, *opened.rules.said):
            self._window.messages.show_note(sentence)
        step, self._step = self._step, None
        if step is not None and self._window.desk is not None:
            self._window.desk.steps.choose(step)

    def closed(self) -> None:
        """The case was closed."""
        self._opened = None
        self.line.hide()

    def follow(self, case: Case) -> None:
        """Opens the case anew once an undo or a redo led it to other rules."""
        if self._opened is not None and case.rules != self._opened.digest:
            self._opened = None
            QTimer.singleShot(0, self, self._reopen)

    # The dialog

    def show_rules(self) -> None:
        """Shows what is installed, read by a job."""
        from gui.rules.state import read_state  # core's rooms are not loaded before somebody asks

        services = self._window.services
        job = Job(partial(read_state, services.library()), title=_("读取规则"))
        job.succeeded.connect(self._on_state)
        job.failed.connect(self._window.messages.show_error)
        services.runner.start(job)

    @Slot(object)
    def _on_state(self, state: State) -> None:
        from gui.rules.dialog import RulesDialog

        services = self._window.services
        dialog = RulesDialog(services.library(), state, services.runner, services.clock, self._window)
        dialog.changed.connect(self._on_installed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_installed(self) -> None:
        self._window.services.forget_packs()
        self._reopen()

    # The open case

    @Slot()
    def show_changes(self) -> None:
        """Shows what newer rules change for the case."""
        from gui.rules.changes import ChangesDialog

        session = self._window.session
        if self._opened is None or session is None:
            return
        dialog = ChangesDialog(self._opened.changes, self._window, can_move=not session.read_only)
        dialog.move_wanted.connect(self.move)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def move(self) -> None:
        """Lets the case go by the installed rules; one step that can be undone."""
        session, desk = self._window.session, self._window.desk
        if self._opened is None or session is None or desk is None:
            return
        desk.flush()
        installed, keeper = self._opened.rules.installed, session.keeper
        job = Job(lambda _progress: keeper.ask(partial(_move, installed=installed)).result())
        job.succeeded.connect(self._on_moved)
        job.failed.connect(self._window.messages.show_error)
        self._window.services.runner.start(job)

    @Slot(object)
    def _on_moved(self, _nothing: object) -> None:
        self._reopen()
        self._window.messages.show_done(_("已更新到新版规则，可以撤销。"))

    @Slot()
    def _reopen(self) -> None:
        session, desk = self._window.session, self._window.desk
        if session is not None and desk is not None:
            self._step = desk.steps.current()
            path = session.path
            self._window.close_case()
            self._window.open_path(path)


def _move(casefile: CaseFile, installed: Packs) -> None:
    from core.library import move

    casefile.apply(move(casefile, installed), _("更新到新版规则"))
