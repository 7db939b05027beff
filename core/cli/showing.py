"""Findings for people: by level, the worst first, each with what to do next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from core.checks import Report
from core.cli.terminal import Terminal, wrap
from core.i18n import _
from core.model import Finding, Level, Waiver

SYMBOLS: Final = {
    Level.ERROR: "×",
    Level.FAIL: "×",
    Level.WARN: "!",
    Level.SKIP: "?",
    Level.INFO: "·",
    Level.PASS: "✓",
}
_COLOURS: Final = {Level.ERROR: "red", Level.FAIL: "red", Level.WARN: "yellow", Level.PASS: "green"}


def show_json(terminal: Terminal, plain: Any) -> None:
    """Prints a value for other programs."""
    terminal.raw(json.dumps(plain, ensure_ascii=False, indent=2))


def show_report(terminal: Terminal, report: Report) -> None:
    """Prints all findings but the passes, and one line that sums up; what is waived is counted apart."""
    show_findings(terminal, report.findings)
    counts = Report(tuple(f for f in report.findings if f.waived is None)).counts
    text = _("必须解决 {fail} · 建议处理 {warn} · 未能查看 {skip} · 供参考 {info} · 已通过 {passed}")
    blocked = counts["fail"] + counts["error"]
    told = {"warn": counts["warn"], "skip": counts["skip"], "info": counts["info"], "passed": counts["pass"]}
    line = text.format(fail=blocked, **told)
    if waived := sum(f.waived is not None for f in report.findings):
        line += _(" · 已豁免 {count}").format(count=waived)
    terminal.result(line)
    if report.ready:
        terminal.result(terminal.paint(_("✓ 可以生成提交包。"), "green", "bold"))
    else:
        terminal.result(terminal.paint(_("× 还不能生成提交包：请先解决上面标 × 的各项。"), "red", "bold"))


def show_findings(terminal: Terminal, findings: Sequence[Finding]) -> None:
    """Prints findings under the heading of their level, then the waived ones; passes are only counted elsewhere."""
    told = [f for f in findings if f.level is not Level.PASS]
    open_ = sorted((f for f in told if f.waived is None), key=lambda f: -f.level.weight)
    for level, group in groupby(open_, key=lambda f: f.level):
        heading = f"{SYMBOLS[level]} {heading_of(level)}"
        _show_group(terminal, heading, _COLOURS.get(level, "bold"), list(group))
    if waived := [f for f in told if f.waived is not None]:
        _show_group(terminal, _("已豁免"), "bold", waived)


def show_idle_waivers(terminal: Terminal, report: Report, waivers: Sequence[Waiver]) -> None:
    """Says on stderr which waivers cover nothing that was found, lest somebody rely on them.

    What the packet itself will be found to have is not known yet, so waivers for that are not judged.
    """
    covering = {finding.waived.finding for finding in report.findings if finding.waived is not None}
    for waiver in waivers:
        if waiver.finding in covering or waiver.finding.startswith("packet/"):
            continue
        text = _("· {name}对“{finding}”的豁免没有对应的检查结果，不起作用。")
        terminal.note(text.format(name=waiver.by, finding=waiver.finding))


def _show_group(terminal: Terminal, heading: str, colour: str, members: list[Finding]) -> None:
    terminal.result(terminal.paint(f"{heading} ({len(members)})", colour, "bold"))
    for finding in members:
        _show(terminal, finding)
    terminal.result("")


def heading_of(level: Level) -> str:
    """Returns what findings of a level are called."""
    return {
        Level.ERROR: _("检查本身出错"),
        Level.FAIL: _("必须解决"),
        Level.WARN: _("建议处理"),
        Level.SKIP: _("未能查看"),
        Level.INFO: _("供参考"),
        Level.PASS: _("已通过"),
    }[level]


def _show(terminal: Terminal, finding: Finding) -> None:
    symbol = terminal.paint(SYMBOLS[finding.level], _COLOURS.get(finding.level, "grey"))
    where = " · ".join(filter(None, (_place(finding), finding.id)))
    terminal.result(f"  {symbol} {terminal.paint(where, 'grey')}")
    for line in wrap(finding.message, terminal.columns, "    "):
        terminal.result(line)
    if finding.fix and finding.waived is None:
        first, *rest = wrap(finding.fix, terminal.columns - 2, "")
        terminal.result(f"    → {first}")
        for line in rest:
            terminal.result(f"      {line}")
    if finding.waived is not None:
        text = _("已由{name}豁免：{reason}").format(name=finding.waived.by, reason=finding.waived.reason)
        terminal.result(f"    {text}")


def _place(finding: Finding) -> str:
    if finding.file and finding.page:
        return _("{file} 第{page}页").format(file=finding.file, page=finding.page)
    return finding.file or finding.subject
