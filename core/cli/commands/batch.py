"""`fushen batch DIR --out DIR`"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from core.cli.batching import Cases, Done, State, build_all, cases_below
from core.cli.moments import today
from core.cli.parser import Arguments
from core.cli.progress import TerminalProgress
from core.cli.showing import show_json
from core.cli.terminal import Terminal, table
from core.errors import DiskFault, NotReadable
from core.i18n import _

_LOOKS: Final[dict[State, tuple[str, str]]] = {
    "built": ("✓", "green"),
    "refused": ("!", "yellow"),
    "failed": ("×", "red"),
}


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Checks and builds every case below a folder; 1 when one was not built, and the rest are all the same."""
    cases = _cases(arguments.folder)
    _make(arguments.out)
    with TerminalProgress(terminal) as progress:
        done = build_all(cases, arguments.out, today(arguments.on), progress, arguments.jobs)
    if arguments.json:
        show_json(terminal, _plain(done, cases.unseen))
    else:
        _explain(terminal, done)
        _show(terminal, done, arguments.out)
    for sentence in cases.unseen:
        terminal.note(sentence)
    return 1 if cases.unseen or any(each.state != "built" for each in done) else 0


def _cases(folder: Path) -> Cases:
    if not folder.is_dir():
        raise NotReadable(folder, _("不是文件夹"))
    cases = cases_below(folder)
    if not cases.paths:
        raise NotReadable(folder, _("；").join((_("里面没有案件文件（.fushen）"), *cases.unseen)))
    return cases


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskFault(out, error) from error


def _plain(done: Sequence[Done], unseen: Sequence[str]) -> dict[str, Any]:
    counts = {state: sum(each.state == state for each in done) for state in _LOOKS}
    return {"schema": 1, "counts": counts, "cases": [asdict(each) for each in done], "unseen": list(unseen)}


def _explain(terminal: Terminal, done: Sequence[Done]) -> None:
    """Says on stderr why cases were not built, each with all that is wrong with it."""
    for each in done:
        lines = (*each.notes, *(f"· {sentence}" for sentence in each.mistakes))
        if lines:
            terminal.note("\n  ".join((each.case, *lines)))


def _show(terminal: Terminal, done: Sequence[Done], out: Path) -> None:
    words = {"built": _("已生成"), "refused": _("未生成"), "failed": _("无法处理")}
    rows = [(_LOOKS[each.state][0], words[each.state], _how_much(each), each.case) for each in done]
    for each, line in zip(done, table(rows, terminal.columns), strict=True):
        terminal.result(terminal.paint(line, _LOOKS[each.state][1]))
    built = sum(each.state == "built" for each in done)
    text = _("共 {count} 个案件：已生成并核验 {built} 个，未生成 {left} 个。提交包在 {path}")
    terminal.result(text.format(count=len(done), built=built, left=len(done) - built, path=out))


def _how_much(done: Done) -> str:
    if done.state == "built":
        return _("{count} 页").format(count=done.pages)
    return _("{count} 项须先解决").format(count=len(done.mistakes)) if done.state == "refused" else ""
