"""What a check yields: one statement, with what it is about given by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from core.model import Box, Field, Level, Paper

# Stand for “the check that yields this”: the runner turns them into `<rule>-ok` and `<rule>-skipped`,
# so that a clean result never carries the code of a fault.
OK: Final = "ok"
SKIPPED: Final = "skipped"


@dataclass(frozen=True, slots=True)
class Hit:
    """One statement of a check, before it becomes a finding.

    Attributes:
        code: A code that the check declares.
        fix: What to do; the check's own sentence when empty.
        step, question: Where it is mended, when neither paper nor subject tell.
        idle: All is well because there was nothing to look at; it is no step of the way that was done.
        why, source: Only where they differ from the check's own (packs bring theirs along).
        subject: Id of what it is about beside the paper: `N1`, `C2`, `L1`, a requirement, a field name.
    """

    level: Level
    code: str
    message: str
    fix: str = ""
    paper: Paper | None = None
    subject: str = ""
    page: int = 0
    box: Box | None = None
    quote: str = ""
    why: str = ""
    source: str = ""
    idle: bool = False
    step: str = ""
    question: str = ""


def at_field(level: Level, code: str, message: str, *, paper: Paper, field: Field, fix: str = "") -> Hit:
    """Builds a hit on a field of a paper, pointing to where the value stands on its page."""
    return Hit(
        level, code, message, fix, paper=paper, subject=field.name, page=field.page, box=field.box, quote=field.value
    )


def passed(message: str, *, paper: Paper | None = None, subject: str = "", idle: bool = False) -> Hit:
    """Builds the statement that a check looked and found all well, or, idle, that it has nothing to look at."""
    return Hit(Level.PASS, OK, message, paper=paper, subject=subject, idle=idle)


def skip(message: str, fix: str = "", *, paper: Paper | None = None, subject: str = "") -> Hit:
    """Builds the statement, aloud, that a check could not look, and what it needs to look."""
    return Hit(Level.SKIP, SKIPPED, message, fix, paper=paper, subject=subject)
