"""The figures above the table; pressed, one shows only the cases it counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy

from core.board import BoardEntry
from core.i18n import _
from gui.widgets.basic import label, retone, vbox


class Figure(QPushButton):
    """A card with a title and a figure.

    Attributes:
        fits: Says whether a case is among those counted.
    """

    def __init__(self, title: str, fits: Callable[[datetime, BoardEntry], bool]) -> None:
        super().__init__()
        self.fits = fits
        self.setProperty("kind", "figure")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(80)
        self.setToolTip(_("只看这些案件"))
        self._title = title
        self._figure = label("0", "figure")
        box = vbox(self, spacing=4)
        box.setContentsMargins(16, 12, 16, 12)
        for words in (label(title, "secondary"), self._figure):
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            box.addWidget(words)

    def show_figure(self, text: str, tone: str) -> None:
        self._figure.setText(text)
        self.setAccessibleName(f"{self._title} {text}")
        retone(self._figure, tone)
