"""`fushen check CASE.fushen`"""

from __future__ import annotations

from core import checks, packs
from core.cli.moments import today
from core.cli.opening import opened
from core.cli.parser import Arguments
from core.cli.progress import TerminalProgress
from core.cli.reading import review_of
from core.cli.showing import show_json, show_report
from core.cli.terminal import Terminal
from core.cli.without import tell_without_ocr


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Prints all findings of the case; 1 when one is a fail that nobody waived."""
    installed = packs.load()
    with opened(arguments.case, terminal) as casefile, TerminalProgress(terminal) as progress:
        review = review_of(casefile, installed, today(arguments.on), progress)
    report = checks.run(review)
    tell_without_ocr(arguments, terminal)
    if arguments.json:
        show_json(terminal, checks.to_json(report, review))
    else:
        show_report(terminal, report)
    return 1 if report.blocking else 0
