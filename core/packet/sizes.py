"""How large a packet will be, reckoned before it is built: its front pages are laid out, its exhibits weighed."""

from __future__ import annotations

from io import BytesIO

from core.built import Sizes, Weight
from core.packet import typeset
from core.packet.payload import payload
from core.packet.plan import Plan
from core.packet.portal_set import portal_of
from core.packet.volumes import divided, limits_of, sheet_weight


def estimate(plan: Plan) -> Sizes:
    """Returns what building would give, about: exhibits count with the bytes of their files."""
    from pypdf import PdfReader  # only here: it is large, and whoever shows sizes has no use for it

    content = typeset.to_draft_pdf(payload(plan))
    pages = PdfReader(BytesIO(content)).get_num_pages()
    front = Weight(pages, len(content))
    weights = [sheet_weight(len(e.sheets), e.shown.size if e.poured else 0) for e in plan.exhibits]
    limits = limits_of(plan.packs, plan.case.platform)
    parts = divided(front, weights, limits)
    first = [front] + [Weight(1, 0)] * (len(parts) - 1)
    volumes = (sum((weights[place - 1] for place in part), begin) for begin, part in zip(first, parts, strict=True))
    images = sum(len(e.sheets) for e in plan.exhibits if e.poured)
    return Sizes(tuple(volumes), images, limits, portal_of(plan).images_max)
