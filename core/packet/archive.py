"""The ZIP around a packet and its manifest: the same files always give the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from core.jobs import Progress
from core.model.values import CHINA

FORMAT: Final = "fushen-packet"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
_CHUNK: Final = 2**20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the ZIP.

    Attributes:
        path: Inside the ZIP, with forward slashes.
        file: Where its bytes are now.
        role: packet, letter, portal-text, portal-image, original or readiness.
        source: Id of the paper it comes from, or "".
        pages: 0 for what has no pages.
    """

    path: str
    file: Path
    role: str
    source: str = ""
    pages: int = 0


def write_zip(
    target: Path, entries: Sequence[Entry], head: dict[str, Any], now: datetime, progress: Progress, message: str
) -> None:
    """Writes the ZIP, entries by name, the manifest last, and waits until the disk has it.

    Everything is stored, not compressed: scans don't shrink, and no compressor's version shows in the bytes.

    Raises:
        OSError: The disk refuses.
        Cancelled: Through `progress`.
    """
    with target.open("wb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
            ordered = sorted(entries, key=lambda e: e.path)
            listed = [_add(archive, entry, now, progress, message) for entry in ordered]
            content = json.dumps(head | {"entries": listed}, ensure_ascii=False, indent=1)
            archive.writestr(_info(MANIFEST, now), content.encode("utf-8"))
        stream.flush()
        os.fsync(stream.fileno())


def sha256_of(path: Path) -> str:
    """Returns the lower-case hex hash of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _add(archive: zipfile.ZipFile, entry: Entry, now: datetime, progress: Progress, message: str) -> dict[str, Any]:
    hashed, size, whole = hashlib.sha256(), 0, entry.file.stat().st_size
    info = _info(entry.path, now)
    info.file_size = whole
    with entry.file.open("rb") as source, archive.open(info, "w") as target:
        while chunk := source.read(_CHUNK):
            progress.step(size, whole, message)
            hashed.update(chunk)
            target.write(chunk)
            size += len(chunk)
    return {
        "path": entry.path,
        "sha256": hashed.hexdigest(),
        "size": size,
        "role": entry.role,
        "source": entry.source,
        "pages": entry.pages,
    }


def _info(path: str, now: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, now.astimezone(CHINA).timetuple()[:6])
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info
