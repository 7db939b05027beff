"""Takes pictures of the real program on the sample cases: `python -m gui.shots OUT [--language zh_CN]`.

Every page and dialog, in each theme and size that is asked for, once the checks have caught up with it: one folder for
each combination, with a contact sheet. What is cut off or would be misread is named at the end and makes the command
fail. The scale is that of the environment (QT_SCALE_FACTOR). Run under a display (Xvfb will do) or with
QT_QPA_PLATFORM=offscreen; `scripts/shots` does all of it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QPushButton, QScrollArea, QWidget

from core.board import Board
from core.i18n import _, language, use_language
from core.model import codec
from core.model.values import CHINA
from core.probe import Prober
from core.resources import data_root
from core.settings import SettingsFile
from gui import theme
from gui.album import write_sheet
from gui.clipped import clipped
from gui.jobs import JobRunner
from gui.jumps import Place
from gui.misread import misread
from gui.packet.pages import PagesCard
from gui.services import Services, free_path
from gui.theme import Scheme, Theme
from gui.viewer.covering import CoverSheet
from gui.walk import CLIENTS, NOWHERE, SAMPLES, samples, walk
from gui.window import Window

# The sample's own day, so that its countdown looks the same whenever the pictures are taken.
_NOW = datetime(2026, 11, 22, 23, 40, tzinfo=CHINA)
_PATIENCE_S = 45.0
_THEMES: tuple[Scheme, ...] = ("light", "dark")


def main(argv: Sequence[str] | None = None) -> int:
    """Writes the pictures and the contact sheets of one language and scale, or the cases that others are to open."""
    words = _parser().parse_args(argv)
    use_language(words.language)
    app = QApplication.instance() or QApplication(["fushen"])
    look = Theme(app, words.theme[0])  # type: ignore[arg-type]  # a QApplication
    scale = round(float(os.environ.get("QT_SCALE_FACTOR", "1")) * 100)
    with tempfile.TemporaryDirectory(prefix="fushen-") as home, Prober() as prober:
        folder = Path(home)
        os.environ |= {"HOME": home, "USERPROFILE": home}  # pictures name no place of this machine
        services = Services(
            SettingsFile(folder), Board(folder), prober, JobRunner(app), lambda: _NOW, folder / _("复申案件")
        )
        window = Window(services)
        camera = Camera(window, look, words.out, f"{words.language}-{scale}", words.size, words.theme)
        camera.studio = words.studio
        window.show()
        try:
            prepare(camera) if words.prepare else walk(camera, folder)
        finally:
            window.close()
    for made in filter(Path.is_dir, camera.folders()):
        write_sheet(made)
    for fault, name in camera.faults.items():
        sys.stderr.write(f"{name}: {fault}\n")
    return 1 if camera.faults else 0


def prepare(camera: Camera) -> None:
    """Leaves each sample as a case that is read already, so that not every combination has to read it again."""
    for sample in SAMPLES:
        camera.open(sample)
        session = camera.window.session
        if session is not None:
            path = session.path
            camera.window.close_case()
            camera.settle(camera.calm)
            shutil.copy(path, camera.out / f"{sample}.fushen")


class Camera:
    """Takes pictures of what it is led to, by name.

    Attributes:
        faults: What is cut off, misread or missing, each told once.
        taken: The names so far.
        out: Where the folders of pictures go.
        studio: Where cases lie that were read already.
        home: The folder of settings of this run.
    """

    def __init__(
        self, window: Window, look: Theme, out: Path, group: str, sizes: Sequence[str], themes: Sequence[Scheme]
    ) -> None:
        self.window, self._look, self.out, self._group = window, look, out, group
        self._sizes, self._themes = sizes, themes
        self.home = window.services.settings.path.parent
        self.taken: list[str] = []
        self.faults: dict[str, str] = {}
        self.studio: Path | None = None
        self._own = self._last = ""

    def folders(self) -> list[Path]:
        """Returns the folders of pictures, one a combination."""
        return [self._folder(scheme, size) for scheme in self._themes for size in self._sizes]

    def open(self, sample: str) -> None:
        """Opens a sample and waits until all of it is read and checked."""
        kept = self.studio / f"{sample}.fushen" if self.studio is not None else None
        if kept is None:
            self.open_path(samples(sample))
            return
        self.window.services.cases.mkdir(exist_ok=True)
        self.open_path(Path(shutil.copy(kept, free_path(self.window.services.cases, _("样例案件")))))

    def open_path(self, path: Path) -> None:
        before = self.window.session
        self.window.open_path(path)
        self.settle(lambda: self.window.session is not None and self.window.session is not before)
        self.settle(self.checked)

    def go(self, place: Place) -> None:
        if self.window.desk is not None:
            self.window.desk.go(place)
        self.settle(self.calm)
        cards = [card for card in self.page().findChildren(PagesCard) if card.isVisible()]
        self.settle(lambda: all(card.settled for card in cards))

    def take(self, name: str, *, before: Callable[[], object] = lambda: None) -> None:
        """Takes the window in each theme and size; `before` is done ahead of every picture."""
        self.taken.append(name)
        for size in self._sizes:
            self.window.resize(*_logical(size))
            self.settle(lambda: True, calm=8)
            self._in_each_theme(partial(self._take_one, before, size))

    def _take_one(self, before: Callable[[], object], size: str, scheme: Scheme) -> None:
        before()
        self._save(self.window, scheme, size)

    def take_below(self, name: str) -> None:
        """Takes the foot of a page that is longer than the window."""
        self.take(name, before=partial(self._scroll, down=True))
        self._scroll(down=False)

    def look_at(self, name: str) -> None:
        """Brings a button of the page into the middle of what is seen."""
        button = self.button(name)
        area = next((a for a in self.page().findChildren(QScrollArea) if a.isAncestorOf(button)), None)
        held = area.widget() if area is not None else None
        if area is not None and held is not None:
            self.settle(lambda: True, calm=4)
            top = button.mapTo(held, QPoint(0, 0)).y()
            area.verticalScrollBar().setValue(top - area.viewport().height() // 2)

    def _scroll(self, *, down: bool) -> None:
        for area in self.page().findChildren(QScrollArea):
            bar = area.verticalScrollBar()
            bar.setValue(bar.maximum() if down else 0)

    def dialog(
        self, name: str, ask: Callable[[], object], *, then: Callable[[QWidget], object] = lambda _dialog: None
    ) -> None:
        """Opens a dialog over a window of each size, takes it in each theme, and closes it."""
        self.taken.append(name)
        for size in self._sizes:
            self.window.resize(*_logical(size))
            ask()
            self.settle(lambda: QApplication.activeModalWidget() is not None)
            dialog = QApplication.activeModalWidget()
            if dialog is None:
                self.faults["did not open"] = name
                return
            then(dialog)
            self._in_each_theme(lambda scheme, size=size, dialog=dialog: self._save(dialog, scheme, size))  # type: ignore[misc]
            dialog.close()
            self.settle(self.calm)

    def menu(self, name: str, make: Callable[[], QMenu]) -> None:
        """Takes a menu by itself."""
        self.taken.append(name)
        for size in self._sizes:
            self._in_each_theme(lambda scheme, size=size: self._save_menu(make(), scheme, size))  # type: ignore[misc]

    def over(self, name: str, bring: Callable[[], object]) -> None:
        """Takes what comes over the window a moment after it is asked for."""
        self.taken.append(name)
        for size in self._sizes:
            self.window.resize(*_logical(size))
            bring()
            self.settle(lambda: QApplication.activePopupWidget() is not None)
            up = QApplication.activePopupWidget()
            if up is None:
                self.faults["did not come up"] = name
                return
            self._in_each_theme(lambda scheme, size=size, up=up: self._save(up, scheme, size))  # type: ignore[misc]
            up.close()
            self.settle(self.calm)

    def popup(self, name: str, text: str) -> None:
        """Takes what comes up over the page at the press of a button."""
        self.taken.append(name)
        for size in self._sizes:
            self.window.resize(*_logical(size))
            self._in_each_theme(lambda scheme, size=size: self._save_popup(text, scheme, size))  # type: ignore[misc]

    def press(self, name: str) -> None:
        """Presses a button of the page by its name."""
        self.button(name).click()
        self.settle(self.calm)

    def press_for_dialog(self, name: str, dialog: str) -> None:
        """Takes the dialog that a button of the page opens."""
        self.dialog(dialog, lambda: self.button(name).click())

    def button(self, name: str, owner: QWidget | None = None) -> QAbstractButton:
        """Returns a button in view by its words or its name; without one, a button that does nothing."""
        buttons = (b for b in (owner or self.page()).findChildren(QAbstractButton) if b.isVisible())
        found = next((b for b in buttons if name in (b.text(), b.accessibleName())), None)
        if found is None:
            self.faults[f"there is no “{name}” to press"] = self.taken[-1]
        return found or QPushButton()

    def draw(self) -> None:
        """Draws a rectangle with the keys over the page in view, covers what is below, and begins another one."""
        sheets = (sheet for sheet in self.page().findChildren(CoverSheet) if sheet.isVisible())
        if (sheet := next(sheets, None)) is not None:
            for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Down, *[Qt.Key.Key_Up] * 4):
                QTest.keyClick(sheet, key)
                self.settle(self.calm)

    def page(self) -> QWidget:
        desk = self.window.desk
        return desk.page() if desk is not None else self.window

    def calm(self) -> bool:
        return not self.window.services.runner.busy

    def checked(self) -> bool:
        session = self.window.session
        return bool(
            session
            and session.overview
            and session.overview.case == session.case
            and not (self.window.desk is None or self.window.desk.making_pages)
            and self.calm()
        )

    def settle(self, done: Callable[[], bool], *, calm: int = 18) -> None:
        """Lets the program run until something is so, and has been for a moment."""
        until = time.monotonic() + _PATIENCE_S
        held = 0
        while time.monotonic() < until and held < calm:
            QCoreApplication.processEvents()
            held = held + 1 if done() and not self._look.switching else 0
            time.sleep(0.008)

    def _save_menu(self, menu: QMenu, scheme: Scheme, size: str) -> None:
        menu.popup(self.window.mapToGlobal(QPoint(40, 80)))
        self.settle(lambda: True, calm=10)
        self._save(menu, scheme, size)
        menu.close()
        menu.deleteLater()

    def _save_popup(self, text: str, scheme: Scheme, size: str) -> None:
        self.button(text).click()
        self.settle(lambda: True, calm=10)
        up = QApplication.activePopupWidget()
        if up is None:
            self.faults[f"nothing came up at “{text}”"] = self.taken[-1]
            return
        self._save(up, scheme, size)
        up.close()
        self.settle(lambda: True, calm=3)

    def _in_each_theme(self, take: Callable[[Scheme], None]) -> None:
        for scheme in self._themes:
            if theme.current().scheme != scheme:  # a switch styles every widget anew
                theme.current().use(scheme)
                self.settle(lambda: True, calm=6)
            take(scheme)

    def _save(self, widget: QWidget, scheme: Scheme, size: str) -> None:
        folder, name = self._folder(scheme, size), self.taken[-1]
        folder.mkdir(parents=True, exist_ok=True)
        if any(clipped(widget)):  # rows that have just come are still finding their height
            self.settle(lambda: True, calm=40)
        for text in (*clipped(widget), *misread(widget, language(), self._told())):
            self.faults.setdefault(" ".join(text.split())[:240], name)
        widget.grab().save(str(folder / f"{len(self.taken):02}-{name}.png"))

    def _told(self) -> str:
        """Returns what the person and the packs say, which is in their own language and form."""
        if not self._own:
            packs = [path.read_text("utf-8") for path in sorted((data_root() / "templates").rglob("*.toml"))]
            letters = [path.read_text("utf-8") for path in sorted((data_root() / "templates").rglob("*.j2"))]
            self._own = "\n".join(
                (CLIENTS, NOWHERE, "森屿旗舰店", "长期", *re.findall(r'source = "(.*)"', "\n".join(packs)), *letters)
            )
        session = self.window.session
        if session is not None and (told := codec.dump(session.case)) != self._last:
            self._last = told
            self._own += told
        return self._own

    def _folder(self, scheme: Scheme, size: str) -> Path:
        return self.out / f"{self._group}-{scheme}-{size}"


def _logical(size: str) -> tuple[int, int]:
    """Returns a screen's size in the units of windows at this scale."""
    scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    width, height = map(int, size.split("x"))
    return round(width / scale), round(height / scale)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("out", type=Path)
    parser.add_argument("--prepare", action="store_true", help="leave the sample cases there, read, for --studio")
    parser.add_argument("--studio", type=Path, help="where such cases lie")
    parser.add_argument("--language", default="zh_CN", choices=("zh_CN", "en"))
    parser.add_argument("--size", nargs="+", default=["1280x800", "1920x1080"])
    parser.add_argument("--theme", nargs="+", default=list(_THEMES), choices=_THEMES)
    return parser


if __name__ == "__main__":
    sys.exit(main())
