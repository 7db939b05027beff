"""A passage that the template writes, and what the person makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from core import edits
from core.i18n import _
from gui.narrative.advice import MarksBox, StaleBox
from gui.narrative.exhibits import citable
from gui.narrative.marked import MarkedText
from gui.session import Session
from gui.widgets.basic import Card, button, hbox, label

if TYPE_CHECKING:
    from core.narrative import Passage
    from core.narrative.wording import Mark, Marker


class PassageCard(Card):
    """Edits one passage of the letter or one text of the portal.

    Signals:
        drafted: The case as it would be with what is being typed, for the page beside it.
    """

    drafted = Signal(object)

    def __init__(self, session: Session, passage: Passage, *, most: int = 12) -> None:
        super().__init__(margin=8, spacing=6)
        self._session, self._passage = session, passage
        self._marker: Marker | None = None
        name = _(passage.title)
        self._title = label(name, "strong")
        self._state = label("", "secondary")
        self._back = button(_("恢复模板"), "link", name=_("{what}：恢复模板").format(what=name), does=self._on_back)
        self.text = MarkedText(_("{what} 的文字").format(what=name), hint=_("留空则不写这一段"), most=most)
        self.text.worded.connect(self._on_text)
        self.text.wording.connect(self._on_wording)
        self._stale = StaleBox(name, self._on_back, self._on_keep)
        head = hbox(spacing=6)
        head.addWidget(self._title)
        head.addWidget(self._state, 1)
        head.addWidget(self._back)
        self.body.addLayout(head)
        self.body.addWidget(self.text)
        self.body.addWidget(self._stale)
        self.body.addWidget(MarksBox(self.text, name))
        self.setFocusProxy(self.text)
        self.text.setReadOnly(session.read_only)
        self.text.read_with(self._read, lambda: citable(session))

    def show_item(self, passage: Passage) -> None:
        from core.narrative import exhibit_order  # loaded in a job when the case was opened

        self._passage = passage
        editable = not self._session.read_only
        self.text.show_words(passage.text, exhibit_order(self._session.case))
        self.text.setReadOnly(not editable or passage.state == "lost")
        self._state.setText(_STATES[passage.state]())
        self._back.setVisible(editable and passage.state in {"own", "lost"})
        self.set_tone("warn" if passage.state in {"stale", "lost"} else "")
        if passage.state == "stale":
            head = _("模板现在的写法与您改写时不同：")
            self._stale.show_change(head, passage.was, passage.draft, editable=editable)
        else:
            self._stale.hide()

    def mark_with(self, marker: Marker) -> None:
        """Takes what reads the words, made for the newest state of the case."""
        self._marker = marker
        self.text.mark()

    def _read(self, text: str) -> Sequence[Mark]:
        # The template's own words are not the person's to mend.
        own = text != self._passage.draft
        return self._marker.of_text(text) if self._marker and own else ()

    @Slot(str)
    def _on_wording(self, text: str) -> None:
        self.drafted.emit(edits.reword(self._session.case, self._passage.id, text.strip(), self._passage.draft))

    @Slot(str)
    def _on_text(self, text: str) -> None:
        case = edits.reword(self._session.case, self._passage.id, text, self._passage.draft)
        self._session.apply(case, _("改写{what}").format(what=self._passage.title))

    @Slot()
    def _on_back(self) -> None:
        case = edits.unword(self._session.case, self._passage.id)
        self._session.apply(case, _("恢复模板：{what}").format(what=self._passage.title))

    @Slot()
    def _on_keep(self) -> None:
        passage = self._passage
        case = edits.reword(self._session.case, passage.id, passage.text, passage.draft)
        self._session.apply(case, _("保留改写：{what}").format(what=passage.title))


_STATES = {
    "draft": lambda: _("按模板"),
    "own": lambda: _("已改写"),
    "stale": lambda: _("已改写，模板有变化"),
    "lost": lambda: _("已改写，说明里没有它的位置"),
}
