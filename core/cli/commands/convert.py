"""`fushen convert FILE.docx --out FILE.pdf`, or `fushen convert CASE.fushen --paper P3`"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core import edits
from core.cli.moments import today
from core.cli.opening import opened
from core.cli.parser import Arguments
from core.cli.progress import TerminalProgress
from core.cli.terminal import Terminal
from core.derive.office import convert, convert_paper
from core.errors import AlreadyThere, NotConverted
from core.i18n import _
from core.probe import Prober


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Makes a PDF of a document; 1 when it can't be done here, with what to do instead."""
    try:
        if arguments.paper:
            return _of_case(arguments.document, arguments.paper, terminal)
        return _of_file(arguments.document, arguments.out, terminal)
    except NotConverted as error:
        terminal.note(error.message)
        return 1


def _of_file(document: Path, out: Path, terminal: Terminal) -> int:
    if out.exists():
        raise AlreadyThere(out)
    with Prober() as prober, TerminalProgress(terminal) as progress:
        made = convert(document, prober.facts(document), out, prober, progress)
    text = _("已由 {program} 转换为 {path}，共 {pages} 页，文字与原文一致。请逐页核对版式后再添加；原文件没有改动。")
    terminal.result(text.format(program=made.program, path=made.path, pages=len(made.facts.pages)))
    return 0


def _of_case(path: Path, paper_id: str, terminal: Terminal) -> int:
    with opened(path, terminal) as casefile:
        paper = casefile.case.paper(paper_id)
        if paper is None:
            known = _("、").join(one.id for one in casefile.case.papers) or _("没有")
            terminal.note(_("案件里没有材料 {paper}。现有：{known}。").format(paper=paper_id, known=known))
            return 2
        with Prober() as prober, TerminalProgress(terminal) as progress:
            made, facts = convert_paper(casefile, paper, prober, today(None), progress)
        case = edits.put_paper(casefile.case, replace(paper, conversion=made))
        casefile.apply(case, _("把 {file} 转换为 PDF").format(file=paper.file))
    text = _("{paper} 已由 {program} 转换为 PDF 并存入案件，共 {pages} 页，文字与原文一致。请逐页核对版式。")
    terminal.result(text.format(paper=paper_id, program=made.named, pages=len(facts.pages)))
    return 0
