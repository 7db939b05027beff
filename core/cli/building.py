"""From a case file to a verified packet; `build` and `demo` both go this way."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from core import letterhead, packet
from core.built import Verification
from core.cli.progress import TerminalProgress
from core.cli.reading import survey_of
from core.cli.showing import show_findings, show_idle_waivers
from core.cli.terminal import Terminal
from core.i18n import _
from core.packs import Packs
from core.settings import SettingsFile
from core.store import CaseFile


def build_packet(
    casefile: CaseFile, packs: Packs, out: Path, now: datetime, terminal: Terminal, *, draft: bool = False
) -> int:
    """Builds a packet into a folder, verifies it, and says where it is.

    Returns:
        0 when it is built and intact, 2 when what was built does not verify.

    Raises:
        BuildRefused: With the findings that stand in the way.
    """
    with TerminalProgress(terminal) as progress:
        seen = survey_of(casefile, packs, now, progress)
        show_idle_waivers(terminal, seen.report, casefile.case.waivers)
        facts = seen.review.facts
        plan = packet.plan(casefile.case, packs, seen.report, facts, now, draft=draft, letterhead=_letterhead())
        built = packet.build(plan, casefile, out, progress)
    if built.findings:
        show_findings(terminal, built.findings)
    verification = packet.verify(built.path)
    if not verification.intact:
        terminal.note(not_intact(verification))
        return 2
    text = _("✓ 提交包已生成并核验，共 {pages} 页：{path}")
    terminal.result(terminal.paint(text.format(pages=built.pages, path=built.path), "green", "bold"))
    return 0


def not_intact(verification: Verification) -> str:
    """Returns what is said of a packet that was changed by the disk that it was written to."""
    changed = [entry.path for entry in verification.entries if entry.state != "intact"]
    text = _("生成的提交包未通过核验，请勿提交：{names}。请换一个磁盘位置重新生成。")
    return text.format(names=_("、").join(changed))


def _letterhead() -> bytes:
    """Returns the firm's letterhead from its settings, never one from a case; empty for none."""
    path = SettingsFile().read().letterhead
    return letterhead.read(path) if path else b""
