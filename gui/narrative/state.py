"""What core says of the narrative of one state of the case, worked out in one go off the interface thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import BadPacks
from core.jobs import Progress
from core.model import Case, Claim
from core.packs import Packs

if TYPE_CHECKING:
    from core.narrative import Outdated, Passage, PortalText, Stock
    from core.narrative.wording import Marker


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one state.

    Attributes:
        case: The state it speaks of.
        offered: Drafted claims that were not taken yet.
        stock: Remedies of the playbook that were not taken yet.
        stale: By claim, its draft then and now.
        mistake: Why nothing could be drafted; "" when all is well.
    """

    case: Case
    texts: tuple[PortalText, ...]
    passages: tuple[Passage, ...]
    offered: tuple[Claim, ...]
    stock: tuple[Stock, ...]
    stale: Mapping[str, Outdated]
    marker: Marker
    mistake: str = ""


def tell(case: Case, packs: Packs, names: tuple[str, ...], progress: Progress) -> Told:
    """Works out texts, passages, drafts and what is stale; a template with a mistake leaves its sentence."""
    from core.narrative import drafts, exhibit_order, letter, outdated, portal_texts, stock
    from core.narrative.wording import Marker, names_of_others

    numbers = exhibit_order(case)
    marker = Marker(case, packs, names_of_others(names, case))
    try:
        progress.step(0, 3, "")  # lets the interface pass before each
        drafted = drafts(case, packs, numbers)
        progress.step(1, 3, "")
        written = letter(case, packs, numbers)
        progress.step(2, 3, "")
        texts = portal_texts(case, packs, numbers)
    except BadPacks as error:
        return Told(case, (), (), (), (), {}, marker, str(error))
    taken = {claim.source for claim in case.claims}
    offered = tuple(claim for claim in drafted if claim.source not in taken)
    remedies = tuple(one for one in stock(case, packs) if one.source not in taken)
    return Told(case, texts, written.passages, offered, remedies, outdated(case, packs, drafted), marker)
