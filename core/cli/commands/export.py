"""`fushen export CASE.fushen --intake DIR`"""

from __future__ import annotations

from core import intake, store
from core.cli.parser import Arguments
from core.cli.terminal import Terminal
from core.i18n import _


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Writes the case as an intake file with its originals, for `fushen new` to read again."""
    with store.open(arguments.case, read_only=True) as casefile:
        intake.export(casefile, arguments.intake)
    terminal.result(_("已导出到 {path}").format(path=arguments.intake))
    return 0
