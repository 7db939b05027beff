"""What an empty board shows: three doors."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from core.i18n import _
from gui import theme
from gui.widgets.basic import Card, button, hbox, label, vbox


class Doors(QWidget):
    """Signals: new_wanted, open_wanted, sample_wanted."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        doors = hbox(spacing=16)
        doors.addStretch(1)
        for icon, title, text, action, kind, signal in (
            (
                "pen",
                _("开始新的申诉"),
                _("粘贴处罚通知，先弄清还剩多少时间、这是哪一种二次机会。"),
                _("新建申诉"),
                "primary",
                self.new_wanted,
            ),
            (
                "folder",
                _("打开已有案件"),
                _("选择 .fushen 文件，或者把文件、材料文件夹拖到这个窗口。"),
                _("打开案件…"),
                "",
                self.open_wanted,
            ),
            (
                "eye",
                _("先看看样例"),
                _("一家虚构店铺的完整案件，可以随意修改，不影响任何真实数据。"),
                _("打开样例"),
                "",
                self.sample_wanted,
            ),
        ):
            doors.addWidget(self._door(icon, title, text, button(action, kind, does=signal.emit)), 10)
        doors.addStretch(1)
        box = vbox(self, spacing=8)
        box.addStretch(2)
        head = label(_("被驳回之后，还有一次机会"), "figure")
        below = label(
            _("复申陪您把通知看清、把材料备齐、把每一条理由都回应到。全程离线，只使用真实材料。"), "secondary"
        )
        for words in (head, below):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(words)
        box.addSpacing(24)
        box.addLayout(doors)
        box.addStretch(3)

    def _door(self, icon: str, title: str, text: str, door: QPushButton) -> Card:
        """Returns the card of one door; the first one made takes the focus."""
        card = Card(margin=24, spacing=12)
        card.setMinimumWidth(220)
        card.setMaximumWidth(280)
        card.body.addWidget(_Picture(icon))
        card.body.addWidget(label(title, "section"))
        words = label(text, "secondary", wrap=True)
        words.setMinimumHeight(58)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        card.body.addWidget(words)
        door.setMinimumHeight(34)
        if not self.focusProxy():
            self.setFocusProxy(door)
        card.body.addWidget(door)
        return card


class _Picture(QWidget):
    def __init__(self, icon: str) -> None:
        super().__init__()
        self._label = label()
        self._icon = icon
        vbox(self).addWidget(self._label)
        theme.current().changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self._label.setPixmap(theme.current().pixmap(self._icon, "accent", 32))
