"""How cases come in: a new one, the sample, a file that is opened, and whatever is dropped on the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from core.i18n import _
from core.resources import data_root
from core.store import SUFFIX
from gui.board.drops import Dropped, intake_in, sort_out
from gui.jobs import Job
from gui.services import NewCase, Services, free_path

if TYPE_CHECKING:
    from core.clients import Client
    from core.intake import Intake
    from core.packs import Packs
    from gui.board.cases import Cases
    from gui.window import Window


class Arrivals(QObject):
    """Signals: opened (an Opened), noted (a sentence), failed (a FushenError)."""

    opened = Signal(object)
    noted = Signal(str)
    failed = Signal(object)

    def __init__(self, window: Window, services: Services, cases: Cases) -> None:
        super().__init__(window)
        self._window, self._services, self._cases = window, services, cases
        # Papers that were dropped before there was a case to put them in.
        self._waiting: tuple[Path, ...] = ()

    def open_path(self, path: Path) -> None:
        """Opens a case file, an intake file, or the intake in a folder."""
        services = self._services
        source = intake_in(path) if path.is_dir() else path
        session = self._window.session
        if source is None:
            self.take_dropped([path])
        elif session is not None and session.path == source.absolute():
            self.noted.emit(_("这个案件已经打开，就在这个窗口里。"))
        elif source.suffix == SUFFIX:
            self._open_with(partial(services.open_case, source), _("打开 {file}").format(file=source.name))
        else:
            target = free_path(services.cases, source.parent.name if source.stem.lower() == "intake" else source.stem)
            self._read_intake(source, target, _("受理 {file}").format(file=source.name))

    def open_sample(self, *, quiet: bool = False) -> None:
        """Opens the sample case: as it was left, or made the first time. There is never a second one."""
        target = self._services.cases / f"{_('样例案件')}{SUFFIX}"
        source = intake_in(data_root() / "assets" / "samples" / "flawed")
        if target.is_file():
            self.open_path(target)
            if not quiet:
                self.noted.emit(_("这是上次留下的样例。要从头再看，请先在案件列表删除它。"))
        elif source is not None:
            self._read_intake(source, target, _("打开样例"))

    def new_case(self) -> None:
        """Asks what is appealed, where and for whom, then opens an empty case."""
        job = Job(lambda _progress: (self._services.packs(), self._services.clients.read()))
        job.succeeded.connect(self._on_ready_for_new)
        job.failed.connect(self.failed)
        self._services.runner.start(job)

    def take_dropped(self, paths: list[Path]) -> None:
        """Opens or lists dropped cases; papers go into the open case, or into a new one."""
        job = Job(lambda _progress: sort_out(paths))
        job.succeeded.connect(self._on_sorted_out)
        job.failed.connect(self.failed)
        self._services.runner.start(job)

    def taken_over(self) -> tuple[Path, ...]:
        """Hands out the papers that waited for their case."""
        waiting, self._waiting = self._waiting, ()
        return waiting

    @Slot(object)
    def _on_sorted_out(self, dropped: Dropped) -> None:
        desk = self._window.desk
        if len(dropped.cases) > 1:
            self._cases.add(dropped.cases)
        elif dropped.cases:
            self.open_path(dropped.cases[0])
        elif dropped.intake is not None:
            self.open_path(dropped.intake)
        elif dropped.papers and desk is not None:
            desk.add_files(list(dropped.papers))
        elif dropped.papers:
            self._waiting = dropped.papers
            self.new_case()
        else:
            self.noted.emit(_("这里没有可以使用的文件。请拖入材料、材料文件夹或 .fushen 案件文件。"))
        for sentence in dropped.left:
            self.noted.emit(sentence)

    @Slot(object)
    def _on_ready_for_new(self, ready: object) -> None:
        from gui.board.newcase import NewCaseDialog

        packs, clients = cast("tuple[Packs, tuple[Client, ...]]", ready)
        dialog = NewCaseDialog(packs, clients, self._window, waiting=len(self._waiting))
        dialog.chosen.connect(self._on_new_chosen)
        dialog.rejected.connect(self.taken_over)
        dialog.open()

    @Slot(object)
    def _on_new_chosen(self, new: NewCase) -> None:
        target = free_path(self._services.cases, new.shop)
        self._open_with(partial(self._services.create_case, new, target), _("新建案件"))

    def _read_intake(self, source: Path, target: Path, title: str) -> None:
        job = Job(partial(self._services.read_intake, source), title=title)
        job.succeeded.connect(partial(self._on_intake_read, target, title))
        job.failed.connect(self.failed)
        self._services.runner.start(job)

    def _on_intake_read(self, target: Path, title: str, read: object) -> None:
        """Makes the case at once, or asks first when the intake reaches out of its own folder."""
        found = cast("Intake", read)
        go_on = partial(self._open_with, partial(self._services.take_in, found, target), title)
        # The program's own samples share their papers; everybody else's files are the person's to know of.
        if not found.outside or found.path.is_relative_to(data_root()):
            go_on()
            return
        from gui.board.outside import OutsideDialog

        dialog = OutsideDialog(found.outside, self._window)
        dialog.agreed.connect(go_on)
        dialog.open()

    def _open_with(self, work: object, title: str) -> None:
        job = Job(work, title=title)  # type: ignore[arg-type]  # a partial over a method that takes progress
        job.succeeded.connect(self.opened)
        job.failed.connect(self.failed)
        self._services.runner.start(job)
