"""What newer rules change for the open case."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from core.i18n import _
from core.packs.changes import Changed
from gui.widgets.basic import Card, button, label, row, rule, scrolled, vbox
from gui.widgets.dialog import Dialog

_LINES = 12
_SIZE = (760, 560)
_TEXT = 670


class ChangesDialog(Dialog):
    """Lists what would change.

    Signals:
        move_wanted: The person wants the case to go by the newer rules.
    """

    move_wanted = Signal()

    def __init__(self, changes: tuple[Changed, ...], parent: QWidget, *, can_move: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("规则更新"))
        self.want(*_SIZE)
        box = vbox(self, margin=20, spacing=12)
        box.addWidget(label(_("新版规则对本案的不同之处（{count}）").format(count=len(changes)), "section"))
        says = _("更新之后，检查结果、期限和文本框都按新版规则。可以随时撤销。")
        box.addWidget(label(says, "secondary", wrap=True))
        card = Card(margin=14, spacing=10)
        for number, one in enumerate(changes):
            if number:
                card.body.addWidget(rule())
            _show(card, one)
        card.body.addStretch(1)
        box.addWidget(scrolled(card), 1)
        self.move_button = button(_("更新到新版"), "primary", does=self._on_move)
        self.move_button.setEnabled(can_move)
        box.addLayout(row(None, button(_("暂不更新"), does=self.reject), self.move_button))

    @Slot()
    def _on_move(self) -> None:
        self.move_wanted.emit()
        self.accept()


def _show(card: Card, one: Changed) -> None:
    _say(card, one.sentence, "")
    if one.lines:
        told = [line for line in one.lines if not line.startswith("@@")]
        more = [_("……另有 {count} 行").format(count=len(told) - _LINES)] if len(told) > _LINES else []
        _say(card, "\n".join((*told[:_LINES], *more)), "secondary")


def _say(card: Card, text: str, kind: str) -> None:
    words = label(text, kind, wrap=True)
    words.setFixedWidth(_TEXT)  # words that wrap ask for their height by their width
    card.body.addWidget(words)
