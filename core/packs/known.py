"""The ids of everything installed, which the rules of lint compare with."""

from __future__ import annotations

import pkgutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import core
from core.i18n import _
from core.packs.answers import answerable
from core.packs.condition_lint import Wrong, fixed_values
from core.packs.reading import SHELVES, PackFile
from core.packs.shapes import AuditQuestion, PaperType, Platform, Playbook, Question, Reasons


@dataclass(frozen=True, slots=True)
class Known:
    """Ids of everything installed. A file with mistakes still lends its id, so that one mistake stays one."""

    papers: frozenset[str]
    playbooks: frozenset[str]
    platforms: frozenset[str]
    reasons: frozenset[str]
    numbers: frozenset[str]
    texts: dict[str, tuple[int, ...]]  # amounts of the text boxes, by platform
    questions: dict[str, Question | AuditQuestion]  # of every playbook
    shapes: dict[str, PaperType]  # of the papers without a mistake

    def values(self) -> dict[str, frozenset[str]]:
        """Returns what each `@name` of a condition can be."""
        names = {"@platform": self.platforms, "@playbook": self.playbooks, "@papers": self.papers}
        return fixed_values() | names | {"@reasons": self.reasons}


def known_of(files: tuple[PackFile, ...]) -> Known:
    """Gathers the ids of these files."""
    stems = {kind: frozenset(f.stem for f in files if f.kind is kind) for kind in SHELVES.values()}
    reasons = frozenset(r.id for f in files if isinstance(f.shape, Reasons) for r in f.shape.reasons)
    books = [f.shape for f in files if isinstance(f.shape, Playbook)]
    platforms = [f.shape for f in files if isinstance(f.shape, Platform)]
    return Known(
        papers=stems[PaperType],
        playbooks=stems[Playbook],
        platforms=stems[Platform],
        reasons=reasons,
        numbers=_number_modules(),
        texts={p.id: tuple(text.amount for text in p.portal.texts) for p in platforms},
        questions={q.id: q for book in books for q in answerable(book)},
        shapes={f.shape.id: f.shape for f in files if isinstance(f.shape, PaperType)},
    )


def repeated(key: str, values: Iterable[str], inner: str = "id") -> Iterator[Wrong]:
    """Yields one mistake for each value that comes a second time."""
    seen: Counter[str] = Counter()
    for number, value in enumerate(values):
        seen[value] += 1
        if seen[value] == 2:
            yield (key, number, inner), _("{value} 重复出现，编号必须各不相同。").format(value=value)


def _number_modules() -> frozenset[str]:
    folders = [str(Path(place) / "numbers") for place in core.__path__]
    return frozenset(m.name for m in pkgutil.iter_modules(folders) if not m.name.startswith("_"))
