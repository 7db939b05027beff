"""The exhibits that can be cited, as they are typed and as they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui import wording
from gui.session import Session

if TYPE_CHECKING:
    from core.model import Paper

_PAGES_OFFERED = 30


def titled(session: Session) -> list[tuple[Paper, str]]:
    """Returns each paper as people know it, 附件2 and its title; in that order, those without a number last."""
    from core.model import ExhibitRef
    from core.narrative import exhibit_order  # loaded in a job when the case was opened

    numbers = exhibit_order(session.case)
    last = len(numbers.papers) + 1
    papers = sorted(session.case.papers, key=lambda paper: numbers.place(paper.id) or last)
    named = ((p, numbers.label(ExhibitRef(p.id)), wording.paper_title(p, session.packs)) for p in papers)
    return [(paper, f"{label} {title}".strip()) for paper, label, title in named]


def citable(session: Session) -> list[tuple[str, str]]:
    """Returns each paper and its pages: `P3:2` with 附件5第2页 and its title."""
    from core.model import ExhibitRef
    from core.narrative import exhibit_order  # loaded in a job when the case was opened

    numbers = exhibit_order(session.case)
    found = []
    for paper in session.case.papers:
        facts = session.facts.get(paper.as_pdf.sha256)
        pages = min(len(facts.pages), _PAGES_OFFERED) if facts else 0
        title = wording.paper_title(paper, session.packs)
        for page in range(pages + 1 if pages > 1 else 1):
            ref = ExhibitRef(paper.id, page)
            label = numbers.label(ref)
            found.append((str(ref), f"{label} {title}".strip()))
    return found
