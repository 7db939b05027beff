"""`fushen convert FILE.docx --out FILE.pdf`"""

from __future__ import annotations

from core.cli.parser import Arguments
from core.cli.progress import TerminalProgress
from core.cli.terminal import Terminal
from core.derive.office import convert
from core.errors import AlreadyThere, NotConverted
from core.i18n import _
from core.probe import Prober


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Makes a PDF of a document; 1 when it can't be done here, with what to do instead."""
    if arguments.out.exists():
        raise AlreadyThere(arguments.out)
    with Prober() as prober, TerminalProgress(terminal) as progress:
        facts = prober.facts(arguments.document)
        try:
            made = convert(arguments.document, facts, arguments.out, prober, progress)
        except NotConverted as error:
            terminal.note(error.message)
            return 1
    text = _("已由 {program} 转换为 {path}，共 {pages} 页，文字与原文一致。请逐页核对版式后再添加；原文件没有改动。")
    terminal.result(text.format(program=made.program, path=made.path, pages=len(made.facts.pages)))
    return 0
