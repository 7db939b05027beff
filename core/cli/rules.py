"""Which packs the command line goes by: those of this machine, and a case by its own."""

from __future__ import annotations

from core.cli.terminal import Terminal
from core.i18n import _
from core.library import Library, Rules, rules_of
from core.packs import Packs
from core.settings import home
from core.store import CaseFile


def library() -> Library:
    """Returns the packs of this machine."""
    return Library(home())


def installed(terminal: Terminal) -> Packs:
    """Returns what is installed, and says on stderr what could not be used."""
    found = library().packs()
    for sentence in found.said:
        terminal.note(sentence)
    return found


def of_case(casefile: CaseFile, terminal: Terminal) -> Rules:
    """Returns what a case goes by, and says on stderr whether there is something newer."""
    rules = rules_of_case(casefile, terminal)
    if count := len(rules.changes(casefile.case)):
        text = _("· 规则有更新（{count} 处），本案仍按建案时的规则。查看：fushen packs changes {case}")
        terminal.note(text.format(count=count, case=casefile.path))
    return rules


def rules_of_case(casefile: CaseFile, terminal: Terminal) -> Rules:
    """Returns what a case goes by, and says on stderr what is not as it should be."""
    rules = rules_of(casefile, installed(terminal))
    for sentence in rules.said:
        terminal.note(sentence)
    return rules
