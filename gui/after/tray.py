"""The quiet reminder: while the program runs, the system tray tells once of each deadline that comes near."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from core import agenda
from core.agenda import Item
from core.board import BoardEntry
from core.i18n import _
from core.resources import data_root
from gui import wording

_LOOK_MS = 10 * 60_000
_STAY_MS = 15_000
_STEPS = (timedelta(hours=48), timedelta(hours=24), timedelta(hours=6))


class Reminder(QObject):
    """Signals: open_wanted (path), show_wanted, quit_wanted."""

    open_wanted = Signal(str)
    show_wanted = Signal()
    quit_wanted = Signal()

    def __init__(
        self, entries: Callable[[], tuple[BoardEntry, ...]], clock: Callable[[], datetime], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._entries, self._clock = entries, clock
        self._told: set[tuple[str, timedelta]] = set()
        self._shown = ""
        self._icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def use(self, wanted: bool) -> None:
        """Begins or ends reminding; without a system tray nothing happens."""
        if wanted and QSystemTrayIcon.isSystemTrayAvailable():
            self._begin()
        else:
            self.end()

    def end(self) -> None:
        self._timer.stop()
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
        if self._menu is not None:
            self._menu.deleteLater()
            self._menu = None

    @Slot()
    def look(self) -> None:
        """Tells of what has come nearer than a step since the last look."""
        near = self.due()
        if near and self._icon is not None:
            self._shown = near[0].entry.path
            title = _("复申：{count} 项期限临近").format(count=len(near))
            self._icon.showMessage(title, _lines(near, self._clock()), self._icon.icon(), _STAY_MS)

    def due(self) -> tuple[Item, ...]:
        """Returns what was not told of yet at the step it has reached, and remembers it as told."""
        now = self._clock()
        near = []
        for item in agenda.items(self._entries(), now, _STEPS[0]):
            step = min((s for s in _STEPS if item.ends - now <= s), default=None)
            if item.kind == "deadline" and item.ends > now and step and (item.uid, step) not in self._told:
                self._told |= {(item.uid, s) for s in _STEPS if s >= step}
                near.append(item)
        return tuple(near)

    def menu(self) -> QMenu:
        """Returns the menu of the icon in the tray."""
        owner = self.parent()
        menu = QMenu(owner if isinstance(owner, QWidget) else None)  # whose look it follows
        menu.setAccessibleName(_("复申"))
        menu.addAction(_("显示窗口")).triggered.connect(self.show_wanted)
        menu.addAction(_("退出")).triggered.connect(self.quit_wanted)
        return menu

    def _begin(self) -> None:
        if self._icon is not None:
            return
        icon = QSystemTrayIcon(QIcon(str(data_root() / "assets" / "icons" / "app.svg")), self)
        icon.setToolTip(_("复申"))
        self._menu = self.menu()
        icon.setContextMenu(self._menu)
        icon.activated.connect(self._on_activated)
        icon.messageClicked.connect(self._on_message_clicked)
        icon.show()
        self._icon = icon
        self._timer.start()
        QTimer.singleShot(3000, self, self.look)

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.show_wanted.emit()

    @Slot()
    def _on_message_clicked(self) -> None:
        self.show_wanted.emit()
        if self._shown:
            self.open_wanted.emit(self._shown)


def _lines(near: tuple[Item, ...], now: datetime) -> str:
    lines = [
        _("{shop}：{left}").format(shop=i.entry.shop or i.entry.client, left=wording.remaining(i.ends, now)[0])
        for i in near[:4]
    ]
    return "\n".join(lines)
