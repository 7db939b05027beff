"""The packs of one person's machine: those that ship with the program, those taken in later, and own values.

In the settings folder lies `packs/`: `installed.json` says which pack is used in which version, `store/` holds each
version by its content, `own.toml` what the person set. None of it is touched by an upgrade of the program.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import tomli_w

from core.errors import BadPacks, DiskFault, FushenError, NotReadable, reason
from core.i18n import _
from core.library.guess import name_of_text
from core.packs import Packs, lint_tree, load_tree
from core.packs.bundle import BYTES_MAX, LIST_NAME, pack, unpack
from core.packs.own import OwnValue, fits
from core.packs.reading import read_all
from core.packs.tree import Tree, of_folder
from core.packs.units import Unit, grouped, units
from core.resources import data_root
from core.store.files import write_whole

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a pack that was taken in.

    Attributes:
        digest: Of its files, by which the store knows it.
        at: When it was taken in.
        name: Of the file that it came in.
    """

    digest: str
    version: str
    at: str
    name: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in for one pack.

    Attributes:
        versions: In the order in which they came.
        using: How many of them count: the last of these is in use; 0 uses what ships with the program.
    """

    versions: tuple[Version, ...] = ()
    using: int = 0

    @property
    def current(self) -> Version | None:
        return self.versions[self.using - 1] if self.using else None


@dataclass(frozen=True, slots=True)
class Installed:
    """One pack in use.

    Attributes:
        shipped: The version that ships with the program; "" when none does.
        taken: The imported version in use; None for the shipped one.
        can_roll_back: Whether there is an earlier version to go back to.
    """

    unit: Unit
    shipped: str
    taken: Version | None
    can_roll_back: bool


class Library:
    """The packs of one machine.

    Args:
        home: The settings folder.
        shipped: The folder of packs that ships with the program.
    """

    def __init__(self, home: Path, shipped: Path | None = None) -> None:
        self.folder = home / "packs"
        self.root = shipped or data_root() / "templates"

    def packs(self) -> Packs:
        """Returns what is in use: shipped packs, imported ones over them, own values over all.

        What was taken in and no longer fits this version of the program is left out, and `Packs.said` tells so.
        """
        tree, said = self._tree()
        own = self.own_values()
        try:
            found = load_tree(tree, self.root, own)
        except BadPacks as error:
            shipped = of_folder(self.root)
            if tree.digest == shipped.digest:
                raise
            text = _("导入的规则包与这一版程序不合，暂时改用程序自带的：{detail}")
            said = (*said, text.format(detail=error.mistakes[0]))
            found = load_tree(shipped, self.root, own)
        return replace(found, said=said)

    def installed(self) -> tuple[Installed, ...]:
        """Returns every pack in use, with where it comes from."""
        shipped = {unit.key: unit.version for unit in units(of_folder(self.root))}
        state = self._state()
        return tuple(
            Installed(unit, shipped.get(unit.key, ""), taken.current, taken.using > 0)
            for unit in units(self._tree()[0])
            for taken in (state.get(unit.key, Taken()),)
        )

    def take_in(self, path: Path, now: datetime) -> tuple[Unit, ...]:
        """Takes packs in from a bundle, or from one TOML file such as a year of working days.

        Returns:
            What is now in use; nothing when it all was before.

        Raises:
            NotReadable: The file can't be read.
            BadPacks: With every mistake; nothing was taken in.
            DiskFault: It could not be kept.
        """
        return self.take_in_files(_files_of(path), path.name, now)

    def take_in_files(self, files: Mapping[str, bytes], name: str, now: datetime) -> tuple[Unit, ...]:
        """Takes packs in from their files; see `take_in`."""
        whole, _said = self._tree()
        new = grouped({n: content for n, content in files.items() if not n.endswith(".md") and n != LIST_NAME})
        merged = _merged(whole, new)
        if mistakes := [str(mistake) for mistake in lint_tree(merged)]:
            raise BadPacks(mistakes)
        before = {unit.key: unit.digest for unit in units(whole)}
        found = [unit for unit in units(merged) if unit.key in new and before.get(unit.key) != unit.digest]
        state = self._state()
        for unit in found:
            self._write(f"store/{unit.digest}.zip", pack(unit.files))
            taken = state.get(unit.key, Taken())
            version = Version(unit.digest, unit.version, now.isoformat(timespec="seconds"), name)
            state[unit.key] = Taken((*taken.versions[: taken.using], version), taken.using + 1)
        if found:
            self._save(state)
        return tuple(found)

    def roll_back(self, key: str) -> Unit | None:
        """Goes back to the version of a pack that was in use before.

        Returns:
            The pack as it is now in use; None when there is none of it any more.

        Raises:
            FushenError: There is no earlier version.
            BadPacks: Other packs need what would go.
        """
        state = self._state()
        taken = state.get(key, Taken())
        if not taken.using:
            raise FushenError(_("“{key}”用的是程序自带的版本，没有更早的可以退回。").format(key=key))
        state[key] = replace(taken, using=taken.using - 1)
        tree, _said = self._tree(state)
        if mistakes := [str(mistake) for mistake in lint_tree(tree)]:
            raise BadPacks(mistakes)
        self._save(state)
        return next((unit for unit in units(tree) if unit.key == key), None)

    def export(self, keys: Iterable[str]) -> bytes:
        """Returns packs as one file: the same bytes for the same packs.

        Raises:
            FushenError: There is no such pack.
        """
        known = {unit.key: unit for unit in units(self._tree()[0])}
        chosen = list(dict.fromkeys(keys)) or list(known)
        if missing := [key for key in chosen if key not in known]:
            raise FushenError(_("没有规则包 {names}。可用的见 fushen packs list。").format(names=_("、").join(missing)))
        return bundle_of([known[key] for key in sorted(chosen)])

    # Own values

    def own_values(self) -> tuple[OwnValue, ...]:
        """Returns what the person set, in the order in which it was set; of a file that can't be read, nothing."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            plain = tomllib.loads((self.folder / "own.toml").read_text("utf-8"))
            return tuple(_own(row) for row in plain.get("own", []))
        return ()

    def set_own(self, value: OwnValue) -> None:
        """Keeps a value of the person's own, in place of an earlier one.

        Raises:
            BadPacks: There is no such place, or the value can't stand there.
        """
        shapes = {file.name: file.shape for file in read_all(self._tree()[0])}
        if not fits(shapes.get(value.file), value):
            text = _("{file} 的 {place} 不能设为“{value}”。")
            raise BadPacks([text.format(file=value.file, place=value.place, value=value.value)])
        self._save_own((*self._others(value.file, value.place), value))

    def drop_own(self, file: str, place: str) -> None:
        """Goes back to what the pack says."""
        self._save_own(self._others(file, place))

    def idle_own(self) -> tuple[OwnValue, ...]:
        """Returns values of the person's own whose place the packs in use no longer have."""
        shapes = {file.name: file.shape for file in read_all(self._tree()[0])}
        return tuple(one for one in self.own_values() if not fits(shapes.get(one.file), one))

    def _others(self, file: str, place: str) -> tuple[OwnValue, ...]:
        return tuple(one for one in self.own_values() if (one.file, one.place) != (file, place))

    def _save_own(self, values: tuple[OwnValue, ...]) -> None:
        rows = [{"file": o.file, "place": o.place, "value": o.value, "on": o.on, "note": o.note} for o in values]
        self._write("own.toml", tomli_w.dumps({"own": rows}).encode())

    # What lies on the disk

    def _tree(self, state: Mapping[str, Taken] | None = None) -> tuple[Tree, tuple[str, ...]]:
        """Returns the files in use, and what of the imported ones could not be found."""
        tree, said = of_folder(self.root), []
        for key, taken in sorted((self._state() if state is None else state).items()):
            if taken.current is None:
                continue
            try:
                tree = _merged(tree, {key: unpack((self.folder / f"store/{taken.current.digest}.zip").read_bytes())})
            except (OSError, BadPacks):
                text = _("导入的规则包 {key} {version} 已找不到，改用程序自带的。请重新导入。")
                said.append(text.format(key=key, version=taken.current.version))
        return tree, tuple(said)

    def _state(self) -> dict[str, Taken]:
        with suppress(OSError, ValueError, KeyError, TypeError):
            plain = json.loads((self.folder / "installed.json").read_bytes())
            return {key: _taken(row) for key, row in plain["packs"].items()}
        return {}

    def _save(self, state: Mapping[str, Taken]) -> None:
        rows = {key: _taken_plain(taken) for key, taken in sorted(state.items())}
        text = json.dumps({"format": FORMAT, "packs": rows}, ensure_ascii=False, indent=1)
        self._write("installed.json", text.encode())

    def _write(self, name: str, content: bytes) -> None:
        path = self.folder / name
        try:
            write_whole(path, content)
        except OSError as error:
            raise DiskFault(path, error) from error


