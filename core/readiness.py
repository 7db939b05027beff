"""How ready the merchant's papers are for other platforms: what each asks for at admission, and what is at hand."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import Case
from core.packs import Packs
from core.packs.shapes import Admission, Platform


@dataclass(frozen=True, slots=True)
class Readiness:
    """One platform.

    Attributes:
        known: Whether any source tells what it asks for; without one nothing is said to be ready.
        met: What the papers at hand show.
        missing: What they don't.
        unknown: What no source tells of this platform.
    """

    platform: Platform
    known: bool
    met: tuple[Admission, ...]
    missing: tuple[Admission, ...]
    unknown: tuple[str, ...]


def readiness(case: Case, packs: Packs) -> tuple[Readiness, ...]:
    """Looks at every other platform, by id. Only papers of a confirmed type that are offered now count."""
    at_hand = {paper.type for paper in case.offered() if paper.type and paper.type_confirmed}
    others = (platform for name, platform in sorted(packs.platforms.items()) if name != case.platform)
    return tuple(_readiness(platform, at_hand) for platform in others)


def _readiness(platform: Platform, at_hand: set[str]) -> Readiness:
    met = tuple(asked for asked in platform.admission if at_hand.intersection(asked.any_of))
    missing = tuple(asked for asked in platform.admission if asked not in met)
    return Readiness(platform, bool(platform.admission), met, missing, platform.unknown)
