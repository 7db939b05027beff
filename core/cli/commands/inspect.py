"""`fushen inspect FILE…`"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from core import checks
from core.checks import finding_to_json
from core.cli.contents import contents
from core.cli.pages import Readings, propose, tell_unread
from core.cli.parser import Arguments
from core.cli.progress import TerminalProgress
from core.cli.rules import installed
from core.cli.showing import SYMBOLS, heading_of, show_findings, show_json
from core.cli.terminal import Terminal, table, wrap
from core.errors import NotReadable
from core.fields import guess_type, guesses
from core.folders import name_of
from core.i18n import _
from core.model import Field, FileFacts, Finding, Level, PageReading, codec
from core.packs import Packs
from core.probe import Prober
from core.reading import Reader


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Prints what each file is; one that can't be read as a path never stops the rest."""
    read, unreadable = _read(arguments.files, terminal)
    facts = [each for _path, each in read]
    readings = _recognise(read, terminal) if arguments.ocr else {}
    findings = checks.run_files(facts, readings)
    if arguments.json:
        show_json(terminal, _plain(facts, findings, installed(terminal), readings))
    else:
        _show(terminal, facts, findings)
        _show_quality(terminal, facts, readings)
        _show_proposals(terminal, facts, installed(terminal), readings)
    for error in unreadable:
        terminal.note(error.message)
    if unreadable:
        return 2
    return 1 if any(f.blocks for f in findings) else 0


def _read(paths: Sequence[Path], terminal: Terminal) -> tuple[list[tuple[Path, FileFacts]], list[NotReadable]]:
    read: list[tuple[Path, FileFacts]] = []
    unreadable: list[NotReadable] = []
    with Prober() as prober, TerminalProgress(terminal) as progress:
        for number, path in enumerate(paths):
            progress.step(number, len(paths), _("正在读取 {file}").format(file=name_of(path)))
            try:
                read.append((path, prober.facts(path)))
            except NotReadable as error:
                unreadable.append(error)
    return read, unreadable


def _recognise(read: Sequence[tuple[Path, FileFacts]], terminal: Terminal) -> Readings:
    """Reads the pages of every file once, also of one that was named twice."""
    found: dict[str, tuple[PageReading, ...]] = {}
    with Reader() as reader, TerminalProgress(terminal) as progress:
        for path, each in read:
            if each.sha256 not in found:
                found[each.sha256] = reader.read(path, each, progress=progress)
                tell_unread(terminal, each.file, found[each.sha256])
    return found


def _plain(
    facts: Sequence[FileFacts], findings: Sequence[Finding], installed: Packs, readings: Readings
) -> list[dict[str, Any]]:
    return [
        {
            "file": each.file,
            "kind": each.kind,
            "sha256": each.sha256,
            "size": each.size,
            "pages": len(each.pages),
            "verdict": each.verdict.value,
            "facts": codec.to_plain(each)
            | {
                "readings": [codec.to_plain(r) for r in readings.get(each.sha256, ())],
                "types": [asdict(guess) for guess in guesses(each, readings.get(each.sha256, ()))],
            },
            "findings": [finding_to_json(f) for f in _of(findings, number)],
            "proposals": [_proposal(field) for field in propose(each, installed, readings.get(each.sha256, ()))],
        }
        for number, each in enumerate(facts, start=1)
    ]


def _of(findings: Sequence[Finding], number: int) -> list[Finding]:
    return [f for f in findings if f.paper == f"F{number}"]


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
    for each in facts:
        for number, line in enumerate(contents(each)):
            if number == 0:
                terminal.result("")
                terminal.result(each.file)
            for part in wrap(line, terminal.columns - 2, "  "):
                terminal.result(part)
    if any(f.level is not Level.PASS for f in findings):
        terminal.result("")
        show_findings(terminal, findings)


def _show_quality(terminal: Terminal, facts: Sequence[FileFacts], readings: Readings) -> None:
    text = _("{file} 第 {page} 页：字高 {height:.0f} 像素，清晰度 {sharpness:.2f}，倾斜 {skew:.1f}°，反光 {glare:.0%}")
    for each in facts:
        for page in readings.get(each.sha256, ()):
            if page.quality is None:
                continue
            of = page.quality
            told = {"height": of.line_height, "sharpness": of.sharpness, "skew": of.skew, "glare": of.glare}
            terminal.result(text.format(file=each.file, page=page.page, **told))


def _show_proposals(terminal: Terminal, facts: Sequence[FileFacts], installed: Packs, readings: Readings) -> None:
    for each in facts:
        found = readings.get(each.sha256, ())
        proposals, guessed = propose(each, installed, found), guess_type(each, installed, found)
        paper_type = installed.paper(guessed)
        if paper_type is None:
            continue
        terminal.result("")
        reason = next(guess.reason for guess in guesses(each, found) if guess.type == guessed)
        terminal.result(
            _("{file}：像是{type}，因为{reason}").format(file=each.file, type=paper_type.title, reason=reason)
        )
        if not proposals:
            continue
        terminal.result(_("以下内容由程序读出，请对照原件逐项确认："))
        titles = {spec.name: spec.title for spec in paper_type.fields}
        rows = [(titles[p.name], _("第 {page} 页").format(page=p.page), f"{p.score:.2f}", p.value) for p in proposals]
        for line in table(rows, terminal.columns):
            terminal.result(line)
