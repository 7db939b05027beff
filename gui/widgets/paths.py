"""Asks where on the disk: for a file, files, a folder, or where to save. Each dialog is gone once it was answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from core.i18n import _


def ask_file(
    parent: QWidget, title: str, then: Callable[[Path], object], start: Path | str = "", kinds: str = ""
) -> None:
    """Asks for one file that exists; `then` gets it, unless the person thinks better of it."""
    dialog = _dialog(parent, title, start, kinds, QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def ask_files(
    parent: QWidget, title: str, then: Callable[[list[Path]], object], start: Path | str = "", kinds: str = ""
) -> None:
    """Asks for files that exist."""
    dialog = _dialog(parent, title, start, kinds, QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.open()


def ask_folder(parent: QWidget, title: str, then: Callable[[Path], object], start: Path | str = "") -> None:
    """Asks for a folder."""
    dialog = _dialog(parent, title, start, "", QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def ask_target(parent: QWidget, title: str, then: Callable[[Path], object], start: Path | str, kinds: str) -> None:
    """Asks where to save. `start` has the name to begin with; its suffix is put on when the person leaves it out."""
    dialog = _dialog(parent, title, start, kinds, QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(start).suffix.removeprefix("."))
    dialog.selectFile(Path(start).name)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def _dialog(parent: QWidget, title: str, start: Path | str, kinds: str, mode: QFileDialog.FileMode) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(start), kinds)
    dialog.setFileMode(mode)
    # Where the system has no dialog of its own, Qt leaves these two in English.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("位置："))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("文件种类："))
    # Each keeps a thread that watches folders.
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
