"""The ZIP around a packet and its manifest: the same files always give the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from core.i18n import _
from core.jobs import Progress
from core.model.values import CHINA
from core.packet.exact import plain_info
from core.store import CaseFile

FORMAT: Final = "fushen-packet"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
_CHUNK: Final = 2**20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the ZIP.

    Attributes:
        path: Inside the ZIP, with forward slashes.
        file: Where its bytes are now: a file, or a case file with the hash of an original in it.
        role: packet, letter, portal-text, portal-image, original or readiness.
        source: Id of the paper it comes from, or "".
        pages: 0 for what has no pages.
    """

    path: str
    file: Path | tuple[CaseFile, str]
    role: str
    source: str = ""
    pages: int = 0


class Archive:
    """A ZIP being written, entry after entry, and its manifest at the end.

    Everything is stored, not compressed: scans don't shrink, and no compressor's version shows in the bytes.
    Its methods raise OSError when the disk refuses, and Cancelled through `progress`.
    """

    def __init__(self, target: Path, now: datetime, progress: Progress) -> None:
        self._stream = target.open("wb")
        self._zip = zipfile.ZipFile(self._stream, "w", zipfile.ZIP_STORED, strict_timestamps=False)
        self._now = now
        self._progress = progress
        self._listed: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # After a fault the file is thrown away; closing must not raise a second one over the first.
        with suppress(OSError, ValueError):
            self._zip.close()
        with suppress(OSError):
            self._stream.close()

    def add(self, entries: Iterable[Entry]) -> None:
        """Adds files in the order given."""
        for entry in entries:
            self._listed.append(self._add(entry))

    @property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each entry so far, by its path."""
        return {entry["path"]: entry["sha256"] for entry in self._listed}

    def finish(self, head: dict[str, Any]) -> None:
        """Adds the manifest and waits until the disk has everything."""
        self._zip.writestr(_info(MANIFEST, self._now), sealed(head | {"entries": self._listed}))
        self._zip.close()
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def _add(self, entry: Entry) -> dict[str, Any]:
        with _opened(entry.file) as source:
            sha256, size = self._copied(entry.path, source)
        return {
            "path": entry.path,
            "sha256": sha256,
            "size": size,
            "role": entry.role,
            "source": entry.source,
            "pages": entry.pages,
        }

    def _copied(self, path: str, source: BinaryIO) -> tuple[str, int]:
        """Puts a file in; returns the hash of its bytes and how many they are."""
        info, hashed, size = _info(path, self._now), hashlib.sha256(), 0
        whole = info.file_size = source.seek(0, os.SEEK_END)
        source.seek(0)
        with self._zip.open(info, "w") as target:
            while chunk := source.read(_CHUNK):
                self._progress.step(size, whole, _("正在打包：{name}").format(name=path))
                hashed.update(chunk)
                target.write(chunk)
                size += len(chunk)
        return hashed.hexdigest(), size


def _opened(file: Path | tuple[CaseFile, str]) -> BinaryIO:
    if isinstance(file, Path):
        return file.open("rb")
    casefile, sha256 = file
    return casefile.open_original(sha256)


def sealed(manifest: dict[str, Any]) -> bytes:
    """Returns a manifest as it stands in a packet: its own SHA-256 last, reckoned without that line.

    So a number edited in it by hand shows. Against who reckons anew helps only the SHA-256 of the whole packet.
    """
    digest = hashlib.sha256(_written(manifest)).hexdigest()
    return _written(manifest | {"digest": digest})


def _written(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False, indent=1).encode("utf-8")


def _info(path: str, now: datetime) -> zipfile.ZipInfo:
    return plain_info(path, now.astimezone(CHINA).timetuple()[:6])
