"""`fushen inspect FILE…`"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core import checks, fields, packs
from core.checks import finding_to_json
from core.cli.parser import Arguments
from core.cli.progress import TerminalProgress
from core.cli.showing import SYMBOLS, heading_of, show_findings, show_json
from core.cli.terminal import Terminal, table
from core.cli.without import tell_without_ocr
from core.errors import NotReadable
from core.i18n import _
from core.model import Field, FileFacts, Finding, Level, codec
from core.packs import Packs
from core.probe import Prober


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Prints what each file is; one that can't be read as a path never stops the rest."""
    facts, unreadable = _read(arguments.files, terminal)
    findings = checks.run_files(facts)
    tell_without_ocr(arguments, terminal)
    if arguments.json:
        show_json(terminal, _plain(facts, findings, packs.load()))
    else:
        _show(terminal, facts, findings)
    for error in unreadable:
        terminal.note(error.message)
    if unreadable:
        return 2
    return 1 if any(f.blocks for f in findings) else 0


def _read(paths: Sequence[Path], terminal: Terminal) -> tuple[list[FileFacts], list[NotReadable]]:
    facts: list[FileFacts] = []
    unreadable: list[NotReadable] = []
    with Prober() as prober, TerminalProgress(terminal) as progress:
        for number, path in enumerate(paths):
            progress.step(number, len(paths), _("正在读取 {file}").format(file=path.name))
            try:
                facts.append(prober.facts(path))
            except NotReadable as error:
                unreadable.append(error)
    return facts, unreadable


def _plain(facts: Sequence[FileFacts], findings: Sequence[Finding], installed: Packs) -> list[dict[str, Any]]:
    return [
        {
            "file": each.file,
            "kind": each.kind,
            "sha256": each.sha256,
            "size": each.size,
            "pages": len(each.pages),
            "verdict": each.verdict.value,
            "facts": codec.to_plain(each),
            "findings": [finding_to_json(f) for f in _of(findings, number)],
            "proposals": [_proposal(field) for field in _proposed(each, installed)],
        }
        for number, each in enumerate(facts, start=1)
    ]


def _of(findings: Sequence[Finding], number: int) -> list[Finding]:
    return [f for f in findings if f.paper == f"F{number}"]


def _proposed(facts: FileFacts, installed: Packs) -> tuple[Field, ...]:
    guess = fields.guess_type(facts, installed)
    paper_type = installed.paper(guess) if guess else None
    return fields.propose(paper_type, facts) if paper_type is not None else ()


def _proposal(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "value": field.value,
        "source": field.source.value,
        "page": field.page,
        "box": list(field.box) if field.box else None,
        "score": field.score,
    }


def _show(terminal: Terminal, facts: Sequence[FileFacts], findings: Sequence[Finding]) -> None:
    rows = []
    for number, each in enumerate(facts, start=1):
        worst = max((f.level for f in _of(findings, number)), key=lambda level: level.weight, default=Level.PASS)
        pages = _("{count} 页").format(count=len(each.pages)) if each.pages else ""
        rows.append((SYMBOLS[worst], each.kind, pages, heading_of(worst), each.file))
    for line in table(rows, terminal.columns):
        terminal.result(line)
    if any(f.level is not Level.PASS for f in findings):
        terminal.result("")
        show_findings(terminal, findings)
