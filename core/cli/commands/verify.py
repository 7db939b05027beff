"""`fushen verify PACKET.zip`"""

from __future__ import annotations

from core import packet
from core.cli.parser import Arguments
from core.cli.showing import show_json
from core.cli.terminal import Terminal, table
from core.i18n import _
from core.packet import Verification

_SYMBOLS = {"intact": "✓", "changed": "×", "missing": "×", "added": "×"}


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Compares a packet with its manifest, entry by entry; 1 when anything differs."""
    verification = packet.verify(arguments.packet)
    if arguments.json:
        entries = [{"path": entry.path, "state": entry.state} for entry in verification.entries]
        show_json(terminal, {"schema": 1, "intact": verification.intact, "entries": entries})
    else:
        _show(terminal, verification)
    return 0 if verification.intact else 1


def _show(terminal: Terminal, verification: Verification) -> None:
    names = {"intact": _("完好"), "changed": _("已改动"), "missing": _("缺失"), "added": _("多出")}
    rows = [(_SYMBOLS[e.state], names[e.state], e.path) for e in verification.entries]
    for line in table(rows, terminal.columns):
        terminal.result(line)
    if verification.path.name in verification.of("changed"):
        terminal.result(_("各项内容相符，但 ZIP 本身不是复申写出的样子：次序、属性、压缩方式或条目以外的字节改过。"))
    if verification.intact:
        terminal.result(terminal.paint(_("✓ 提交包完好，与清单逐项一致。"), "green", "bold"))
    else:
        terminal.result(terminal.paint(_("× 提交包与清单不一致，请重新生成后再提交。"), "red", "bold"))
