"""The exhibits that can be cited, as they are typed and as they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.i18n import _
from gui import wording
from gui.session import Session

if TYPE_CHECKING:
    from core.exhibits import ExhibitNumbers
    from core.model import Paper

_PAGES_OFFERED = 30


def titled(session: Session) -> list[tuple[Paper, str]]:
    """Returns each paper as people know it, 附件2 and its title; in that order, those without a number last."""
    from core.model import ExhibitRef

    numbers, papers = _ordered(session)
    return [(p, f"{numbers.label(ExhibitRef(p.id))} {_titled(p, session)}".strip()) for p in papers]


def citable(session: Session) -> list[tuple[str, str]]:
    """Returns each paper and its pages: `P3:2` with 附件5第2页 and its title; in the order of `titled`."""
    from core.model import ExhibitRef

    numbers, papers = _ordered(session)
    found = []
    for paper in papers:
        facts = session.facts.get(paper.as_pdf.sha256)
        pages = min(len(facts.pages), _PAGES_OFFERED) if facts else 0
        for page in range(pages + 1 if pages > 1 else 1):
            ref = ExhibitRef(paper.id, page)
            found.append((str(ref), f"{numbers.label(ref)} {_titled(paper, session)}".strip()))
    return found


def _ordered(session: Session) -> tuple[ExhibitNumbers, list[Paper]]:
    from core.narrative import exhibit_order  # loaded in a job when the case was opened

    numbers = exhibit_order(session.case)
    last = len(numbers.papers) + 1
    return numbers, sorted(session.case.papers, key=lambda paper: numbers.place(paper.id) or last)


def _titled(paper: Paper, session: Session) -> str:
    """Returns a paper's title; of one that was rejected it is said, for it is seldom the one that is meant."""
    from core.model import Role

    title = wording.paper_title(paper, session.packs)
    return _("{title}（被驳回过）").format(title=title) if paper.role is Role.REJECTED else title
