"""`fushen packs …`: lint and list here, what moves packs about in `core.cli.packs_moving`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from core import packs
from core.cli import ids, packs_moving, rules
from core.cli.parser import Arguments
from core.cli.showing import show_json
from core.cli.terminal import Terminal, fill, table, width, wrap
from core.errors import NotReadable
from core.i18n import _
from core.library import Library
from core.packs.facts import Told, facts
from core.packs.labels import value_text
from core.packs.shapes import Pack, Playbook, Source

AnyPack = TypeVar("AnyPack", bound=Pack)


def run(arguments: Arguments, terminal: Terminal) -> int:
    """Lists what is wrong with packs, or what is installed; takes packs in and out; moves a case to newer ones."""
    if arguments.action == "lint":
        return _lint(arguments, terminal)
    if arguments.action != "list":
        return packs_moving.run(arguments, terminal)
    installed = rules.installed(terminal)
    kinds = _kinds(installed)
    if arguments.json:
        plain = {kind: [_plain(pack) for pack in members] for kind, _title, members in kinds}
        more = {"reasons": ids.reasons(installed), "findings": ids.findings()}
        named = {key: [one.to_plain() for one in members] for key, members in more.items()}
        told = [_fact(told) for told in facts(installed)]
        show_json(terminal, {**plain, **named, "facts": told, **_machine(rules.library())})
    elif arguments.checks:
        _show_ids(terminal, installed)
    else:
        _show(terminal, kinds)
        _show_machine(terminal, rules.library())
    return 0


def _machine(library: Library) -> dict[str, Any]:
    """Every pack with where it comes from, and what the person set."""
    return {
        "installed": [
            {
                "pack": one.unit.key,
                "title": one.unit.title,
                "version": one.unit.version,
                "effective": one.unit.effective.isoformat(),
                "digest": one.unit.digest,
                "shipped": one.shipped,
                "imported": {"at": one.taken.at, "file": one.taken.name} if one.taken else None,
                "changelog": [change.model_dump(mode="json") for change in one.unit.changelog],
            }
            for one in library.installed()
        ],
        "own": [
            {"file": o.file, "place": o.place, "value": o.value, "on": o.on.isoformat(), "note": o.note}
            for o in library.own_values()
        ],
    }


def _show_machine(terminal: Terminal, library: Library) -> None:
    """What is not as it was shipped, when anything is."""
    taken = [one for one in library.installed() if one.taken is not None]
    if taken:
        terminal.result(terminal.paint(_("导入的规则包 ({count})").format(count=len(taken)), "bold"))
        rows = [(f"  {o.unit.key}", o.unit.version, o.taken.at[:10], o.taken.name) for o in taken if o.taken]
        for line in table(rows, terminal.columns):
            terminal.result(line)
        terminal.result("")
    if own := library.own_values():
        idle = library.idle_own()
        terminal.result(terminal.paint(_("您的设定 ({count})").format(count=len(own)), "bold"))
        for one in own:
            text = _("  {file} {place} = {value}（{day}）")
            line = text.format(file=one.file, place=one.place, value=value_text(one.value), day=one.on.isoformat())
            terminal.result(line + (_("，现在的规则里已没有这一项，不起作用") if one in idle else ""))
        terminal.result("")


def _show_ids(terminal: Terminal, installed: packs.Packs) -> None:
    _show_group(terminal, _("检查项（写在 [levels]、豁免中）"), ids.findings())
    for book in _sorted(installed.playbooks.values()):
        for _key, title, named in ids.of_playbook(book):
            _show_group(terminal, f"{book.id} · {title}", named)
    _show_group(terminal, _("原因（写在意见的 reason）"), ids.reasons(installed))


def _show_group(terminal: Terminal, title: str, named: list[ids.Named]) -> None:
    terminal.result(terminal.paint(f"{title} ({len(named)})", "bold"))
    size = max((width(one.id) for one in named), default=0)
    for one in named:
        _show_one(terminal, one, size)
    terminal.result("")


def _show_one(terminal: Terminal, one: ids.Named, size: int) -> None:
    lines = wrap(one.title, terminal.columns - size - 4)
    for choice in (*one.more.get("options", ()), *one.more.get("alternatives", ())):
        lines += wrap(f"· {choice['id']} {choice['title']}", terminal.columns - size - 4)
    for number, line in enumerate(lines):
        terminal.result(f"  {fill(one.id if number == 0 else '', size)}  {line}".rstrip())


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
        ("playbooks", _("申诉类型"), [*_sorted(installed.playbooks.values())]),
        ("platforms", _("平台"), [*_sorted(installed.platforms.values())]),
        ("papers", _("材料类型"), [*_sorted(installed.papers.values())]),
    ]


def _sorted(members: Iterable[AnyPack]) -> list[AnyPack]:
    return sorted(members, key=lambda pack: pack.id)


def _plain(pack: Pack) -> dict[str, Any]:
    own = ids.of_playbook(pack) if isinstance(pack, Playbook) else []
    return {
        "id": pack.id,
        "title": pack.title,
        "title_en": pack.title_en,
        "version": pack.version,
        "effective": pack.effective.isoformat(),
        "sources": [source.model_dump(mode="json") for source in pack.sources],
        "changelog": [change.model_dump(mode="json") for change in pack.changelog],
    } | {key: [one.to_plain() for one in named] for key, _title, named in own}


def _fact(told: Told) -> dict[str, Any]:
    return {"file": told.file, "about": told.about, "what": told.what, **told.source.model_dump(mode="json")}


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
