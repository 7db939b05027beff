"""`fushen new CASE.fushen --from INTAKE.toml`"""

from __future__ import annotations

from core import intake
from core.cli.moments import today
from core.cli.parser import Arguments
from core.cli.progress import TerminalProgress
from core.cli.rules import installed
from core.cli.terminal import Terminal
from core.errors import BadIntake
from core.i18n import _


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Makes a case from an intake; with mistakes in it, all are listed and nothing is written."""
    found = intake.read(arguments.intake, installed(terminal))
    if found.outside and arguments.inside_only:
        text = _("{file} 在受理文件所在的文件夹之外，按 --inside-only 没有收入。请先复制进来。")
        raise BadIntake(arguments.intake, [text.format(file=file) for file in found.outside])
    if found.outside:
        text = _("下列文件在受理文件所在的文件夹之外，请确认都是您要放入案件的：{files}。")
        terminal.note(text.format(files=_("、").join(found.outside)))
    with TerminalProgress(terminal) as progress:
        casefile = intake.create(found, arguments.case, today(None), progress)
    with casefile:
        count = len(casefile.case.papers)
    text = _("已新建案件 {path}，收入材料 {count} 份。")
    terminal.result(text.format(path=arguments.case, count=count))
    return 0
