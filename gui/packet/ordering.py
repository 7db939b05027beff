"""A case as the window shows it, handed to the building process."""

from __future__ import annotations

from core.builder import Order
from core.errors import Cancelled
from core.model import FileFacts, PageReading
from core.reading import is_final
from core.store import CaseFile
from gui.session import Session


def order_of(session: Session) -> Order:
    """Returns the case with everything that was typed until now; called off the interface thread.

    Raises:
        Cancelled: The case was closed meanwhile.
    """
    try:
        # Behind every edit that is still on its way to the disk; what could not be written is not shown either.
        document, facts, readings = session.keeper.ask(_state).result()
    except RuntimeError:  # the keeper takes no more
        raise Cancelled from None
    passing = (page for pages in session.readings.copy().values() for page in pages.values() if not is_final(page))
    return Order(
        casefile=session.path,
        document=document,
        rules=session.packs.digest,
        now=session.clock(),
        names=session.names,
        letterhead=session.letterhead,
        facts=facts,
        readings=(*readings, *passing),
    )


def _state(file: CaseFile) -> tuple[str, tuple[FileFacts, ...], tuple[PageReading, ...]]:
    return file.document, *file.unsaved
