"""The windows over the window: trash, clients, what ends when, settings, guide and tour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDialog

from core.agenda import Item
from core.i18n import _
from core.jobs import Progress
from core.settings import Settings
from core.trash import Trashed
from gui.jobs import Job
from gui.jumps import Place
from gui.services import Opened

if TYPE_CHECKING:  # each is loaded when it is first opened
    from core.clients import Client
    from gui.help.tour import Tour
    from gui.window import Window


# Loaded by the window when a person asks for them (what the palette offers too), unless that was done ahead.
_ROOMS = (
    *("core.agenda", "core.clients.tables", "gui.after.endings", "gui.board.newcase", "gui.board.outside"),
    *("gui.board.trash", "gui.clients.dialog", "gui.clients.importing", "gui.clients.keeping", "gui.help.guide"),
    *("gui.rules.changes", "gui.rules.dialog", "gui.rules.state", "gui.shell.settings", "gui.commands"),
)


def load_dialogs() -> None:
    """Loads the modules of all dialogs; called off the interface thread."""
    for module in _ROOMS:
        import_module(module)


class Dialogs(QObject):
    """Opens them, and does what is chosen there."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._services = window.services
        self.tour: Tour | None = None
        self._sample_asked = False

    # Over the board

    def show_trash(self) -> None:
        self._ask(lambda _progress: self._window.cases.trash.listing(), self._on_trash_listed)

    def show_endings(self) -> None:
        from gui.after.endings import EndingsDialog

        dialog = EndingsDialog(self._window.cases.entries, self._services.clock, self._window)
        dialog.open_wanted.connect(self._open_at)
        dialog.export_wanted.connect(self._export_calendar)
        self._open(dialog)

    def show_clients(self) -> None:
        services = self._services
        self._ask(lambda _progress: (services.packs(), services.clients.read())[1], self._on_clients_read)

    def keep_client(self) -> None:
        """Takes what the open case tells of its client into the clients, with the papers that prove it."""
        session = self._window.session
        if session is None:
            return
        from gui.clients.keeping import keep

        services, case, casefile = self._services, session.case, session.keeper.casefile
        self._ask(
            lambda _progress: keep(case, casefile, services.clients, session.scratch),
            self._on_client_kept,
            _("存为客户资料"),
        )

    # Everywhere

    def show_settings(self) -> None:
        self._ask(lambda _progress: self._services.settings.read(), self._on_settings_read)

    def show_guide(self) -> None:
        from gui.help.guide import GuideDialog

        self._open(GuideDialog(self._window))

    def first_run(self, settings: Settings) -> None:
        """Shows the tour to whoever has not seen it."""
        if not settings.toured:
            self.show_tour()

    def show_tour(self) -> None:
        from gui.help.stops import stops
        from gui.help.tour import Tour

        if self.tour is not None:
            return
        self._window.close_case()
        self.tour = Tour(self._window, stops(self._window))
        self.tour.ended.connect(self._on_tour_ended)
        if not self._sample_asked:  # one that was skipped while the sample was on its way still waits for it
            self._window.arrivals.opened.connect(self._on_tour_moved)

    def change_settings(self, change: Callable[[Settings], Settings]) -> None:
        """Changes and saves the settings off the interface thread."""
        self._ask(lambda _progress: self._services.change_settings(change), lambda _result: None)

    def _ask(self, work: Callable[[Progress], object], then: Callable[[object], object], title: str = "") -> None:
        job = Job(work, title=title)
        job.succeeded.connect(then)
        job.failed.connect(self._window.messages.show_error)
        self._services.runner.start(job)

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(object)
    def _on_trash_listed(self, trashed: object) -> None:
        from gui.board.trash import TrashDialog

        trash = self._window.cases.trash
        dialog = TrashDialog(cast("tuple[Trashed, ...]", trashed), self._window)
        dialog.restore_wanted.connect(self._window.cases.restore)
        dialog.remove_wanted.connect(lambda one: self._ask(lambda _p: trash.remove(one.token), lambda _result: None))
        self._open(dialog)

    @Slot(object)
    def _on_clients_read(self, clients: object) -> None:
        from gui.clients.dialog import ClientsDialog

        self._open(ClientsDialog(self._services, cast("tuple[Client, ...]", clients), self._window))

    @Slot(object)
    def _on_client_kept(self, client: object) -> None:
        kept = cast("Client", client)
        proven = sum(fact.proof is not None for fact in kept.facts)
        text = _("已存入客户资料“{name}”：{count} 项，其中 {proven} 项附有证明材料。")
        self._window.messages.show_done(text.format(name=kept.name, count=len(kept.facts), proven=proven))

    @Slot(object)
    def _on_settings_read(self, settings: object) -> None:
        from gui.shell.settings import SettingsDialog

        dialog = SettingsDialog(cast("Settings", settings), self._window)
        dialog.changed.connect(self.change_settings)
        dialog.changed.connect(self._window.take_settings)
        self._open(dialog)

    @Slot(str, str)
    def _open_at(self, path: str, paper: str) -> None:
        """Opens a case, and once it is there goes to the paper that ends."""

        def go(opened: Opened) -> None:
            if paper and opened.casefile.path == Path(path) and self._window.desk is not None:
                self._window.desk.go(Place("papers", paper=paper))

        # Told after the window itself, which has made the desk by then.
        self._window.arrivals.opened.connect(go, Qt.ConnectionType.SingleShotConnection)
        self._window.open_path(Path(path))

    @Slot(object, object)
    def _export_calendar(self, items: tuple[Item, ...], target: Path) -> None:
        from gui.after.endings import write_calendar

        write = partial(write_calendar, items, self._services.clock(), target)
        told = _("已写出 {count} 项到 {file}，用日历程序打开即可导入。")
        text = told.format(count=len(items), file=target.name)
        self._ask(write, lambda _result: self._window.messages.show_done(text))

    def open_tour_sample(self) -> None:
        """Opens the sample for the tour, once."""
        if not self._sample_asked:
            self._sample_asked = True
            self._window.arrivals.open_sample(quiet=True)

    @Slot()
    def _on_tour_moved(self) -> None:
        """Keeps the tour over the sample once that is open; who has skipped the tour by then does not want it."""
        if self.tour is None:
            self._leave_sample()
        else:
            self.tour.raise_()

    @Slot(bool)
    def _on_tour_ended(self, sample: bool) -> None:
        self.tour = None
        self.change_settings(lambda settings: replace(settings, toured=True))
        if self._window.session is None:
            self._window.board.take_focus()
            if not self._sample_asked:
                self._end_tour()
        elif sample:
            self._end_tour()
        else:
            self._leave_sample()

    def _leave_sample(self) -> None:
        """Goes back to the board; the sample is no case of the person's."""
        window, session = self._window, self._window.session
        self._end_tour()
        window.close_case()
        window.board.take_focus()
        if session is not None:
            window.cases.set(tuple(e for e in window.cases.entries if e.path != str(session.path)))

    def _end_tour(self) -> None:
        self._sample_asked = False
        self._window.arrivals.opened.disconnect(self._on_tour_moved)
