"""The lengths of the same narrative: the whole letter and each text box of the portal, with live counters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QWidget

from core.i18n import _
from gui.narrative.passages import PassageCard
from gui.session import Session
from gui.widgets.basic import IconButton, button, clear, hbox, label, vbox
from gui.widgets.pill import Pill

if TYPE_CHECKING:
    from core.narrative import PortalText
    from core.narrative.wording import Marker

LETTER = ""
_MOST_LINES = 22


class Lengths(QWidget):
    """One tab a length.

    Signals:
        chosen: The person chose another; carries the passage's id, "" for the whole letter.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._tabs: dict[str, IconButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._box = hbox(self, spacing=4)
        self._tab(LETTER, _("说明全文"), "").setChecked(True)

    def current(self) -> str:
        return next((key for key, tab in self._tabs.items() if tab.isChecked()), LETTER)

    def choose(self, key: str) -> None:
        """Goes to a length."""
        if key in self._tabs and not self._tabs[key].isChecked():
            self._tabs[key].click()

    def show_texts(self, texts: tuple[PortalText, ...]) -> None:
        """Counts again."""
        for text in texts:
            bad = text.too_long or text.passage.state == "stale"
            icon = "cross" if text.too_long else "warn" if bad or text.dropped else "check"
            self._tab(text.passage.id, counted(text), icon)

    @Slot(str, str)
    def count_live(self, key: str, words: str) -> None:
        """Shows the count of what is being typed."""
        self._tab(key, words, "")

    def _tab(self, key: str, words: str, icon: str) -> IconButton:
        if key not in self._tabs:
            tab = button(words, "chip")
            tab.setCheckable(True)
            tab.clicked.connect(lambda: self.chosen.emit(key))
            self._group.addButton(tab)
            self._box.addWidget(tab)
            self._tabs[key] = tab
        tab = self._tabs[key]
        tab.setText(words)
        tab.setAccessibleName(words)
        if icon:
            tab.set_icon(icon)
        return tab


class LengthPane(QWidget):
    """One text of the portal: edited in place, with its counter and what it leaves out.

    Signals:
        counted: The title and count of what stands there while one types, and its passage.
    """

    counted = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._text: PortalText | None = None
        self._card: PassageCard | None = None
        self._pill = Pill()
        self._way = label("", "secondary", wrap=True)
        self._holder = vbox(spacing=0)
        self._dropped = vbox(spacing=4)
        box = vbox(self, spacing=8)
        box.setContentsMargins(0, 0, 8, 8)
        head = hbox(spacing=8)
        head.addWidget(self._pill)
        head.addWidget(self._way, 1)
        box.addLayout(head)
        box.addLayout(self._holder)
        box.addLayout(self._dropped)
        box.addStretch(1)

    def show_text(self, text: PortalText, marker: Marker) -> None:
        """Shows a text; another one than before gets a field of its own."""
        if self._card is None or self._text is None or self._text.passage.id != text.passage.id:
            clear(self._holder)
            self._card = PassageCard(self._session, text.passage, most=_MOST_LINES)
            self._card.text.wording.connect(self._on_typed)
            self._holder.addWidget(self._card)
        before, self._text = self._text, text
        self._card.show_item(text.passage)
        self._card.mark_with(marker)
        self._show_count(text.length)
        if before is None or before.dropped != text.dropped or before.passage.id != text.passage.id:
            self._show_dropped(text)

    def focus(self) -> None:
        if self._card is not None:
            self._card.text.setFocus()

    @Slot(str)
    def _on_typed(self, words: str) -> None:
        from core.narrative.citations import shown_length  # loaded in a job when the case was opened

        if self._text is not None:
            self._show_count(shown_length(words.strip(), self._session.case, self._text.counts))

    def _show_count(self, length: int) -> None:
        text = self._text
        if text is None:
            return
        over = length - text.amount
        words = _("{title} {count} / {most}").format(title=_(text.title), count=length, most=text.amount)
        self._pill.show_state(words, "fail" if over > 0 else "warn" if text.dropped else "ok")
        left = (
            _("超出 {count} 字，平台收不下。").format(count=over)
            if over > 0
            else _("还可写 {count} 字。").format(count=-over)
        )
        self._way.setText(left + _WAYS[text.counts]())
        self.counted.emit(text.passage.id, words)

    def _show_dropped(self, text: PortalText) -> None:
        clear(self._dropped)
        if not text.dropped:
            return
        head = _("未收入的 {count} 句（说明全文里都有）：").format(count=len(text.dropped))
        self._dropped.addWidget(label(head, "strong"))
        for sentence in text.dropped:
            words = label(sentence, "secondary", wrap=True)
            words.setProperty("letter", True)
            self._dropped.addWidget(words)


def counted(text: PortalText) -> str:
    """Returns a text's title with its count."""
    return _("{title} {count} / {most}").format(title=_(text.title), count=text.length, most=text.amount)


_WAYS = {
    "characters": lambda: _("按字数计，汉字、字母、标点各算一个。"),
    "utf-16": lambda: _("按网页输入框的算法计，表情和生僻字算两个。"),
    "utf-8-bytes": lambda: _("按字节计，一个汉字算三个。"),
    "gb18030-bytes": lambda: _("按字节计，一个汉字算两个。"),
}
