"""A case goes by the packs that it was begun with, until the person moves it to newer ones.

The case names them by their digest (`Case.rules`) and its file holds their text, so that it reads the same on another
machine and under a later version of the program. Years of working days are not pinned: they are announced, not agreed
upon, and a year that is known by now must not stay unknown to an older case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from core.errors import BadPacks
from core.i18n import _
from core.model import Case, PackPin
from core.packs import Packs, Tree, load_tree
from core.packs.bundle import pack, unpack
from core.packs.changes import Changed, changes
from core.packs.own import OwnValue
from core.packs.units import units
from core.store import CaseFile


@dataclass(frozen=True, slots=True)
class Rules:
    """What a case goes by.

    Attributes:
        packs: What all rooms are to be handed.
        installed: What is installed on this machine.
        pinned: Whether `packs` are the case's own; False for a case that has none yet, or whose own can't be used.
        said: Sentences for the person, when something is not as it should be.
    """

    packs: Packs
    installed: Packs
    pinned: bool
    said: tuple[str, ...] = ()

    def changes(self, case: Case) -> tuple[Changed, ...]:
        """Returns what would change for this case, were it moved to what is installed."""
        if self.packs.digest == self.installed.digest:
            return ()
        keys = concerned(case, self.packs) | concerned(case, self.installed)
        return tuple(one for one in changes(self.packs.tree, self.installed.tree) if one.unit in keys)


def pinned(case: Case, packs: Packs) -> Case:
    """Returns a case that goes by these packs; its file must be given their text (`text_of`) too."""
    return replace(case, packs=pins_of(case.playbook, case.platform, packs), rules=packs.digest)


def pins_of(playbook: str, platform: str, packs: Packs) -> tuple[PackPin, ...]:
    """Returns the versions of the two packs that a case names."""
    known = {unit.key: unit for unit in units(packs.tree)}
    chosen = (known.get(f"playbooks/{playbook}"), known.get(f"platforms/{platform}"))
    return tuple(PackPin(unit.key.rpartition("/")[2], unit.version, unit.digest) for unit in chosen if unit)


def from_text(content: bytes) -> Packs:
    """Reads the packs that a case file kept.

    Raises:
        BadPacks: With everything that is wrong in them.
    """
    return _checked(load_tree(Tree(MappingProxyType(unpack(content)))))


def text_of(packs: Packs) -> bytes:
    """Returns the packs as a case file keeps them."""
    return pack(packs.tree.files, small=True)


def rules_of(casefile: CaseFile, installed: Packs) -> Rules:
    """Finds what a case goes by: its own packs, or those installed while it has none."""
    case = casefile.case
    if not case.rules or case.rules == installed.digest:
        return Rules(installed, installed, pinned=bool(case.rules))
    kept = casefile.rules(case.rules)
    if kept is None:
        said = _("案件里没有建案时的规则，改用现在安装的。")
        return Rules(installed, installed, pinned=False, said=(said,))
    try:
        found = _loaded(kept, case.rules, installed.own_values)
    except BadPacks:
        said = _("案件所用的规则无法由这一版程序读取，改用现在安装的。案件内容不受影响。")
        return Rules(installed, installed, pinned=False, said=(said,))
    years = MappingProxyType({**found.calendars, **installed.calendars})
    return Rules(replace(found, calendars=years, root=installed.root), installed, pinned=True)


def move(casefile: CaseFile, installed: Packs) -> Case:
    """Gives a case file the packs that are installed and returns the case that goes by them; the caller saves it.

    Raises:
        ReadOnlyCase, DiskFault: As for `CaseFile.apply`.
    """
    casefile.keep_rules(installed.digest, text_of(installed))
    return pinned(casefile.case, installed)


def concerned(case: Case, packs: Packs) -> frozenset[str]:
    """Returns the keys of the packs whose changes may matter to a case."""
    return frozenset(_concerned(case, packs))


def _concerned(case: Case, packs: Packs) -> Iterator[str]:
    yield from (f"playbooks/{case.playbook}", f"platforms/{case.platform}", "reasons", "letters")
    yield from (f"lexicon/{name}" for name in packs.lexicons)
    yield from (f"codes/{shape.id}" for shape in packs.codes.values())
    yield from (f"papers/{paper.type}" for paper in case.papers if paper.type)
    book = packs.playbook(case.playbook)
    if book is None:
        return
    for requirement in book.requirements:
        others = (kind for one in requirement.alternatives for kind in one.papers)
        yield from (f"papers/{kind}" for kind in (*requirement.any_of, *requirement.all_of, *others))
    if book.asks_deposit:
        yield "deposits"


@lru_cache(maxsize=8)
def _loaded(kept: bytes, digest: str, own: tuple[OwnValue, ...]) -> Packs:
    tree = Tree(MappingProxyType(unpack(kept)))
    if tree.digest != digest:
        raise BadPacks([_("案件所存的规则与它的校验值不符。")])
    return _checked(load_tree(tree, own_values=own))


def _checked(packs: Packs) -> Packs:
    """Refuses letters that might run without end: packs in a case may be a stranger's."""
    from core.packs.letter_lint import wrong_letters  # only here: the template engine is slow to load

    wrong = [str(mistake) for book in packs.playbooks.values() for mistake in wrong_letters(book, packs.tree)]
    if wrong:
        raise BadPacks(wrong)
    return packs
