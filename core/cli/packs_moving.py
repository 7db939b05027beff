"""`fushen packs import`, `export`, `rollback`, `changes` and `move`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core.cli import rules
from core.cli.moments import today
from core.cli.opening import opened
from core.cli.parser import Arguments
from core.cli.showing import show_json
from core.cli.terminal import Terminal, wrap
from core.errors import AlreadyThere, BadPacks, DiskFault
from core.i18n import _
from core.library import Rules, move
from core.model import Case
from core.packs.changes import Changed, to_plain
from core.packs.units import Unit
from core.store.files import write_whole


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Runs one of them; 1 when packs are refused, each mistake named, or when a case is not at the newest packs."""
    command = {"import": _import, "export": _export, "rollback": _roll_back, "changes": _changes, "move": _move}
    try:
        return command[arguments.action](arguments, terminal)
    except BadPacks as error:
        for mistake in error.mistakes:
            terminal.result(mistake)
        terminal.note(_("共 {count} 处错误，未作任何改动。").format(count=len(error.mistakes)))
        return 1


def _import(arguments: Arguments, terminal: Terminal) -> int:
    taken = rules.library().take_in(arguments.file, today(None))
    if arguments.json:
        show_json(terminal, {"taken": [_unit(unit) for unit in taken]})
        return 0
    for unit in taken:
        terminal.result(_("✓ 已导入 {title}（{key}）{version}").format(**_words(unit)))
    if not taken:
        terminal.result(_("里面的规则包与现在用的完全相同，没有改动。"))
    else:
        terminal.note(_("已有的案件仍按各自建案时的规则，可用 fushen packs changes 查看不同之处。"))
    return 0


def _export(arguments: Arguments, terminal: Terminal) -> int:
    target: Path = arguments.out
    if target.exists():
        raise AlreadyThere(target)
    content = rules.library().export(arguments.packs)
    try:
        write_whole(target, content)
    except OSError as error:
        raise DiskFault(target, error) from error
    terminal.result(_("✓ 已导出 {path}（{size} 字节）。").format(path=target, size=len(content)))
    return 0


def _roll_back(arguments: Arguments, terminal: Terminal) -> int:
    unit = rules.library().roll_back(arguments.pack)
    if arguments.json:
        show_json(terminal, {"now": _unit(unit) if unit else None})
    elif unit is None:
        terminal.result(_("✓ 已退回：不再有规则包 {key}。").format(key=arguments.pack))
    else:
        terminal.result(_("✓ 已退回 {title}（{key}）{version}").format(**_words(unit)))
    return 0


def _changes(arguments: Arguments, terminal: Terminal) -> int:
    """0 when the case is at the newest packs, 1 when something differs."""
    with opened(arguments.case, terminal, read_only=True) as casefile:
        found = rules.rules_of_case(casefile, terminal)
        differing = found.changes(casefile.case)
    if arguments.json:
        show_json(terminal, _plain(casefile.case, found, differing))
    else:
        _show(terminal, found, differing)
    return 1 if differing else 0


def _move(arguments: Arguments, terminal: Terminal) -> int:
    with opened(arguments.case, terminal) as casefile:
        found = rules.rules_of_case(casefile, terminal)
        differing = found.changes(casefile.case)
        if found.pinned and found.packs.digest == found.installed.digest:
            terminal.result(_("案件已经按现在安装的规则，没有改动。"))
            return 0
        casefile.apply(move(casefile, found.installed), _("更新到新版规则"))
    if arguments.json:
        show_json(terminal, _plain(casefile.case, found, differing) | {"moved": True})
    else:
        _show(terminal, found, differing)
        terminal.result(_("✓ 案件已改用现在安装的规则。在桌面程序中可以撤销这一步。"))
    return 0


def _show(terminal: Terminal, found: Rules, differing: Iterable[Changed]) -> None:
    number = 0
    for number, one in enumerate(differing, start=1):
        for line in wrap(f"{number}. {one.sentence}", terminal.columns, "  "):
            terminal.result(line)
        for line in one.lines:
            terminal.result(f"      {line}")
    if number:
        terminal.result(_("共 {count} 处不同。").format(count=number))
    elif found.pinned:
        terminal.result(_("案件所用的规则没有更新。"))
    else:
        terminal.result(_("案件没有固定的规则版本，一直按现在安装的规则。用 fushen packs move 可以固定。"))


def _plain(case: Case, found: Rules, differing: Iterable[Changed]) -> dict[str, Any]:
    return {
        "pinned": found.pinned,
        "packs": [{"id": pin.id, "version": pin.version, "digest": pin.digest} for pin in case.packs],
        "rules": found.packs.digest,
        "installed": found.installed.digest,
        "changes": [to_plain(one) for one in differing],
    }


def _unit(unit: Unit) -> dict[str, Any]:
    return {**_words(unit), "effective": unit.effective.isoformat(), "digest": unit.digest}


def _words(unit: Unit) -> dict[str, str]:
    return {"key": unit.key, "title": unit.title, "version": unit.version}
