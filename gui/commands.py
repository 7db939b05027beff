"""What the command palette offers inside a case: steps, points, papers, findings."""

from __future__ import annotations

from functools import partial

from core.i18n import _
from core.model import Level
from gui import wording
from gui.actions import Action
from gui.desk import Desk
from gui.jumps import STEPS, Place


def desk_actions(desk: Desk) -> list[Action]:
    """Returns the places of a case, nearest first."""
    session = desk.session
    case = session.case
    open_ = (
        [f for f in session.overview.report.findings if f.level.weight >= Level.WARN.weight] if session.overview else []
    )
    titles = (_("受理"), _("自查"), _("材料"), _("说明"), _("提交包"), _("提交后"))
    return [
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
