"""`fushen build CASE.fushen --out DIR`"""

from __future__ import annotations

from core.cli.building import build_packet
from core.cli.moments import today
from core.cli.opening import opened
from core.cli.parser import Arguments
from core.cli.rules import of_case
from core.cli.terminal import Terminal
from core.errors import BuildRefused


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Builds the packet and verifies it; 1 when findings stand in the way, each of them named."""
    with opened(arguments.case, terminal) as casefile:
        installed = of_case(casefile, terminal).packs
        try:
            return build_packet(
                casefile, installed, arguments.out, today(arguments.on), terminal, draft=arguments.draft
            )
        except BuildRefused as refusal:
            terminal.note(refusal.message)
            return 1
