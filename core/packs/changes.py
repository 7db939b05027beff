"""What differs between two versions of packs, as data that reads as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff
from typing import Any, Final, Literal

from core.i18n import _
from core.packs.labels import label_of, noun_of, span_of, value_text
from core.packs.own import key_of, title_of
from core.packs.reading import read_all
from core.packs.shapes import Shape, Source, Window
from core.packs.tree import Tree
from core.packs.units import Unit, units

_LINES_MAX: Final = 200
# What tells of the version itself, or is said in another language.
_ASIDE: Final = frozenset({"id", "version", "effective", "changelog", "sources", "title_en", "fact"})


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that differs.

    Attributes:
        unit: Key of the pack.
        pack: What the pack is called.
        about: What in it, from the outside in; empty for the pack itself.
        what: What is added, removed or changed: a noun.
        before, after: As people read it; "" on the side where it is not.
        source: Where the newer value comes from, or the older one when it is gone.
        lines: Of a text template, the lines taken out (`-`) and put in (`+`).
    """

    unit: str
    pack: str
    kind: Literal["added", "removed", "changed"]
    about: tuple[str, ...]
    what: str
    before: str = ""
    after: str = ""
    source: Source | None = None
    lines: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The change as one sentence: “某平台·申诉次数由“1 次”改为“2 次”（来源：…，2026-11-23）”."""
        told = self._told().format(
            place=_("·").join((_(self.pack), *self.about)), what=self.what, before=self.before, after=self.after
        )
        if self.source is None:
            return told
        text = _("{told}（来源：{source}，{day}）")
        return text.format(told=told, source=self.source.source, day=self.source.as_of.isoformat())

    def _told(self) -> str:
        if self.kind == "added":
            return _("{place}：新增{what}“{after}”")
        if self.kind == "removed":
            return _("{place}：删去{what}“{before}”")
        if self.lines or not (self.before or self.after):
            return _("{place}：{what}有改动")
        return _("{place}：{what}由“{before}”改为“{after}”")


def changes(old: Tree, new: Tree) -> tuple[Changed, ...]:
    """Returns everything that differs, pack by pack in the order in which they are shown."""
    before, after = ({unit.key: unit for unit in units(tree)} for tree in (old, new))
    shapes = [{file.name: file.shape for file in read_all(tree)} for tree in (old, new)]
    found: list[Changed] = []
    for key, unit in {**before, **after}.items():
        if key not in before or key not in after:
            found.append(_whole(unit, added=key in after))
        elif before[key].digest != after[key].digest:
            found += _shapes(unit, (), shapes[0][before[key].main], shapes[1][unit.main])
            found += _templates(before[key], unit)
    return tuple(found)


def _whole(unit: Unit, *, added: bool) -> Changed:
    told = _("{title} {version}").format(title=_(unit.title), version=unit.version)
    what = _("规则包")
    if added:
        return Changed(unit.key, unit.title, "added", (), what, after=told, source=unit.sources[0])
    return Changed(unit.key, unit.title, "removed", (), what, before=told, source=unit.sources[0])


def _shapes(unit: Unit, about: tuple[str, ...], old: Shape, new: Shape) -> Iterator[Changed]:
    """Yields the differences of two tables of one kind."""
    source = _source_of(new)
    found = [one for name in _names(old) for one in _values(unit, about, name, getattr(old, name), getattr(new, name))]
    if isinstance(old, Window) and isinstance(new, Window) and span_of(old) != span_of(new):
        one = Changed(unit.key, unit.title, "changed", about, _("时长"), span_of(old), span_of(new))
        found = [one, *(c for c in found if c.what not in (label_of("amount"), label_of("unit")))]
    if not found and (one_ := _source_changed(unit, about, old, new)):
        found = [one_]
    yield from (one if one.source else replace(one, source=source) for one in found)


def _names(shape: Shape) -> Iterator[str]:
    yield from (name for name in type(shape).model_fields if name not in _ASIDE and not name.endswith("_fact"))


def _values(unit: Unit, about: tuple[str, ...], name: str, old: Any, new: Any) -> Iterator[Changed]:
    if old == new:
        return
    if isinstance(old, Shape) and isinstance(new, Shape):
        yield from _shapes(unit, (*about, label_of(name)), old, new)
    elif _is_table(old) or _is_table(new):
        yield from _tables(unit, about, name, old, new)
    elif isinstance(old, Shape) or isinstance(new, Shape):
        whole = Changed(unit.key, unit.title, "added" if old is None else "removed", about, label_of(name))
        given = _brief(new if old is None else old)
        yield replace(whole, after=given) if old is None else replace(whole, before=given)
    else:
        texts = ("", "") if isinstance(old, dict) or isinstance(new, dict) else (value_text(old), value_text(new))
        yield Changed(unit.key, unit.title, "changed", about, label_of(name), *texts)


def _is_table(value: Any) -> bool:
    return isinstance(value, tuple) and any(isinstance(one, Shape) for one in value)


def _tables(
    unit: Unit, about: tuple[str, ...], name: str, old: tuple[Shape, ...], new: tuple[Shape, ...]
) -> Iterator[Changed]:
    before, after = _paired(old, new)
    for key, one in {**before, **after}.items():
        title = _(title_of(one) or key)
        if key not in before:
            yield Changed(unit.key, unit.title, "added", about, noun_of(name), after=title, source=_source_of(one))
        elif key not in after:
            yield Changed(unit.key, unit.title, "removed", about, noun_of(name), before=title, source=_source_of(one))
        elif before[key] != one:
            yield from _shapes(unit, (*about, _named(name, title)), before[key], one)


def _paired(old: tuple[Shape, ...], new: tuple[Shape, ...]) -> tuple[dict[str, Shape], dict[str, Shape]]:
    """Returns both lists by key; an element under another key but of the same name is the same one, changed."""
    before, after = ({key_of(one, n): one for n, one in enumerate(many, start=1)} for many in (old, new))
    titles = {title_of(one): key for key, one in before.items() if key not in after}
    for key in [key for key in after if key not in before and title_of(after[key]) in titles]:
        was = titles.pop(title_of(after[key]), None)
        if was is not None:
            after[was] = after.pop(key)
    return before, after


def _named(name: str, title: str) -> str:
    return _("{what}“{title}”").format(what=noun_of(name), title=title)


def _source_of(shape: Shape) -> Source | None:
    return getattr(shape, "fact", None)


def _source_changed(unit: Unit, about: tuple[str, ...], old: Shape, new: Shape) -> Changed | None:
    was, now = _source_of(old), _source_of(new)
    if was is None or now is None or was == now:
        return None
    return Changed(unit.key, unit.title, "changed", about, label_of("fact"), was.source, now.source, now)


def _brief(shape: Shape) -> str:
    told = (value_text(getattr(shape, name)) for name in _names(shape) if getattr(shape, name) not in ("", (), None))
    return _(title_of(shape)) or _("、").join(told)


def _templates(old: Unit, new: Unit) -> Iterator[Changed]:
    for name in sorted(n for n in {*old.files, *new.files} if n.endswith(".j2")):
        was, now = (unit.files.get(name, b"").decode("utf-8", "replace").splitlines() for unit in (old, new))
        if was == now:
            continue
        lines = [line for line in unified_diff(was, now, lineterm="", n=0) if line[:3] not in ("---", "+++")]
        what = _("文字模板 {name}").format(name=name.rpartition("/")[2])
        yield Changed(new.key, new.title, "changed", (), what, lines=tuple(lines[:_LINES_MAX]))


def to_plain(one: Changed) -> dict[str, Any]:
    """Returns a change for other programs."""
    source = one.source.model_dump(mode="json") if one.source else None
    return {
        "pack": one.unit,
        "kind": one.kind,
        "about": list(one.about),
        "what": one.what,
        "before": one.before,
        "after": one.after,
        "sentence": one.sentence,
        "lines": list(one.lines),
        "source": source,
    }
