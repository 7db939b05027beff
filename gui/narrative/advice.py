"""Under a text: what had better be put otherwise, with the better wording one click away; and what has changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.i18n import _
from gui import theme, wording
from gui.widgets.basic import Card, button, clear, label, row, vbox

if TYPE_CHECKING:
    from core.narrative import Change
    from core.narrative.wording import Mark
    from gui.narrative.marked import MarkedText


class MarksBox(QWidget):
    """One inset a kind of mark, following a field while one types."""

    def __init__(self, field: MarkedText, name: str) -> None:
        super().__init__()
        self._field, self._name = field, name
        self._shown: tuple[Mark, ...] = ()
        self._box = vbox(self, spacing=4)
        field.marked.connect(self.show_marks)
        self.hide()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        first = {mark.rule: mark for mark in reversed(marks)}
        kept = tuple(mark for mark in marks if first[mark.rule] is mark)
        if kept == self._shown:
            return
        self._shown = kept
        clear(self._box)
        for mark in kept:
            self._box.addWidget(self._inset(mark))
        self.setVisible(bool(kept))

    def _inset(self, mark: Mark) -> Card:
        card = Card(part="finding", margin=8, spacing=2)
        card.set_tone(wording.level_tone(mark.level))
        head = _("{title}：“{quote}”").format(title=mark.title, quote=mark.quote)
        card.body.addWidget(label(head, "strong", wrap=True))
        card.body.addWidget(label(mark.better, "secondary", wrap=True))
        see = button(_("定位"), "link", name=_("在 {what} 中定位“{quote}”").format(what=self._name, quote=mark.quote))
        see.clicked.connect(partial(self._field.select, mark))
        use = self._use(mark)
        card.body.addLayout(row(use, see, None) if use else row(see, None))
        return card

    def _use(self, mark: Mark) -> QWidget | None:
        if mark.instead is None or self._field.isReadOnly():
            return None
        words = (
            _("改为“{words}”").format(words=mark.instead)
            if mark.instead
            else _("删去“{quote}”").format(quote=mark.quote)
        )
        use = button(words, "link", name=_("{what}：{words}").format(what=self._name, words=words))
        use.clicked.connect(partial(self._field.put, mark, mark.instead))
        return use


class StaleBox(Card):
    """What the draft said when it was agreed with, what it says now, and the choice between them."""

    def __init__(self, name: str, take: Callable[[], object], keep: Callable[[], object]) -> None:
        super().__init__(part="finding", margin=8, spacing=4)
        self.set_tone("warn")
        self._head = label("", "strong", wrap=True)
        self._change = label("", wrap=True)
        self._change.setTextFormat(Qt.TextFormat.RichText)
        self._change.setAccessibleName(_("{what} 的前后差异").format(what=name))
        self._take = button(_("采用新稿"), "confirm", name=_("{what}：采用新稿").format(what=name), does=take)
        self._keep = button(_("保留我的"), "link", name=_("{what}：保留我的").format(what=name), does=keep)
        self._was, self._now = "", ""
        self.body.addWidget(self._head)
        self.body.addWidget(self._change)
        self.body.addLayout(row(self._take, self._keep, None))
        theme.current().changed.connect(self._show)
        self.hide()

    def show_change(self, head: str, was: str, now: str, *, editable: bool) -> None:
        """Shows what changed from an earlier draft to the present one."""
        self._head.setText(head)
        self._was, self._now = was, now
        self._take.setVisible(editable and bool(now))
        self._keep.setVisible(editable)
        self._show()
        self.show()

    def _show(self) -> None:
        from core.narrative import difference

        gone, new = (theme.current().colour(tone).name() for tone in ("text-2", "ok"))
        looks = {
            "same": "{}",
            "gone": f'<s style="color:{gone}">{{}}</s>',
            "new": f'<b style="color:{new}"><u>{{}}</u></b>',
        }
        changes = difference(self._was, self._now)
        self._change.setText("".join(looks[one.kind].format(escape(one.text)) for one in changes))
        told = "".join(_spoken(one) for one in changes)
        self._change.setAccessibleDescription(told)


def _spoken(change: Change) -> str:
    if change.kind == "same":
        return change.text
    words = _("〔原为：{text}〕") if change.kind == "gone" else _("〔现为：{text}〕")
    return words.format(text=change.text)
