"""What the command palette offers inside a case: what is on the page, steps, points, papers, findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from shiboken6 import isValid

from core.i18n import _
from core.model import Level
from gui import wording
from gui.actions import Action
from gui.board import deeds
from gui.board.cases import named
from gui.jumps import STEPS, Place, in_order
from gui.widgets.choice import Choice
from gui.widgets.edits import CommitText
from gui.widgets.sight import bring

if TYPE_CHECKING:  # the board needs nothing of a case
    from gui.board.page import BoardPage
    from gui.desk import Desk


def desk_actions(desk: Desk, always: Sequence[Action] = ()) -> list[Action]:
    """Returns what can be done on the page and always, then what is open, then the places of the case."""
    session = desk.session
    case = session.case
    findings = session.overview.report.findings if session.overview else ()
    open_ = in_order((f for f in findings if f.level.weight >= Level.WARN.weight), case)
    here = page_actions(desk.page())
    titles = (_("受理"), _("自查"), _("材料"), _("说明"), _("提交包"), _("提交后"))
    return [
        *here,
        *always,
        *(
            Action(
                f.message, partial(desk.jump, f), icon=wording.level_icon(f.level), hint=wording.level_title(f.level)
            )
            for f in open_
        ),
        *(
            Action(title, partial(desk.go, Place(step)), hint=_("步骤"))
            for step, title in zip(STEPS, titles, strict=True)
        ),
        *(
            Action(
                f"{p.id} {p.quote}", partial(desk.go, Place("audit", subject=p.id)), icon="quote", hint=_("驳回理由")
            )
            for p in case.notice.points
        ),
        *(
            Action(
                p.file,
                partial(desk.go, Place("papers", paper=p.id)),
                icon="file",
                hint=wording.paper_title(p, session.packs),
            )
            for p in case.papers
        ),
    ]


def board_actions(board: BoardPage, always: Sequence[Action], open_path: Callable[[Path], None]) -> list[Action]:
    """Returns what can be done with the chosen cases, what is on the board, what can always be done, every case."""
    chosen, known = board.chosen(), {action.title for action in always}
    return [
        *(
            Action(
                kind.title, partial(board.deed_wanted.emit, kind.id, chosen), kind.keys, kind.icon, hint=named(chosen)
            )
            for kind in deeds.kinds(chosen)
        ),
        *(action for action in page_actions(board) if action.title not in known),
        *always,
        *(
            Action(e.shop or Path(e.path).stem, partial(open_path, Path(e.path)), icon="case", hint=e.client)
            for e in board.model.entries()
        ),
    ]


def page_actions(page: QWidget) -> list[Action]:
    """Returns what can be pressed or filled in on a page, by the names that a screen reader says."""
    found = []
    for number, widget in enumerate(_reachable(page)):
        name = widget.accessibleName()
        icon = "" if isinstance(widget, QAbstractButton) else "pen"
        found.append(Action(name, partial(_use, page, name, number), icon=icon, hint=_("本页")))
    return found


def _reachable(page: QWidget) -> list[QWidget]:
    kinds = QAbstractButton | QLineEdit | CommitText | Choice
    return [
        widget
        for widget in page.findChildren(QWidget)
        if isinstance(widget, kinds) and widget.accessibleName() and widget.isVisible() and widget.isEnabled()
    ]


def _use(page: QWidget, name: str, number: int) -> None:
    """Presses or reaches what has this name now: a page may have made its rows anew while the person was choosing."""
    if not isValid(page):
        return
    named = [
        (abs(n - number), n, widget) for n, widget in enumerate(_reachable(page)) if widget.accessibleName() == name
    ]
    if not named:
        return
    _distance, _n, nearest = min(named, key=lambda found: found[:2])
    _reach(nearest)
    if isinstance(nearest, QAbstractButton):
        nearest.click()


def _reach(widget: QWidget) -> None:
    bring(widget)
    widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
