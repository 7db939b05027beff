"""The window: top bar, messages, board or desk, status strip. It opens and closes sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from core.board import BoardEntry, names_beside
from core.errors import FushenError
from core.i18n import _
from core.settings import Settings
from core.store import SUFFIX
from gui import menus, theme, wording
from gui.actions import Action, install
from gui.after.tray import Reminder
from gui.board import deeds
from gui.board.arrivals import Arrivals
from gui.board.cases import Cases
from gui.board.page import BoardPage
from gui.collector import Collector
from gui.dialogs import Dialogs
from gui.jobs import Job
from gui.keeper import wait_until_closed
from gui.messages import MessageBar
from gui.rules.room import RulesRoom
from gui.services import Opened, Services, board_entry
from gui.shell.palette import Palette
from gui.shell.statusstrip import StatusStrip
from gui.shell.topbar import TopBar
from gui.widgets.basic import vbox
from gui.widgets.farewell import Farewell
from gui.widgets.paths import ask_file

if TYPE_CHECKING:  # what a case needs is loaded by the job that opens the first one
    from gui.desk import Desk
    from gui.overview import Overview
    from gui.session import Session

_MINUTE_MS = 60_000
_WARM_MS = 120
_UNTOLD = Settings()  # until `begin` says what was chosen
_FRAME = 28  # pixels of a title bar


class Window(QMainWindow):
    """The one window.

    Signals:
        ready: The board is usable; emitted once.
    """

    ready = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        self.desk: Desk | None = None
        self.cases = Cases(services, self)
        self.arrivals = Arrivals(self, services, self.cases)
        theme.current().dress(self)
        self.setWindowTitle(_("复申"))
        self.setMinimumSize(840, 500)  # a screen of 1280 × 800 at 150 % has 853 × 533
        self.resize(_size())
        self.setAcceptDrops(True)
        self.topbar, self.messages, self.strip = TopBar(), MessageBar(), StatusStrip()
        self.rules = RulesRoom(self)
        self.board = BoardPage(services.clock)
        self._stack = QStackedWidget()
        self._stack.setProperty("ground", "bg")
        self._stack.addWidget(self.board)
        self._lay_out()
        self.palette_ = Palette(self)
        self.dialogs = Dialogs(self)
        self.reminder = Reminder(lambda: self.cases.entries, services.clock, self)
        self._settings = _UNTOLD
        self._case_notes: list[str] = []
        self._connect()
        install(self, [action for action in self.actions_() if action.keys])
        self._collector = Collector(services.runner, self)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()
        self.board.show_entries(self.cases.entries)
        QTimer.singleShot(0, self, self._on_started)

    # Opening and leaving

    def open_path(self, path: Path) -> None:
        """Opens a case file, an intake file, or the intake in a folder."""
        self.arrivals.open_path(path)

    def open_sample(self) -> None:
        """Opens the sample case as it was left; made the first time."""
        self.arrivals.open_sample()

    def new_case(self) -> None:
        """Asks what is appealed, where and for whom, then opens an empty case."""
        self.arrivals.new_case()

    def close_case(self) -> None:
        """Goes back to the board; everything is already saved."""
        if self.desk is None:
            return
        desk, self.desk = self.desk, None
        self.rules.closed()
        self.messages.take_back(self._case_notes)
        self._case_notes.clear()
        desk.flush()
        self._stack.removeWidget(desk)
        desk.session.close()
        self.cases.leave(desk.session)
        desk.retire()
        Farewell(desk, self)
        self._stack.setCurrentWidget(self.board)
        self.topbar.show_board()
        self.strip.show_board()
        self.board.show_entries(self.cases.entries)
        self.board.take_focus()
        self.cases.save()
        self.cases.tell_steps()
        self.setWindowTitle(_("复申"))

    @property
    def session(self) -> Session | None:
        return self.desk.session if self.desk is not None else None

    # What can be done

    def actions_(self) -> list[Action]:
        """Returns the actions that are always there."""
        return menus.actions(self)

    def show_palette(self) -> None:
        from gui.commands import board_actions, desk_actions

        actions = [action for action in self.actions_() if not action.title.startswith(_("查找"))]
        if self.desk is not None:
            keep = Action(_("存为客户资料"), self.dialogs.keep_client, "", "user", hint=_("客户"))
            actions = desk_actions(self.desk, [keep, *actions])
        else:
            actions = board_actions(self.board, actions, self.open_path)
        self.palette_.open_with(actions)

    def go_step(self, number: int) -> None:
        if self.desk is not None:
            self.desk.go_step(number)

    def undo(self) -> None:
        """Takes back the last edit of the case, or on the board what was last done with cases."""
        if self.desk is not None:
            self.desk.flush()
            self.desk.session.undo()
        else:
            self.cases.undo()

    def redo(self) -> None:
        if self.desk is not None:
            self.desk.session.redo()
        else:
            self.cases.redo()

    def browse(self) -> None:
        """Lets the person choose a case or an intake file."""
        kinds = _("案件和受理文件 (*{suffix} *.toml)").format(suffix=SUFFIX)
        ask_file(self, _("打开案件"), self.open_path, self.services.cases, kinds)

    def toggle_theme(self) -> None:
        scheme = theme.current().toggle()
        self.dialogs.change_settings(lambda settings: replace(settings, theme=scheme))

    def focus_filter(self) -> None:
        if self.desk is None:
            self.board.focus_filter()

    def take_settings(self, change: Callable[[Settings], Settings]) -> None:
        """Uses what was chosen in the settings at once, where that is possible."""
        self._settings = change(self._settings)
        self.reminder.use(self._settings.reminders)

    def begin(self, settings: Settings) -> None:
        """Goes on where the person left off: place and size of the window, the reminder, the tour of a first start."""
        self._settings = settings
        if settings.window:
            self.restoreGeometry(QByteArray.fromBase64(settings.window.encode("ascii", "ignore")))
        self.reminder.use(settings.reminders)
        self.dialogs.first_run(settings)

    def bring_forward(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    # Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        # Closing never asks: what was typed is handed on, and the last edit is waited for.
        self.close_case()
        self._minute.stop()
        self.cases.close()
        self.reminder.end()
        self.services.runner.shut()
        self._collector.stop()  # after the last job: one of them may set aside what it loaded
        wait_until_closed()
        self.services.close()
        if self._settings is not _UNTOLD:
            self._keep_place()
        event.accept()

    def _keep_place(self) -> None:
        place = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        try:
            self.services.change_settings(lambda settings: replace(settings, window=place))
        except FushenError:
            return  # where a window was is not worth a word at the end

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.palette_.isVisible():
            self.palette_.fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.arrivals.take_dropped(paths)

    # Helpers

    def _lay_out(self) -> None:
        centre = QWidget()
        centre.setProperty("ground", "bg")
        box = vbox(centre, spacing=0)
        box.addWidget(self.topbar)
        box.addWidget(self.messages)
        box.addWidget(self.rules.line)
        box.addWidget(self._stack, 1)
        box.addWidget(self.strip)
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        self.topbar.back_wanted.connect(self.close_case)
        self.topbar.search_wanted.connect(self.show_palette)
        self.topbar.theme_wanted.connect(self.toggle_theme)
        self.topbar.new_wanted.connect(self.new_case)
        self.board.open_wanted.connect(self._on_open_wanted)
        self.board.new_wanted.connect(self.new_case)
        self.board.sample_wanted.connect(self.open_sample)
        self.board.browse_wanted.connect(self.browse)
        self.board.deed_wanted.connect(self._on_deed_wanted)
        self.board.trash_wanted.connect(self.dialogs.show_trash)
        self.board.clients_wanted.connect(self.dialogs.show_clients)
        self.board.endings_wanted.connect(self.dialogs.show_endings)
        self.arrivals.opened.connect(self._on_opened)
        self.arrivals.noted.connect(self.messages.show_note)
        self.arrivals.failed.connect(self.messages.show_error)
        self.cases.changed.connect(self.board.show_entries)
        self.cases.done.connect(self.messages.show_done)
        self.cases.failed.connect(self.messages.show_error)
        self.cases.steps_changed.connect(self._on_steps_changed)
        self.topbar.more_wanted.connect(self._on_more)
        self.reminder.open_wanted.connect(self._on_open_wanted)
        self.reminder.show_wanted.connect(self.bring_forward)
        self.reminder.quit_wanted.connect(self.close)
        self.strip.undo_wanted.connect(self.undo)
        self.strip.redo_wanted.connect(self.redo)
        self.services.runner.started.connect(self.strip.follow)

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        from gui.desk import Desk
        from gui.session import Session

        self.close_case()
        services = self.services
        session = Session(
            opened.casefile,
            opened.packs,
            services.prober,
            services.runner,
            services.clock,
            opened.facts,
            reader=services.reader,
            builder=services.builder,
            readings=opened.readings,
        )
        session.settings, session.letterhead = services.settings, services.settings.read().letterhead
        session.names = names_beside(self.cases.entries, session.case)
        desk = Desk(session)
        session.setParent(self)  # it outlives the desk: other threads tell it what they did
        session.failed.connect(self.messages.show_error)
        session.saved_changed.connect(self.strip.show_saved)
        session.case_changed.connect(self._on_case_changed)
        session.overview_changed.connect(self._on_overview_changed)
        desk.done.connect(self.messages.show_done)
        desk.noted.connect(self._note_of_case)
        self.desk = desk
        self._stack.addWidget(desk)
        self._stack.setCurrentWidget(desk)
        desk.setFocus()
        self._on_case_changed(session.case)
        self.strip.show_saved(session.save_state)
        if session.read_only:
            self._say_read_only(session)
        self.rules.opened(opened)
        self._remember(opened.casefile.path)
        if opened.doubts:
            self._note_of_case(_doubts(opened.doubts))
        if waiting := self.arrivals.taken_over():
            desk.add_files(list(waiting))

    def _say_read_only(self, session: Session) -> None:
        who = session.holder or _("另一个窗口")
        self._note_of_case(_("案件正由{who}使用，这里只能查看。请在那边关闭后重新打开。").format(who=who))
        self.strip.show_read_only()

    def _note_of_case(self, text: str) -> None:
        """Shows what should be known as long as this case is open."""
        self._case_notes.append(text)
        self.messages.show_note(text)

    def _remember(self, path: Path) -> None:
        self._settings = self._settings.opened(path)
        self.dialogs.change_settings(lambda settings: settings.opened(path))

    @Slot(QPoint)
    def _on_more(self, at: QPoint) -> None:
        menus.more(self, self._settings.recent).popup(at)

    @Slot(object)
    def _on_case_changed(self, _case: object) -> None:
        if self.session is not None:
            self.rules.follow(self.session.case)
            title = wording.case_title(self.session.case, self.session.packs)
            self.topbar.show_case(title)
            self.setWindowTitle(_("{case} · 复申").format(case=title))

    @Slot(object)
    def _on_overview_changed(self, overview: Overview) -> None:
        session = self.session
        if session is None:
            return
        from core.verdicts import awaited

        self.topbar.show_time(overview.reckoning.due, overview.now, awaited(overview.case, session.packs))
        self.cases.put(board_entry(overview, session.path, session.packs))

    @Slot()
    def _on_minute(self) -> None:
        if self.session is not None:
            self.session.refresh()

    @Slot()
    def _on_started(self) -> None:
        if self.dialogs.tour is None:
            self.board.take_focus()
        self.ready.emit()
        # Once the window is there: loading ahead would take the interpreter from its first painting.
        QTimer.singleShot(_WARM_MS, self, self._warm)

    @Slot()
    def _warm(self) -> None:
        job = Job(self.services.warm)
        job.failed.connect(self.messages.show_error)
        self.services.runner.start(job)
        self.cases.refresh()

    @Slot(str)
    def _on_open_wanted(self, path: str) -> None:
        self.open_path(Path(path))

    @Slot(str, object)
    def _on_deed_wanted(self, deed: str, entries: tuple[BoardEntry, ...]) -> None:
        deeds.do(deed, entries, self.cases, self)

    @Slot(object, object)
    def _on_steps_changed(self, undo: str | None, redo: str | None) -> None:
        if self.desk is None:
            self.strip.show_steps(undo, redo)


def _size() -> QSize:
    # Room for the frame that the desktop puts around it, so that the strip at the foot is never below the screen.
    free = QGuiApplication.primaryScreen().availableGeometry()
    return QSize(min(1280, free.width()), min(800, free.height() - _FRAME))


def _doubts(doubts: tuple[str, ...]) -> str:
    head = _("打开时的核对发现 {count} 处不符，请先另存副本，再对照原件检查：").format(count=len(doubts))
    return "\n".join((head, *doubts[:5]))
