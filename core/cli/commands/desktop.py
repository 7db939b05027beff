"""`fushen` and `fushen open CASE.fushen`"""

from __future__ import annotations

from core.cli import desktop
from core.cli.parser import Arguments
from core.cli.terminal import Terminal
from core.store import schema


def run(arguments: Arguments, _terminal: Terminal) -> int:
    """Opens the desktop program, on a case when one is named."""
    if arguments.case is not None:
        schema.read_version(arguments.case)  # a wrong file is told here, where the person is looking
    return desktop.start(arguments.case)
