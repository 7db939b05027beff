"""Offers drafted sentences and the playbook's remedies; the person takes them one by one, and none is ticked before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu

from core import edits
from core.i18n import _
from core.model import Claim, ClaimKind
from gui import wording
from gui.narrative.state import Told
from gui.session import Session
from gui.widgets.basic import IconButton

_TITLE_MOST = 48  # characters; two answers by different papers differ after the first forty
_STOCK_MOST = 24


class DraftButton(IconButton):
    """Opens the list of what can be taken for the point that is shown."""

    def __init__(self, session: Session, point: Callable[[], str]) -> None:
        super().__init__(_("起草"), "pen")
        self._session, self._point = session, point
        self._told: Told | None = None
        self.setAccessibleName(_("起草：从回答和材料取句子"))
        self.clicked.connect(self._on_clicked)
        self.setEnabled(False)

    def show_told(self, told: Told) -> None:
        self._told = told
        self.show_point(self._point())

    def show_point(self, point: str) -> None:
        """Counts what there is for a point."""
        count = len(self._offered(point))
        self.setText(_("起草（{count} 句）").format(count=count) if count else _("起草"))
        there = count or (self._told is not None and bool(self._told.stock))
        self.setEnabled(bool(there) and not self._session.read_only)

    def menu_of(self, point: str) -> QMenu:
        """Returns the menu for a point."""
        menu = QMenu(self)
        menu.setAccessibleName(self.accessibleName())
        menu.setProperty("letter", True)  # what is offered will stand there
        offered = self._offered(point)
        kinds = dict(wording.claim_kinds())
        if len(offered) > 1:
            every = menu.addAction(_("全部采用（{count} 句）").format(count=len(offered)))
            every.triggered.connect(partial(self.take, offered))
            menu.addSeparator()
        for claim in offered:
            words = _("{kind}：{text}").format(kind=kinds[claim.kind], text=_short(claim.text))
            action = menu.addAction(words)
            action.setToolTip(claim.text)
            action.triggered.connect(partial(self.take, (claim,)))
        self._add_stock(menu, point)
        menu.setToolTipsVisible(True)
        return menu

    def take(self, claims: tuple[Claim, ...]) -> None:
        """Takes drafted sentences into the narrative."""
        self._session.apply(edits.take_drafts(self._session.case, claims), _("采用起草的句子"))

    def _add_stock(self, menu: QMenu, point: str) -> None:
        remedies = self._told.stock[:_STOCK_MOST] if self._told else ()
        if not remedies:
            return
        menu.addSeparator()
        # A remedy is only a plan until the person says that it was done, with its day, owner and proof.
        for kind, title in ((ClaimKind.WILL, _("措施：将要做的")), (ClaimKind.DONE, _("措施：确已做完的"))):
            inner = menu.addMenu(title)
            for one in remedies:
                claim = Claim("", point, kind, one.text, draft=one.text, source=one.source)
                action = inner.addAction(_short(one.text))
                action.setToolTip(one.cause)
                action.triggered.connect(partial(self.take, (claim,)))

    def _offered(self, point: str) -> tuple[Claim, ...]:
        return tuple(claim for claim in self._told.offered if claim.point == point) if self._told else ()

    @Slot()
    def _on_clicked(self) -> None:
        self.menu_of(self._point()).popup(self.mapToGlobal(self.rect().bottomLeft()))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _TITLE_MOST else f"{flat[:_TITLE_MOST]}…"
