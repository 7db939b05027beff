"""One thing a check has to say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from core.i18n import again
from core.model.case import Waiver
from core.model.values import Box


class Level(StrEnum):
    """How much a finding weighs, in rising order.

    `skip` is heavier than `pass`, so that blind spots show; `error` means that a check itself
    failed, and can never be part of a clean report.
    """

    PASS = "pass"  # noqa: S105  # a level, not a password
    SKIP = "skip"
    INFO = "info"
    WARN = "warn"
    FAIL = "fail"
    ERROR = "error"

    @property
    def weight(self) -> int:
        """0 for pass up to 5 for error; reports ask for it thousands of times."""
        return _WEIGHTS[self]


_WEIGHTS = {level: weight for weight, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is so, why it matters, and what to do.

    Attributes:
        check, code: The lasting id `check/code`.
        paper: Id of the paper it is about, or "".
        subject: Id of what else it is about: a point `N1`, a claim `C2`, a requirement, a link `L1`,
            a question, a field name; "" for the case or the paper as a whole.
        page: 1-based, 0 for none.
        message, why, fix: Sentences for the person.
        source: The rule or standard behind the check.
        waived: The waiver that covers it, or None.
        idle: True for a pass that had nothing to look at, so that nothing was done for it.
        step, question: Where it is mended, when neither paper nor subject tell; no part of its key.
    """

    check: str
    code: str
    level: Level
    message: str
    why: str = ""
    fix: str = ""
    paper: str = ""
    file: str = ""
    subject: str = ""
    page: int = 0
    box: Box | None = None
    quote: str = ""
    source: str = ""
    waived: Waiver | None = None
    idle: bool = False
    step: str = ""
    question: str = ""

    @property
    def id(self) -> str:
        return f"{self.check}/{self.code}"

    @property
    def key(self) -> str:
        """Names this very finding, so that a waiver holds for it and for no other."""
        return ":".join((self.id, self.paper, self.subject))

    def again(self) -> Finding:
        """Returns the finding as it is said in the language in use, whichever it was found in."""
        message, why, fix, source = map(again, (self.message, self.why, self.fix, self.source))
        return replace(self, message=message, why=why, fix=fix, source=source)

    @property
    def blocks(self) -> bool:
        """Whether a packet can't be built over it."""
        return self.level.weight >= Level.FAIL.weight and self.waived is None
