"""Whether the seal on an authorisation is the grantor's: a certificate is compared, a printed seal is pointed at.

No reader tells the round writing of a seal surely enough to judge by it. So a person is shown where to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from core.checks import names
from core.checks.chains import Ring, rings
from core.checks.hit import Hit, passed
from core.checks.registry import check
from core.checks.review import Review
from core.checks.subjects.chain import SOURCE, without_chain
from core.i18n import _, mark
from core.model import Box, Level
from core.model.facts import SignatureFacts

# What stands beside the place for a seal.
_PLACE: Final = re.compile(r"盖章|公章|签章|印章|[（(]章[）)]|签字|授权(?:方|人|单位)[：:（(]")
_AROUND: Final = 0.12  # of the page, that is shown around such words: a seal lies over and beside them


@check(
    id="chain/seal",
    title=mark("授权书上的章是不是授权方的"),
    why=mark("授权书盖的不是授权方自己的章，审核方会当作没有授权；圆章上的字程序认不准，要请您看一眼。"),
    source=SOURCE,
    fix=mark("请放大看章上的单位名称：是授权方全称的，在这份材料的“核验”里记下；不是的，请授权方重新盖章出具。"),
    codes=("seal",),
)
def sealed(review: Review) -> Iterator[Hit]:
    if not review.case.links:
        yield from without_chain(review, _("授权书上的章"))
        return
    first = {ring.paper.sha256: ring for ring in reversed(rings(review)) if ring.paper is not None and ring.grantor}
    hits = [hit for ring in reversed(first.values()) if (hit := _seal(review, ring))]
    yield from hits
    if not hits:
        yield passed(_("各环授权书上的章都已核对，或由电子签名写明是授权方。"))


def _seal(review: Review, ring: Ring) -> Hit | None:
    """Compares the grantor with the certificates of the file; without any, asks a person to look."""
    if ring.paper is None or ring.paper.verified is not None:
        return None
    facts = review.facts_of(ring.paper)
    signed = [one for one in facts.signatures if _names_a_firm(one)] if facts else []
    if any(names.fold(ring.grantor) in names.fold(one.signer) for one in signed):
        return None
    if signed:
        text = _("授权链第 {n} 环（{file}）的电子签名写的是“{signer}”，授权方却是“{grantor}”。")
        signer = _("、").join(dict.fromkeys(one.signer for one in signed))
        message = text.format(n=ring.number, file=ring.paper.file, signer=signer, grantor=ring.grantor)
        return Hit(Level.WARN, "seal", message, paper=ring.paper, subject=ring.id, quote=signer)
    page, box = _place(review, ring)
    text = _("请看一眼授权链第 {n} 环（{file}）上的章：单位名称应是授权方“{grantor}”。")
    message = text.format(n=ring.number, file=ring.paper.file, grantor=ring.grantor)
    return Hit(Level.INFO, "seal", message, paper=ring.paper, subject=ring.id, page=page, box=box)


def _names_a_firm(signature: SignatureFacts) -> bool:
    return signature.state == "intact" and names.is_firm(names.fold(signature.signer))


def _place(review: Review, ring: Ring) -> tuple[int, Box | None]:
    """Returns where the seal should be: at the last words that speak of one, else on the last page."""
    if ring.paper is None:
        return 0, None
    for reading in sorted(review.readings.get(ring.paper.sha256, ()), key=lambda one: -one.page):
        for line in reversed(reading.lines):
            if _PLACE.search(line.text):
                left, top, right, bottom = line.box
                shown = max(0.0, left - _AROUND), max(0.0, top - _AROUND)
                return reading.page, (*shown, min(1.0, right + _AROUND), min(1.0, bottom + _AROUND))
    facts = review.facts_of(ring.paper)
    return len(facts.pages) if facts else 0, None
