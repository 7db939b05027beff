"""`fushen demo`"""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import datetime, time
from pathlib import Path
from typing import Final

from core import intake, packs, store
from core.checks import Report
from core.cli import desktop
from core.cli.building import build_packet
from core.cli.parser import Arguments
from core.cli.progress import TerminalProgress
from core.cli.reading import survey_of
from core.cli.showing import show_report
from core.cli.terminal import Terminal
from core.errors import BuildRefused, DiskFault, FushenError
from core.i18n import _
from core.intake import Intake
from core.model.values import CHINA
from core.packs import Packs
from core.resources import data_root

_SAMPLES: Final = ("flawed", "ready")


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Checks the flawed sample, builds the ready one, says where both are; then opens the app if it can be shown."""
    installed = packs.load()
    intakes = {name: _intake(name, installed) for name in _SAMPLES}
    now = _day_of(intakes["ready"])
    cases = {name: _make(intakes[name], arguments.out / f"sample-{name}.fushen", now) for name in _SAMPLES}
    terminal.result(terminal.paint(_("一、有问题的样例：{path}").format(path=cases["flawed"]), "bold"))
    terminal.result("")
    show_report(terminal, _check(cases["flawed"], installed, now, terminal))
    terminal.result("")
    terminal.result(terminal.paint(_("二、修正后的样例：{path}").format(path=cases["ready"]), "bold"))
    terminal.result("")
    status = _build(cases["ready"], installed, arguments.out, now, terminal)
    if status == 0 and not arguments.no_gui and desktop.has_display():
        return desktop.start(cases["flawed"])
    return status


def _intake(name: str, installed: Packs) -> Intake:
    return intake.read(data_root() / "assets" / "samples" / name / "intake.toml", installed)


def _day_of(ready: Intake) -> datetime:
    """Returns the day on which the sample's merchant signed; on any other day its papers would age."""
    signed = ready.shape.commitment.on
    if signed is None:
        raise FushenError(_("样例案件没有承诺日期。请重新安装复申。"))
    return datetime.combine(signed, time(), CHINA)


def _make(found: Intake, target: Path, now: datetime) -> Path:
    """Makes a sample anew; one that somebody worked on is kept under another name."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            _clear(target)
    except OSError as error:
        raise DiskFault(target, error) from error
    intake.create(found, target, now).close()
    return target


def _clear(target: Path) -> None:
    if _is_untouched(target):
        target.unlink()
        return
    number = 1
    while (kept := target.with_stem(f"{target.stem}-{number}")).exists():
        number += 1
    shutil.move(target, kept)


def _is_untouched(target: Path) -> bool:
    with suppress(FushenError), store.open(target, read_only=True) as casefile:
        return not casefile.history()
    return False


def _check(path: Path, installed: Packs, now: datetime, terminal: Terminal) -> Report:
    with store.open(path) as casefile, TerminalProgress(terminal) as progress:
        return survey_of(casefile, installed, now, progress).report


def _build(path: Path, installed: Packs, out: Path, now: datetime, terminal: Terminal) -> int:
    with store.open(path) as casefile:
        try:
            return build_packet(casefile, installed, out, now, terminal)
        except BuildRefused as refusal:
            terminal.note(refusal.message)
            return 1
