"""What may have gone wrong behind a point, with what helps against it: offers, never facts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from core import edits
from core.advice import Cause
from core.i18n import _
from core.model import Claim, ClaimKind, Point
from gui import wording
from gui.session import Session
from gui.widgets.basic import Card, button, column, hbox, headed, held, label, vbox
from gui.widgets.popover import source_button
from gui.widgets.rows import WidgetRows


class CausesBox(QWidget):
    """The root causes that fit the point in hand."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._point = ""
        self._rows: WidgetRows[Cause] = WidgetRows(lambda cause: _CauseCard(session, cause), spacing=8)
        said = _(
            "下面是这类驳回常见的根因。像的话，用自己的话写进“根本原因”；要做的事可以先记为“将执行”，再补上日期和责任人。"
        )
        box = vbox(self, spacing=6)
        box.addWidget(label(_("可能的根因与补救"), "strong"))
        box.addWidget(label(said, "secondary", wrap=True))
        box.addWidget(self._rows)
        self.hide()

    def show_causes(self, causes: tuple[Cause, ...], point: str) -> None:
        """Shows the causes that fit a point."""
        fitting = tuple(cause for cause in causes if not cause.points or point in cause.points)
        self._rows.show_items([(f"{point}:{cause.cause.id}", _at(cause, point)) for cause in fitting])
        self.setVisible(bool(fitting))


def _at(cause: Cause, point: str) -> Cause:
    return Cause(cause.cause, (point,))


class _CauseCard(Card):
    def __init__(self, session: Session, cause: Cause) -> None:
        super().__init__(part="inset", margin=10, spacing=4)
        self._session = session
        self._point = cause.points[0]
        shape = cause.cause
        source = source_button(wording.title(shape), shape.fact)
        take = button(_("写进根本原因"), "link", name=_("把“{title}”写进根本原因").format(title=wording.title(shape)))
        take.clicked.connect(partial(self._take, shape.title))
        take.setEnabled(not session.read_only)
        self.body.addLayout(headed(label(wording.title(shape), "strong", wrap=True), take, source))
        for remedy in shape.remedies:
            self.body.addWidget(self._remedy(remedy))

    def show_item(self, _cause: Cause) -> None:
        """Nothing of it changes while it is shown."""

    def _remedy(self, remedy: str) -> QWidget:
        plan = button("", "flat", icon="plus", name=_("记为将执行：{what}").format(what=_(remedy)))
        plan.clicked.connect(partial(self._plan, remedy))
        plan.setEnabled(not self._session.read_only)
        line = hbox(spacing=6)
        line.addWidget(label(_(remedy), wrap=True), 1)
        line.addWidget(plan)
        return held(column(line))

    def _take(self, title: str) -> None:
        point = self._session.case.point(self._point)
        if point is not None and title not in point.cause:
            cause = "\n".join(part for part in (point.cause, title) if part)
            self._put(point, cause)

    def _put(self, point: Point, cause: str) -> None:
        case = edits.put_point(self._session.case, replace(point, cause=cause))
        self._session.apply(case, _("填写 {id} 的原因").format(id=point.id))

    def _plan(self, remedy: str) -> None:
        case = edits.add_claim(self._session.case, Claim("", self._point, ClaimKind.WILL, remedy))
        self._session.apply(case, _("把补救办法记为将执行"))