def bundle_of(chosen: Iterable[Unit]) -> bytes:
    """Writes packs as one file, with a list of what they are."""
    chosen = tuple(chosen)
    rows = [{"pack": u.key, "title": u.title, "version": u.version, "digest": u.digest} for u in chosen]
    listed = tomli_w.dumps({"format": FORMAT, "packs": rows}).encode()
    return pack({LIST_NAME: listed} | {name: content for unit in chosen for name, content in unit.files.items()})


def _merged(tree: Tree, new: Mapping[str, Mapping[str, bytes]]) -> Tree:
    """Puts whole packs in the place of others: a file that a newer version no longer has must not stay."""
    gone = frozenset(name for name, files in grouped(tree.files).items() if name in new for name in files)
    return tree.without(gone).over({name: content for files in new.values() for name, content in files.items()})


def _files_of(path: Path) -> dict[str, bytes]:
    try:
        if path.stat().st_size > BYTES_MAX:
            raise BadPacks([_("{file} 太大，不像规则包。").format(file=path.name)])
        content = path.read_bytes()
    except OSError as error:
        raise NotReadable(path, reason(error)) from error
    if path.suffix != ".toml":
        return _listed(unpack(content))
    return {name_of_text(path.name, content): content}


def _listed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Holds a bundle against its own list, where it has one: what was changed on the way is not taken in."""
    if LIST_NAME not in files:
        return files
    try:
        plain = tomllib.loads(files[LIST_NAME].decode("utf-8"))
        said = {str(row["pack"]): str(row["digest"]) for row in plain["packs"]}
    except (ValueError, KeyError, TypeError) as error:
        raise BadPacks([_("{name} 写得不对，无法核对里面的规则包。").format(name=LIST_NAME)]) from error
    have = grouped({n: content for n, content in files.items() if n != LIST_NAME and not n.endswith(".md")})
    wrong = [key for key in sorted({*said, *have}) if key not in have or said.get(key) != Tree(have[key]).digest]
    if wrong:
        text = _("{name} 与 pack.toml 中写的不符，可能在传送中被改动。")
        raise BadPacks([text.format(name=key) for key in wrong])
    return files


def _own(row: Mapping[str, Any]) -> OwnValue:
    on = row["on"]
    day = on if isinstance(on, date) else date.fromisoformat(str(on))
    return OwnValue(str(row["file"]), str(row["place"]), row["value"], day, str(row.get("note", "")))


def _taken(row: Mapping[str, Any]) -> Taken:
    versions = tuple(
        Version(*(str(one[key]) for key in ("digest", "version", "at", "name"))) for one in row["versions"]
    )
    return Taken(versions, min(max(int(row["using"]), 0), len(versions)))


def _taken_plain(taken: Taken) -> dict[str, Any]:
    rows = [{"digest": v.digest, "version": v.version, "at": v.at, "name": v.name} for v in taken.versions]
    return {"using": taken.using, "versions": rows}
