"""Says of every entry of a packet whether it is what the manifest says. Reads only; nothing is unpacked."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from core import zips
from core.built import Checked, State, Verification
from core.errors import NotAPacket
from core.i18n import _
from core.packet.archive import FORMAT, MANIFEST, VERSION, sealed
from core.packet.exact import is_exact

_CHUNK: Final = 2**20
_MANIFEST_BYTES: Final = 32 * 2**20
_ENTRIES: Final = 50_000


@dataclass(frozen=True, slots=True)
class _Listed:
    path: str
    sha256: str
    size: int


def verify(packet: Path) -> Verification:
    """Compares a packet with its manifest.

    Raises:
        NotAPacket: The file is no ZIP, or has no manifest of ours.
    """
    try:
        with zipfile.ZipFile(packet) as archive:
            if len(archive.namelist()) > _ENTRIES:
                raise NotAPacket(packet, _("其中的文件过多"))
            checked = _entries(packet, archive)
            sound = all(entry.state == "intact" for entry in checked)
            return Verification(packet, (*checked, *(_around(packet, archive, checked) if sound else ())))
    except zips.DAMAGE as error:
        raise NotAPacket(packet, _("不是完整的 ZIP 文件")) from error


def _entries(packet: Path, archive: zipfile.ZipFile) -> tuple[Checked, ...]:
    counts = Counter(archive.namelist())
    if MANIFEST not in counts:
        raise NotAPacket(packet, _("其中没有清单 manifest.json"))
    content = _content(archive, MANIFEST)
    listed = _listed(content) if content is not None else None
    if listed is None and content is not None and not _ours(content):
        raise NotAPacket(packet, _("其中的清单不是复申写的"))
    if listed is None:
        # Ours, but damaged: nothing can be said of the other entries, so none is called intact.
        return (Checked(MANIFEST, "changed"),)
    checked = [Checked(item.path, _state(archive, item, counts)) for item in listed]
    checked.append(Checked(MANIFEST, "intact" if counts[MANIFEST] == 1 else "changed"))
    known = {item.path for item in listed} | {MANIFEST}
    return (*checked, *(Checked(name, "added") for name in sorted(counts) if name not in known))


def _around(packet: Path, archive: zipfile.ZipFile, checked: Sequence[Checked]) -> tuple[Checked, ...]:
    """Names the ZIP itself when its entries are whole and it is still not what we write."""
    try:
        exact = [entry.path for entry in checked] == archive.namelist() and is_exact(archive)
    except zips.DAMAGE:
        exact = False
    return () if exact else (Checked(packet.name, "changed"),)


def _state(archive: zipfile.ZipFile, item: _Listed, counts: Counter[str]) -> State:
    if counts[item.path] == 0:
        return "missing"
    # Two entries of one name: programs differ in which of them they show.
    if counts[item.path] > 1 or archive.getinfo(item.path).file_size != item.size:
        return "changed"
    try:
        return "intact" if _hash(archive, item) == item.sha256 else "changed"
    except zips.DAMAGE:
        return "changed"


def _hash(archive: zipfile.ZipFile, item: _Listed) -> str:
    hashed, size = hashlib.sha256(), 0
    with archive.open(item.path) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > item.size:  # more than the directory of the ZIP admits
                return ""
            hashed.update(chunk)
    return hashed.hexdigest()


def _content(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """Returns a small entry's bytes, or None when it is damaged or too large to be a manifest."""
    try:
        with archive.open(name) as stream:
            content = stream.read(_MANIFEST_BYTES + 1)
    except zips.DAMAGE:
        return None
    return content if len(content) <= _MANIFEST_BYTES else None


def _ours(content: bytes) -> bool:
    return f'"{FORMAT}"'.encode() in content[:4096]


def _listed(content: bytes) -> tuple[_Listed, ...] | None:
    """Reads the manifest; None when it does not have our shape."""
    try:
        whole = json.loads(content)
        if whole["format"] != FORMAT or not 1 <= int(whole["version"]) <= VERSION:
            return None
        del whole["digest"]  # put back, last, by `sealed`
        if sealed(whole) != content:
            return None
        return tuple(_item(entry) for entry in whole["entries"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def _item(entry: dict[str, Any]) -> _Listed:
    path, sha256, size = entry["path"], entry["sha256"], entry["size"]
    if not (isinstance(path, str) and isinstance(sha256, str) and isinstance(size, int)):
        raise TypeError(path)
    return _Listed(path, sha256, size)
