"""What the dialog of rules shows, read off the interface thread in one go, and the rows it is shown as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from core.i18n import _
from core.jobs import Progress
from core.library import Installed, Library
from core.packs.facts import Told, facts
from core.packs.labels import label_of, value_text
from core.packs.own import OwnSource, OwnValue, Settable, settable
from core.packs.reading import read_all
from core.packs.shapes import Shape
from core.packs.units import title_of_kind
from gui.models.rows import RowData
from gui.sources import certainty


@dataclass(frozen=True, slots=True)
class State:
    """All that the dialog shows.

    Attributes:
        facts: By the file that tells them.
        settable: What a person may set, by file.
        idle: Own values whose place is gone.
    """

    installed: tuple[Installed, ...]
    facts: dict[str, tuple[Told, ...]]
    settable: dict[str, tuple[Settable, ...]]
    own: tuple[OwnValue, ...]
    idle: tuple[OwnValue, ...]

    def of(self, key: str) -> Installed | None:
        """Returns the pack of a key."""
        return next((one for one in self.installed if one.unit.key == key), None)

    def own_of(self, file: str, place: str) -> OwnValue | None:
        """Returns what the person set in a place."""
        return next((one for one in self.own if (one.file, one.place) == (file, place)), None)


def read_state(library: Library, _progress: Progress) -> State:
    """Reads what is installed."""
    packs = library.packs()
    told = sorted(facts(packs), key=lambda one: one.file)
    own = library.own_values()
    of_file = {file: tuple(o for o in own if o.file == file) for file in {one.file for one in own}}
    shapes = {f.name: f.shape for f in read_all(packs.tree, of_file) if isinstance(f.shape, Shape)}
    return State(
        library.installed(),
        {file: tuple(many) for file, many in groupby(told, key=lambda one: one.file)},
        {name: tuple(settable(shape)) for name, shape in shapes.items()},
        own,
        library.idle_own(),
    )


def after(library: Library, change: Callable[[], object], progress: Progress) -> State:
    """Changes something and reads what is installed then."""
    change()
    return read_state(library, progress)


def change_then_read(library: Library, change: Callable[[], object]) -> Callable[[Progress], State]:
    """Returns the work of a job that changes something."""
    return partial(after, library, change)


def pack_rows(state: State, search: str) -> list[RowData]:
    """Returns the packs under the headings of their kinds; `search` narrows them down by title or key."""
    rows: list[RowData] = []
    words = search.strip().lower()
    for kind, many in groupby(state.installed, key=lambda one: one.unit.kind):
        found = [one for one in many if words in f"{_(one.unit.title)} {one.unit.title} {one.unit.key}".lower()]
        if found:
            rows.append(RowData(f":{kind}", title_of_kind(kind), heading=True))
        rows += (_pack_row(one, state) for one in found)
    return rows


def _pack_row(one: Installed, state: State) -> RowData:
    text = _("{version} · {day} 起")
    detail = text.format(version=one.unit.version, day=one.unit.effective.isoformat())
    own = any(value.file == one.unit.main for value in state.own)
    pill = _("已导入") if one.taken else _("您的设定") if own else ""
    return RowData(one.unit.key, _(one.unit.title), detail, pill, "accent" if pill else "")


def fact_rows(state: State, one: Installed) -> list[RowData]:
    """Returns every fact of a pack with its source beneath."""
    told = state.facts.get(one.unit.main, ())
    return [RowData(f"{n}", _what(t, one), certainty(t.source), long=True) for n, t in enumerate(told)]


def _what(told: Told, one: Installed) -> str:
    if told.what and told.what != one.unit.title:
        return _(told.what)
    place = [value_text(label_of(part)) for part in told.about.split(".") if not part.isdigit()]
    return _("整个规则包") if place[:1] == [label_of("sources")] or not place else _("·").join(place)


def settable_rows(state: State, one: Installed) -> list[RowData]:
    """Returns what a person may set in a pack, with the value now in use."""
    rows: list[RowData] = []
    for place, many in groupby(state.settable.get(one.unit.main, ()), key=lambda item: item.place.rpartition(".")[0]):
        items = list(many)
        rows.append(RowData(f":{place}", _about(items[0], place), heading=True))
        rows += (_settable_row(item, state.own_of(one.unit.main, item.place)) for item in items)
    return rows


def _about(item: Settable, place: str) -> str:
    if item.titles[1:]:
        return _("·").join(_(title) for title in item.titles[1:])
    return _("·").join(value_text(label_of(part)) for part in place.split(".") if part) or _(item.titles[0])


def _settable_row(item: Settable, own: OwnValue | None) -> RowData:
    title = _("{what}：{value}").format(what=label_of(item.name), value=value_text(item.value))
    pill = _("您的设定 {day}").format(day=own.on.isoformat()) if own else ""
    return RowData(item.place, title, "", pill, "accent" if own else "", inner=True)


def source_of(item: Settable) -> str:
    """Returns where a value comes from."""
    if item.value is None:
        return _("没有来源说到这一项。")
    fact = getattr(item.shape, "fact", None) or getattr(item.shape, f"{item.name.removesuffix('_days')}_fact", None)
    if isinstance(fact, OwnSource) and fact.note:
        return _("{source}：{note}").format(source=certainty(fact), note=fact.note)
    return certainty(fact)
