"""`fushen packs lint [DIR]` and `fushen packs list`"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core import packs
from core.cli.parser import Arguments
from core.cli.showing import show_json
from core.cli.terminal import Terminal, table, wrap
from core.errors import NotReadable
from core.i18n import _
from core.packs.shapes import Pack, Source


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Lists what is wrong with packs, or what is installed."""
    if arguments.action == "lint":
        return _lint(arguments, terminal)
    kinds = _kinds(packs.load())
    if arguments.json:
        show_json(terminal, {kind: [_plain(pack) for pack in members] for kind, _title, members in kinds})
    else:
        _show(terminal, kinds)
    return 0


def _lint(arguments: Arguments, terminal: Terminal) -> int:
    folder = arguments.folder
    if folder is not None and not folder.is_dir():
        raise NotReadable(folder, _("不是文件夹"))
    mistakes = packs.lint(folder)
    for mistake in mistakes:
        terminal.result(str(mistake))
    if mistakes:
        terminal.note(_("共 {count} 处错误。").format(count=len(mistakes)))
    else:
        terminal.result(_("✓ 规则包没有错误。"))
    return 1 if mistakes else 0


_Kinds = list[tuple[str, str, list[Pack]]]


def _kinds(installed: packs.Packs) -> _Kinds:
    return [
        ("playbooks", _("申诉类型"), _sorted(installed.playbooks.values())),
        ("platforms", _("平台"), _sorted(installed.platforms.values())),
        ("papers", _("材料类型"), _sorted(installed.papers.values())),
    ]


def _sorted(members: Iterable[Pack]) -> list[Pack]:
    return sorted(members, key=lambda pack: pack.id)


def _plain(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "title": pack.title,
        "title_en": pack.title_en,
        "version": pack.version,
        "effective": pack.effective.isoformat(),
        "sources": [source.model_dump(mode="json") for source in pack.sources],
    }


def _show(terminal: Terminal, kinds: _Kinds) -> None:
    for _kind, title, members in kinds:
        terminal.result(terminal.paint(f"{title} ({len(members)})", "bold"))
        rows = [(f"  {p.id}", p.version, p.effective.isoformat(), p.title) for p in members]
        for pack, line in zip(members, table(rows, terminal.columns), strict=True):
            terminal.result(line)
            for cited in wrap(_cited(pack.sources), terminal.columns, "      "):
                terminal.result(terminal.paint(cited, "grey"))
        terminal.result("")


def _cited(sources: tuple[Source, ...]) -> str:
    return _("；").join(f"{s.source}（{s.as_of.isoformat()}，{s.certainty}）" for s in sources)
