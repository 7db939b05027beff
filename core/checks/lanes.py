"""The authorisation chains as they are drawn: lanes of one time axis, with what is open and what is wrong on each.

Open days come from where the checks reckon them and faults are the checks' own, so that a drawing never says other
than a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.checks.chains import CERTIFICATE, Chain, Ring, chains, open_days, owner_of
from core.checks.periods import Span, span
from core.checks.report import Report
from core.checks.review import Review
from core.i18n import _
from core.model import Finding, Level


@dataclass(frozen=True, slots=True)
class Lane:
    """One paper on the time axis: a trademark's term, or one authorisation.

    Attributes:
        id: Of the ring (`L1`), or of the certificate's paper (`P3`).
        certificate: Whether it is the trademark itself.
        span: None while an end is not known.
        gaps: Days on which nothing authorises it.
        beyond: Days after the end of what it rests on.
        faults: Findings about this ring that should be looked at, worst first.
    """

    id: str
    title: str
    paper: str
    file: str
    span: Span | None
    certificate: bool = False
    gaps: tuple[Span, ...] = ()
    beyond: tuple[Span, ...] = ()
    faults: tuple[Finding, ...] = ()


Lanes = tuple[Lane, ...]


def lanes(review: Review, report: Report) -> tuple[Lanes, ...]:
    """Returns one group of lanes a chain, from the trademark to the shop."""
    marks = tuple(_certificates(review))
    found = chains(review)
    groups = [(*_of_chain(chain, report),) for chain in found]
    return ((*marks, *groups[0]), *groups[1:]) if groups else ()


def _certificates(review: Review) -> Iterator[Lane]:
    for paper in review.of_type(CERTIFICATE):
        first = paper.date("valid_from") or paper.date("issued_on")
        term = span(first if isinstance(first, date) else None, paper.date("valid_to"))
        title = _("商标权：{owner}").format(owner=owner_of(paper) or _("注册人未确认"))
        yield Lane(paper.id, title, paper.id, paper.file, term, certificate=True)


def _of_chain(chain: Chain, report: Report) -> Iterator[Lane]:
    gaps, beyond = open_days(chain)
    for ring in (ring for step in chain for ring in step.rings):
        yield Lane(
            ring.id,
            _("{grantor} → {grantee}").format(grantor=ring.grantor or "?", grantee=ring.grantee or "?"),
            ring.paper.id if ring.paper else "",
            ring.paper.file if ring.paper else "",
            ring.span,
            gaps=tuple(sorted(set(gaps.get(ring.id, ())))),
            beyond=tuple(sorted(set(beyond.get(ring.id, ())))),
            faults=_faults(report, ring),
        )


def _faults(report: Report, ring: Ring) -> tuple[Finding, ...]:
    about = (f for f in report.of_subject(ring.id) if f.level.weight >= Level.WARN.weight and f.waived is None)
    return tuple(about)
