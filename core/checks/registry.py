"""What a check is, and how one is written.

    @check(id="file/readable", title=…, why=…, source=…, fix=…, codes=("empty", "encrypted"))
    def readable(review: Review) -> Iterator[Hit]:
        …
        yield Hit(Level.FAIL, "encrypted", _("{file} 已加密…").format(file=paper.file), paper=paper)

The part of the id before the slash is the `check` of its findings. There is no list to which a check
adds itself: `gather` finds them in the modules it is given, so importing one changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType

from core.checks.hit import Hit
from core.checks.review import Review

Codes = tuple[str, ...] | Callable[[Review], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """One question that is asked of every case.

    Attributes:
        id: `subject/rule`, unique.
        title, why, fix: Chinese sentences, translated when shown.
        source: The rule or standard behind it, translated when shown.
        codes: Every code that it may yield, or a function that knows them for one review.
        files: Whether it needs nothing but files and their facts, so that `fushen inspect` can ask it too.
    """

    id: str
    title: str
    why: str
    source: str
    fix: str
    codes: Codes
    files: bool
    run: Callable[[Review], Iterator[Hit]]

    @property
    def subject(self) -> str:
        return self.id.partition("/")[0]

    @property
    def rule(self) -> str:
        return self.id.partition("/")[2]

    def declared(self, review: Review) -> frozenset[str]:
        """Returns the codes that it may yield in this review."""
        return frozenset(self.codes(review) if callable(self.codes) else self.codes)


def check(
    *,
    id: str,  # noqa: A002 - the word that findings and packs use
    title: str,
    why: str,
    source: str,
    fix: str,
    codes: Codes,
    files: bool = False,
) -> Callable[[Callable[[Review], Iterator[Hit]]], Check]:
    """Makes a check of a generator that takes the review and yields hits, at least one."""

    def decorate(run: Callable[[Review], Iterator[Hit]]) -> Check:
        return Check(id, title, why, source, fix, codes, files, run)

    return decorate


def gather(modules: Iterable[ModuleType]) -> tuple[Check, ...]:
    """Returns the checks of these modules in the order of their ids.

    Raises:
        ValueError: Two checks have the same id; a mistake of whoever wrote them.
    """
    found: dict[str, Check] = {}
    for one in (value for module in modules for value in vars(module).values() if isinstance(value, Check)):
        if found.setdefault(one.id, one) is not one:
            raise ValueError(one.id)
    return tuple(found[key] for key in sorted(found))
