"""A ZIP as such: what is in it, and one file taken out of it at a time."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, Final

from core import zips
from core.probe.limits import TAKEN, Limits
from core.probe.other import plain
from core.probe.package import Package, Refused, fault_of, is_nested, nested_bytes

Plain = dict[str, Any]
LISTED: Final = 1000
_CHUNK: Final = 2**20
_NAME: Final = 300


def read_archive(path: Path) -> Plain:
    """Returns what a ZIP holds; raises `Refused` for one that is a trap or a wreck."""
    with Package(path, strict=False) as package:
        faults = {entry.filename: fault_of(entry) for entry in package.entries}
        if "unsafe-path" in faults.values():
            raise Refused("hostile", "unsafe-path", "a name leads out of the folder")
        if not package.entries:
            raise Refused("corrupt", "damaged", "no entries")
        nested_bytes(package)
        verdict, reason = ("encrypted", "encrypted") if "encrypted" in faults.values() else ("ok", "")
        if not reason:
            package.verify()
        answer = plain("zip", verdict, reason)
        answer["entries"] = [
            {"name": e.filename[:_NAME], "size": e.file_size, "reason": faults[e.filename] or _nested(package, e)}
            for e in package.entries[:LISTED]
        ]
        return answer


def take(path: Path, name: str, folder: Path, limits: Limits) -> Plain:
    """Unpacks one entry into the worker's own folder, under a name of ours."""
    try:
        with Package(path, strict=False) as package:
            entry = next((e for e in package.entries if e.filename == name), None)
            if entry is None:
                return {"failed": "no-such-entry"}
            too_large = "too-large" if entry.file_size > limits.file_mb * 2**20 else ""
            if fault := fault_of(entry) or too_large or _nested(package, entry):
                return {"failed": fault}
            return {"taken": True, "size": _copy(package, name, folder / TAKEN, entry.file_size)}
    except Refused as refused:
        return {"failed": refused.reason}
    except zips.DAMAGE as error:
        return {"failed": "damaged", "detail": str(error)[:_NAME]}


def _nested(package: Package, entry: zipfile.ZipInfo) -> str:
    return "nested" if is_nested(package, entry) else ""


def _copy(package: Package, name: str, target: Path, most: int) -> int:
    size = 0
    with package.open(name) as source, target.open("wb") as stream:
        while size <= most and (chunk := source.read(_CHUNK)):
            stream.write(chunk)
            size += len(chunk)
    return size
