"""The bar below the top bar that says what went wrong or what was done, until it is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame

from core.errors import FushenError
from core.i18n import _
from gui import theme
from gui.theme import Tone
from gui.widgets.basic import button, hbox, label, retone
from gui.widgets.speaking import announce

_STAY_MS = 6000
_MOST = 3  # that stand below each other; what was said first goes first
_WEIGHT: tuple[Tone, ...] = ("ok", "warn", "fail")


class _Said(NamedTuple):
    text: str
    tone: Tone
    icon: str


class MessageBar(QFrame):
    """Faults and notes stay until they are closed, below each other; good news goes by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "message")
        self._symbol = label()
        self._told: list[_Said] = []
        self._text = label(wrap=True)
        self._text.setAccessibleName(_("提示"))
        box = hbox(self, spacing=8)
        box.setContentsMargins(16, 6, 8, 6)
        box.addWidget(self._symbol)
        box.addWidget(self._text, 1)
        box.addWidget(button("", "flat", icon="cross", name=_("关闭提示"), does=self.dismiss))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAY_MS)
        self._timer.timeout.connect(self._on_time)
        theme.current().changed.connect(self._tint)
        self.hide()

    @Slot(object)
    def show_error(self, error: FushenError) -> None:
        """Shows a fault with what to do about it."""
        self._say(_Said(error.message, "fail", "cross"))

    @Slot(str)
    def show_done(self, text: str) -> None:
        self._told = [said for said in self._told if said.tone != "ok"]
        self._say(_Said(text, "ok", "check"))
        self._timer.start()

    def show_note(self, text: str) -> None:
        """Shows something that should be known and stays."""
        self._say(_Said(text, "warn", "warn"))

    def take_back(self, texts: Iterable[str]) -> None:
        """Forgets what no longer holds."""
        gone = set(texts)
        self._told = [said for said in self._told if said.text not in gone]
        self._show_rest()

    @Slot()
    def dismiss(self) -> None:
        """Forgets all that was said: it has been read."""
        self._told.clear()
        self.hide()

    def text(self) -> str:
        return self._text.text() if self.isVisible() else ""

    def _say(self, said: _Said) -> None:
        self._told = [*(old for old in self._told if old != said), said][-_MOST:]
        self._show_told()
        announce(self, said.text)

    def _show_told(self) -> None:
        retone(self, self._worst().tone)
        self._tint()
        self._text.setText("\n".join(said.text for said in self._told))
        self.show()

    def _worst(self) -> _Said:
        return max(self._told, key=lambda said: _WEIGHT.index(said.tone))

    @Slot()
    def _on_time(self) -> None:
        self._told = [said for said in self._told if said.tone != "ok"]
        self._show_rest()

    def _show_rest(self) -> None:
        if self._told:
            self._show_told()
        else:
            self.hide()

    @Slot()
    def _tint(self) -> None:
        if self._told:
            worst = self._worst()
            self._symbol.setPixmap(theme.current().pixmap(worst.icon, worst.tone, 16))
