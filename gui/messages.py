"""The bar below the top bar that says what went wrong or what was done, until it is read."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame

from core.errors import FushenError
from core.i18n import _
from gui import theme
from gui.theme import Tone
from gui.widgets.basic import button, hbox, label, retone

_STAY_MS = 6000


class MessageBar(QFrame):
    """Faults stay until they are closed; good news goes by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "message")
        self._symbol = label()
        self._tone: Tone = ""
        self._icon = ""
        self._text = label(wrap=True)
        self._text.setAccessibleName(_("提示"))
        box = hbox(self, spacing=8)
        box.setContentsMargins(16, 6, 8, 6)
        box.addWidget(self._symbol)
        box.addWidget(self._text, 1)
        box.addWidget(button("", "flat", icon="cross", name=_("关闭提示"), does=self.hide))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAY_MS)
        self._timer.timeout.connect(self.hide)
        theme.current().changed.connect(self._tint)
        self.hide()

    @Slot(object)
    def show_error(self, error: FushenError) -> None:
        """Shows a fault with what to do about it."""
        self._say(error.message, "fail", "cross")
        self._timer.stop()

    @Slot(str)
    def show_done(self, text: str) -> None:
        self._say(text, "ok", "check")
        self._timer.start()

    def show_note(self, text: str) -> None:
        """Shows something that should be known and stays."""
        self._say(text, "warn", "warn")
        self._timer.stop()

    def text(self) -> str:
        return self._text.text() if self.isVisible() else ""

    def _say(self, text: str, tone: Tone, icon: str) -> None:
        retone(self, tone)
        self._tone, self._icon = tone, icon
        self._tint()
        self._text.setText(text)
        self.show()

    @Slot()
    def _tint(self) -> None:
        if self._icon:
            self._symbol.setPixmap(theme.current().pixmap(self._icon, self._tone, 16))
