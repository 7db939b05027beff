"""The window: top bar, messages, board or desk, status strip. It opens and closes sessions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QWidget

from core import board as boards
from core.board import BoardEntry
from core.i18n import _
from core.resources import data_root
from core.settings import Settings, SettingsFile
from core.store import SUFFIX
from gui import theme, wording
from gui.actions import Action, install
from gui.board.page import BoardPage
from gui.jobs import Job
from gui.messages import MessageBar
from gui.rules.room import RulesRoom
from gui.services import Opened, Services, board_entry, free_path
from gui.shell.palette import Palette
from gui.shell.statusstrip import StatusStrip
from gui.shell.topbar import TopBar
from gui.widgets.basic import vbox

if TYPE_CHECKING:  # what a case needs is loaded by the job that opens the first one
    from gui.desk import Desk
    from gui.overview import Overview
    from gui.session import Session

_MINUTE_MS = 60_000
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
        self._entries: tuple[BoardEntry, ...] = ()
        theme.current().dress(self)
        self.setWindowTitle(_("复申"))
        self.setMinimumSize(1080, 680)
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
        self._connect()
        install(self, [action for action in self.actions_() if action.keys])
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()
        self._show_board_entries(services.board.read())
        QTimer.singleShot(0, self, self._on_started)

    # Opening and leaving

    def open_path(self, path: Path) -> None:
        """Opens a case file, an intake file, or the intake in a folder."""
        source = _intake_in(path) if path.is_dir() else path
        if source is None:
            self.messages.show_note(
                _("文件夹 {name} 里没有受理文件（.toml）。请先新建案件，再把材料拖进去。").format(name=path.name)
            )
        elif source.suffix == SUFFIX:
            self._open_with(partial(self.services.open_case, source), _("打开 {file}").format(file=source.name))
        else:
            target = free_path(self.services.cases, source.parent.name if source.stem == "intake" else source.stem)
            self._open_with(partial(self.services.take_in, source, target), _("受理 {file}").format(file=source.name))

    def open_sample(self) -> None:
        """Makes a fresh copy of the sample case and opens it."""
        folder = data_root() / "assets" / "samples" / "flawed"
        source = _intake_in(folder)
        if source is not None:
            target = free_path(self.services.cases, _("样例案件"))
            self._open_with(partial(self.services.take_in, source, target), _("打开样例"))

    def new_case(self) -> None:
        """Asks what is appealed and where, then opens an empty case."""
        job = Job(lambda _progress: self.services.packs())
        job.succeeded.connect(self._on_packs_for_new)
        job.failed.connect(self.messages.show_error)
        self.services.runner.start(job)

    def close_case(self) -> None:
        """Goes back to the board; everything is already saved."""
        if self.desk is None:
            return
        desk, self.desk = self.desk, None
        self.rules.closed()
        desk.flush()
        self._stack.removeWidget(desk)
        desk.session.close()
        desk.deleteLater()
        self._stack.setCurrentWidget(self.board)
        self.topbar.show_board()
        self.strip.show_board()
        self.board.show_entries(self._entries)
        self.board.take_focus()
        self._save_board()
        self.setWindowTitle(_("复申"))

    @property
    def session(self) -> Session | None:
        return self.desk.session if self.desk is not None else None

    # What can be done

    def actions_(self) -> list[Action]:
        """Returns the actions that are always there."""
        return [
            Action(_("查找"), self.show_palette, "Ctrl+K", "search"),
            Action(_("新建申诉"), self.new_case, "Ctrl+N", "plus"),
            Action(_("打开案件…"), self.browse, "Ctrl+O", "folder"),
            Action(_("打开样例"), self.open_sample, "", "eye"),
            Action(_("撤销"), self.undo, "Ctrl+Z", "undo"),
            Action(_("重做"), self.redo, "Ctrl+Shift+Z", "redo"),
            Action(_("回到案件列表"), self.close_case, "Ctrl+W", "chevron-left"),
            Action(_("规则与来源"), self.rules.show_rules, "", "quote"),
            Action(_("切换浅色和深色"), self.toggle_theme, "Ctrl+Shift+L", "moon"),
            *(Action(_("第 {n} 步").format(n=n + 1), partial(self.go_step, n), f"Ctrl+{n + 1}") for n in range(6)),
        ]

    def show_palette(self) -> None:
        actions = [action for action in self.actions_() if not action.title.startswith(_("查找"))]
        if self.desk is not None:
            from gui.commands import desk_actions

            actions = [*desk_actions(self.desk), *actions]
        else:
            actions += [
                Action(e.shop or Path(e.path).stem, partial(self.open_path, Path(e.path)), icon="case", hint=e.client)
                for e in self._entries
            ]
        self.palette_.open_with(actions)

    def go_step(self, number: int) -> None:
        if self.desk is not None:
            self.desk.go_step(number)

    def undo(self) -> None:
        if self.desk is not None:
            self.desk.flush()
            self.desk.session.undo()

    def redo(self) -> None:
        if self.desk is not None:
            self.desk.session.redo()

    def browse(self) -> None:
        """Lets the person choose a case or an intake file."""
        kinds = _("案件和受理文件 (*{suffix} *.toml)").format(suffix=SUFFIX)
        dialog = QFileDialog(self, _("打开案件"), str(self.services.cases), kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    def toggle_theme(self) -> None:
        scheme = theme.current().toggle()
        settings = self.services.settings
        job = Job(lambda _progress: settings.write(_with_theme(settings, scheme)))
        job.failed.connect(self.messages.show_error)
        self.services.runner.start(job)

    # Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        # Closing never asks: what was typed is handed on, and the last edit is waited for.
        self.close_case()
        self._minute.stop()
        self.services.runner.shut()
        self.services.close()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.take_dropped(paths)

    def take_dropped(self, paths: list[Path]) -> None:
        """Opens a dropped case or intake; other files become papers of the open case."""
        case = next((p for p in paths if p.suffix in {SUFFIX, ".toml"} or p.is_dir()), None)
        if self.desk is not None and (case is None or case.suffix not in {SUFFIX, ".toml"}):
            self.desk.add_files(paths)
        elif case is not None:
            self.open_path(case)
        else:
            self.messages.show_note(_("请先新建或打开一个案件，再把材料拖进来。"))

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
        self.board.archive_wanted.connect(self._on_archive_wanted)
        self.board.forget_wanted.connect(self._on_forget_wanted)
        self.strip.undo_wanted.connect(self.undo)
        self.strip.redo_wanted.connect(self.redo)
        self.services.runner.started.connect(self.strip.follow)

    def _open_with(self, work: object, title: str) -> None:
        job = Job(work, title=title)  # type: ignore[arg-type]  # a partial over a method that takes progress
        job.succeeded.connect(self._on_opened)
        job.failed.connect(self.messages.show_error)
        self.services.runner.start(job)

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
            readings=opened.readings,
        )
        desk = Desk(session)
        session.setParent(desk)
        session.failed.connect(self.messages.show_error)
        session.saved_changed.connect(self.strip.show_saved)
        session.case_changed.connect(self._on_case_changed)
        session.overview_changed.connect(self._on_overview_changed)
        desk.done.connect(self.messages.show_done)
        desk.noted.connect(self.messages.show_note)
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

    def _say_read_only(self, session: Session) -> None:
        who = session.holder or _("另一个窗口")
        self.messages.show_note(_("案件正由{who}使用，这里只能查看。请在那边关闭后重新打开。").format(who=who))
        self.strip.show_read_only()

    def _remember(self, path: Path) -> None:
        settings = self.services.settings
        job = Job(lambda _progress: settings.write(settings.read().opened(path)))
        job.failed.connect(self.messages.show_error)
        self.services.runner.start(job)

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
        self.topbar.show_deadline(overview.reckoning.due, overview.now)
        entry = board_entry(overview, session.path, session.packs)
        self._entries = boards.put(self._entries, entry)

    @Slot()
    def _on_minute(self) -> None:
        if self.session is not None:
            self.session.refresh()

    @Slot()
    def _on_started(self) -> None:
        self.board.take_focus()
        self.ready.emit()
        job = Job(self.services.warm)
        job.failed.connect(self.messages.show_error)
        self.services.runner.start(job)
        if not self._entries:
            self._rebuild_board()

    def _rebuild_board(self) -> None:
        services = self.services
        job = Job(lambda progress: services.rebuild_board(services.settings.read().recent, progress))
        job.succeeded.connect(self._on_board_rebuilt)
        job.failed.connect(self.messages.show_error)
        services.runner.start(job)

    @Slot(object)
    def _on_board_rebuilt(self, entries: tuple[BoardEntry, ...]) -> None:
        if entries and not self._entries:
            self._show_board_entries(entries)
            self._save_board()

    def _show_board_entries(self, entries: tuple[BoardEntry, ...]) -> None:
        self._entries = entries
        self.board.show_entries(entries)

    def _save_board(self) -> None:
        index, entries = self.services.board, self._entries
        job = Job(lambda _progress: index.write(entries))
        job.failed.connect(self.messages.show_error)
        self.services.runner.start(job)

    @Slot(str)
    def _on_open_wanted(self, path: str) -> None:
        self.open_path(Path(path))

    @Slot(str)
    def _on_file_chosen(self, path: str) -> None:
        self.open_path(Path(path))

    @Slot(str, bool)
    def _on_archive_wanted(self, path: str, archived: bool) -> None:
        changed = (boards.archive(e, archived=archived) if e.path == path else e for e in self._entries)
        self._show_board_entries(tuple(changed))
        self._save_board()

    @Slot(str)
    def _on_forget_wanted(self, path: str) -> None:
        self._show_board_entries(tuple(e for e in self._entries if e.path != path))
        self._save_board()

    @Slot(object)
    def _on_packs_for_new(self, packs: object) -> None:
        from gui.board.newcase import NewCaseDialog

        dialog = NewCaseDialog(packs, self)  # type: ignore[arg-type]  # a Packs; signals carry object
        dialog.chosen.connect(self._on_new_chosen)
        dialog.open()

    @Slot(str, str, str)
    def _on_new_chosen(self, playbook: str, platform: str, name: str) -> None:
        target = free_path(self.services.cases, name)
        self._open_with(partial(self.services.create_case, playbook, platform, name, target), _("新建案件"))


def _size() -> QSize:
    # Room for the frame that the desktop puts around it, so that the strip at the foot is never below the screen.
    free = QGuiApplication.primaryScreen().availableGeometry()
    return QSize(min(1280, free.width()), min(800, free.height() - _FRAME))


def _intake_in(folder: Path) -> Path | None:
    files = sorted(folder.glob("*.toml"))
    return next((f for f in files if f.stem == "intake"), files[0] if files else None)


def _with_theme(settings: SettingsFile, scheme: theme.Scheme) -> Settings:
    return replace(settings.read(), theme=scheme)
