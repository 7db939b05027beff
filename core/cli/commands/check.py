"""`fushen check CASE.fushen`"""

from __future__ import annotations

from core import checks
from core.cli.moments import today
from core.cli.opening import opened
from core.cli.pages import tell_unread
from core.cli.parser import Arguments
from core.cli.progress import TerminalProgress
from core.cli.reading import survey_of
from core.cli.rules import of_case
from core.cli.showing import show_idle_waivers, show_json, show_report
from core.cli.terminal import Terminal


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Prints all findings of the case; 1 when one is a fail that nobody waived."""
    with opened(arguments.case, terminal) as casefile, TerminalProgress(terminal) as progress:
        installed = of_case(casefile, terminal).packs
        seen = survey_of(casefile, installed, today(arguments.on), progress, ocr=arguments.ocr)
    report, review = seen.report, seen.review
    for paper in review.case.papers:
        tell_unread(terminal, paper.file, review.readings.get(paper.sha256, ()))
    if arguments.json:
        show_json(terminal, checks.to_json(report, review))
    else:
        show_report(terminal, report)
    show_idle_waivers(terminal, report, review.case.waivers)
    return 1 if report.blocking else 0
