"""Takes pictures of the real program on the sample cases: `python -m gui.shots OUT [--language zh_CN]`.

Every page and dialog, in both themes and at each size, once the checks have caught up with it: one folder for each
combination, with a contact sheet. Text that is cut off, and pages that have to be scrolled sideways, are named at the
end and make the command fail. The scale is that of the environment (QT_SCALE_FACTOR). Run under a display (Xvfb
will do) or with QT_QPA_PLATFORM=offscreen; `scripts/shots` does all of it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from core.board import Board
from core.clients import tables
from core.i18n import _, use_language
from core.model.values import CHINA
from core.probe import Prober
from core.resources import data_root
from core.settings import SettingsFile
from gui import theme
from gui.album import write_sheet
from gui.clipped import clipped
from gui.jobs import JobRunner
from gui.jumps import STEPS, Place
from gui.packet.page import PacketPage
from gui.services import Services
from gui.theme import Scheme, Theme
from gui.window import Window

# The sample's own day, so that its countdown looks the same whenever the pictures are taken.
_NOW = datetime(2026, 11, 22, 23, 40, tzinfo=CHINA)
_PATIENCE_S = 45.0
_THEMES: tuple[Scheme, ...] = ("light", "dark")
_CLIENTS = """客户,公司名称,统一社会信用代码,法人,店铺,平台
启明,宁波启明电子商务有限公司,,王一,启明星辰旗舰店,{platform}
森屿,,123,,森屿专卖店,火星
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Writes the pictures and the contact sheets of one language and scale."""
    words = _parser().parse_args(argv)
    use_language(words.language)
    app = QApplication.instance() or QApplication(["fushen"])
    look = Theme(app, "light")  # type: ignore[arg-type]  # a QApplication
    scale = round(float(os.environ.get("QT_SCALE_FACTOR", "1")) * 100)
    with tempfile.TemporaryDirectory(prefix="fushen-") as home, Prober() as prober:
        folder = Path(home)
        os.environ |= {"HOME": home, "USERPROFILE": home}  # pictures name no place of this machine
        services = Services(
            SettingsFile(folder), Board(folder), prober, JobRunner(app), lambda: _NOW, folder / _("复申案件")
        )
        window = Window(services)
        camera = Camera(window, look, words.out, f"{words.language}-{scale}", words.size, words.theme)
        window.show()
        try:
            camera.walk(folder)
        finally:
            window.close()
    for made in camera.folders():
        write_sheet(made)
    for line in camera.cut_off:
        sys.stderr.write(f"{line}\n")
    return 1 if camera.cut_off else 0


class Camera:
    """Goes through the program and takes pictures of what it comes to, by name.

    Attributes:
        cut_off: What does not fit where it stands, each told once.
    """

    def __init__(
        self, window: Window, look: Theme, out: Path, group: str, sizes: Sequence[str], themes: Sequence[Scheme]
    ) -> None:
        self._window, self._look, self._out, self._group = window, look, out, group
        self._sizes, self._themes = sizes, themes
        self._count = 0
        self.cut_off: dict[str, None] = {}

    def folders(self) -> list[Path]:
        """Returns the folders of pictures, one a combination."""
        return [self._folder(scheme, size) for scheme in self._themes for size in self._sizes]

    def walk(self, folder: Path) -> None:
        """Goes through the empty board, both samples and the full board."""
        self.settle(self._calm)
        self.take("doors")
        self._window.dialogs.show_tour()
        self.take("tour")
        if self._window.dialogs.tour is not None:
            self._window.dialogs.tour.skip()
        self.dialog("new-case", self._window.new_case)
        self.open("flawed")
        for step in STEPS:
            self.go(Place(step))
            self.take(step)
        self._walk_papers()
        self._walk_dialogs()
        self.open("ready")
        self.go(Place("packet"))
        self.take("packet-ready")
        self._build()
        self.take("packet-built")
        self._window.dialogs.keep_client()
        self.settle(self._calm)
        self._window.close_case()
        self.settle(self._calm)
        self._walk_board(folder)

    def open(self, sample: str) -> None:
        """Opens a sample and waits until all of it is read and checked."""
        before = self._window.session
        self._window.open_path(data_root() / "assets" / "samples" / sample / "intake.toml")
        self.settle(lambda: self._window.session is not None and self._window.session is not before)
        self.settle(self._checked)

    def go(self, place: Place) -> None:
        if self._window.desk is not None:
            self._window.desk.go(place)
        self.settle(self._calm)

    def take(self, name: str) -> None:
        """Takes the window in each theme and size."""
        self._count += 1
        for size in self._sizes:
            self._window.resize(*_logical(size))
            self.settle(lambda: True, calm=15)
            self._in_each_theme(lambda scheme, size=size: self._save(self._window, scheme, size, name))  # type: ignore[misc]

    def dialog(self, name: str, ask: Callable[[], object]) -> None:
        """Opens a dialog, takes it in each theme, and closes it."""
        self._count += 1
        ask()
        self.settle(lambda: QApplication.activeModalWidget() is not None)
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return
        for size in self._sizes:
            self._in_each_theme(lambda scheme, size=size: self._save(dialog, scheme, size, name))  # type: ignore[misc]
        dialog.close()
        self.settle(self._calm)

    def settle(self, done: Callable[[], bool], *, calm: int = 25) -> None:
        """Lets the program run until something is so, and has been for a moment."""
        until = time.monotonic() + _PATIENCE_S
        held = 0
        while time.monotonic() < until and held < calm:
            QCoreApplication.processEvents()
            held = held + 1 if done() and not self._look.switching else 0
            time.sleep(0.008)

    def _walk_papers(self) -> None:
        session = self._window.session
        if session is None:
            return
        paper = next((p for p in session.case.offered() if p.replaces), session.case.offered()[0])
        for name, place in (
            ("papers-one", Place("papers", paper=paper.id)),
            ("papers-requirement", Place("papers", subject="authorisation")),
            ("papers-chain", Place("papers", subject="L1")),
        ):
            self.go(place)
            self.take(name)
        self.go(Place("papers", paper=paper.id))
        self._press(_("与被驳回件对比"))
        self.take("papers-compare")
        self._press(_("一致性矩阵"), "matrix")
        self.go(Place("narrative", subject="portal/200"))
        self.take("narrative-short")

    def _walk_dialogs(self) -> None:
        self._window.show_palette()
        self.take("palette")
        self._window.palette_.hide()
        self.go(Place("packet"))
        self._press(_("具名豁免…"), "waiver")
        self.dialog("rules", self._window.rules.show_rules)

    def _press(self, name: str, dialog: str = "") -> None:
        """Presses a button of the page by its name; with `dialog` takes what it opens."""
        buttons = (b for b in self._page().findChildren(QPushButton) if b.isVisible())
        found = next((b for b in buttons if name in (b.text(), b.accessibleName())), None)
        if found is None:
            self.cut_off[f"{self._group}: there is no “{name}” to press"] = None
        elif dialog:
            self.dialog(dialog, found.click)
        else:
            found.click()
            self.settle(self._calm)

    def _walk_board(self, folder: Path) -> None:
        self.take("board")
        self._window.board.model.set_grouped(True)
        self.take("board-by-client")
        self._window.board.model.set_grouped(False)
        dialogs = self._window.dialogs
        self.dialog("endings", dialogs.show_endings)
        self.dialog("settings", dialogs.show_settings)
        self.dialog("guide", dialogs.show_guide)
        self.dialog("clients", dialogs.show_clients)
        self.dialog("import", lambda: self._import(folder))
        self._window.cases.delete(self._window.cases.entries[:1])
        self.settle(self._calm)
        self.take("board-deleted")
        self.dialog("trash", dialogs.show_trash)

    def _import(self, folder: Path) -> None:
        from gui.clients.importing import ImportDialog

        services = self._window.services
        platform = next(iter(services.packs().platforms.values()))
        table = folder / "clients.csv"
        table.write_text(_CLIENTS.format(platform=platform.title), encoding="utf-8")
        dialog = ImportDialog(tables.read(table), services.clients.read(), services.packs(), self._window)
        dialog.open()

    def _in_each_theme(self, take: Callable[[Scheme], None]) -> None:
        for scheme in self._themes:
            theme.current().use(scheme)
            self.settle(lambda: True, calm=6)
            take(scheme)

    def _save(self, widget: QWidget, scheme: Scheme, size: str, name: str) -> None:
        folder = self._folder(scheme, size)
        folder.mkdir(parents=True, exist_ok=True)
        for text in clipped(widget):
            self.cut_off[f"{self._group} {size} {name}: {text.strip()[:160]}"] = None
        widget.grab().save(str(folder / f"{self._count:02}-{name}.png"))

    def _folder(self, scheme: Scheme, size: str) -> Path:
        return self._out / f"{self._group}-{scheme}-{size}"

    def _page(self) -> QWidget:
        desk = self._window.desk
        return desk.page() if desk is not None else self._window

    def _build(self) -> None:
        page = self._page()
        if isinstance(page, PacketPage):
            page.building.start()
            self.settle(self._calm)

    def _calm(self) -> bool:
        return not self._window.services.runner.busy

    def _checked(self) -> bool:
        session = self._window.session
        return bool(
            session
            and session.overview
            and session.overview.case == session.case
            and not (self._window.desk is None or self._window.desk.making_pages)
            and self._calm()
        )


def _logical(size: str) -> tuple[int, int]:
    """Returns a screen's size in the units of windows at this scale."""
    scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    width, height = map(int, size.split("x"))
    return round(width / scale), round(height / scale)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("out", type=Path)
    parser.add_argument("--language", default="zh_CN", choices=("zh_CN", "en"))
    parser.add_argument("--size", nargs="+", default=["1280x800", "1920x1080"])
    parser.add_argument("--theme", nargs="+", default=list(_THEMES), choices=_THEMES)
    return parser


if __name__ == "__main__":
    sys.exit(main())
