"""The outcome of all checks."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import Finding, Level

# Order of the contract's `counts`.
_COUNTED = (Level.FAIL, Level.WARN, Level.INFO, Level.SKIP, Level.ERROR, Level.PASS)
_OPEN_WEIGHT = {Level.ERROR: 5, Level.FAIL: 5, Level.WARN: 1, Level.SKIP: 1}


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one run, worst first, passes too."""

    findings: tuple[Finding, ...]

    def again(self) -> Report:
        """Returns the same findings, said in the language in use; nothing is looked at anew."""
        return Report(tuple(finding.again() for finding in self.findings))

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each level, waived ones included."""
        return {level.value: sum(f.level is level for f in self.findings) for level in _COUNTED}

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings over which no packet can be built."""
        return tuple(f for f in self.findings if f.blocks)

    @property
    def ready(self) -> bool:
        """Whether a packet can be built; a report without any finding looked at nothing and is not ready."""
        return bool(self.findings) and not self.blocking

    @property
    def passed(self) -> int:
        """How many checks looked at something and found all well."""
        return sum(f.level is Level.PASS and not f.idle for f in self.findings)

    @property
    def readiness(self) -> int:
        """How far the case is, 0–100: settled / (settled + open), rounded down.

        Settled counts 1 for each pass and each waived finding; open counts 5 for each fail or error, 1 for
        each warn or skip; info counts nothing, and neither does a pass that had nothing to look at, so that a case
        in which nothing was done yet stands at 0. It is a progress bar, not a chance of success; 100 is only
        reached with nothing open, and `ready` alone decides whether a packet can be built.
        """
        settled = self.passed + sum(f.waived is not None for f in self.findings)
        open_ = sum(_OPEN_WEIGHT.get(f.level, 0) for f in self.findings if f.waived is None)
        return 100 * settled // (settled + open_) if settled else 0 if open_ or not self.findings else 100

    def of_paper(self, paper_id: str) -> tuple[Finding, ...]:
        """Returns the findings about one paper."""
        return tuple(f for f in self.findings if f.paper == paper_id)

    def of_subject(self, subject: str) -> tuple[Finding, ...]:
        """Returns the findings about one point, claim, link, requirement or field."""
        return tuple(f for f in self.findings if f.subject == subject)
