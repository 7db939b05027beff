"""Where the clients lie: one JSON file, and beside it the papers by their SHA-256."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.clients.profiles import Client, ProvenPaper
from core.errors import DiskFault, NotReadable, reason
from core.i18n import _
from core.model import codec
from core.store import files
from core.store.originals import measure

_NAME: Final = "clients.json"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class _Document:
    format: int
    clients: tuple[Client, ...]


class ClientShelf:
    """The clients of one person on one machine."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._papers = folder / "clients"

    def read(self) -> tuple[Client, ...]:
        """Reads all clients, by name.

        Raises:
            NotReadable, DamagedDocument: The file is there and can't be used; it is left as it is.
        """
        try:
            text = self._path.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise NotReadable(self._path, reason(error)) from error
        return tuple(sorted(codec.load(_Document, text).clients, key=lambda client: client.name))

    def write(self, clients: tuple[Client, ...]) -> None:
        """Replaces the file, wholly or not at all."""
        text = codec.dump(_Document(_FORMAT, clients))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{_NAME}.", dir=self._path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            files.replace(Path(name), self._path)
        except OSError as error:
            raise DiskFault(self._path, error) from error

    def keep(self, source: Path, paper_type: str = "", name: str = "") -> ProvenPaper:
        """Copies a paper to the clients, byte by byte, and says what it is.

        Raises:
            NotReadable: It can't be read.
            DiskFault: It could not be written.
        """
        original = measure(source)
        target = self.path_of(original.sha256)
        if not target.exists():
            try:
                self._papers.mkdir(parents=True, exist_ok=True)
                part = target.with_suffix(".part")
                shutil.copyfile(source, part)
                files.sync_file(part)
                files.replace(part, target)
            except OSError as error:
                raise DiskFault(target, error) from error
        return ProvenPaper(original.sha256, name or original.name, original.size, paper_type)

    def path_of(self, sha256: str) -> Path:
        return self._papers / sha256

    def originals(self, client: Client) -> tuple[Path, ...]:
        """Returns the files of a client's papers.

        Raises:
            NotReadable: One is not there any more.
        """
        paths = []
        for paper in client.papers:
            path = self.path_of(paper.sha256)
            if not path.is_file():
                raise NotReadable(path, _("客户资料中的 {file} 已不在本机").format(file=paper.file))
            paths.append(path)
        return tuple(paths)


def put(clients: tuple[Client, ...], client: Client) -> tuple[Client, ...]:
    """Puts a client in the place of the one with its id, or adds it."""
    others = [c for c in clients if c.id != client.id]
    return tuple(sorted((*others, client), key=lambda c: c.name))


def of_case(clients: tuple[Client, ...], *, name: str, uscc: str) -> Client | None:
    """Returns the client of a case: the one with its code, else the one with its name."""
    by_code = next((c for c in clients if uscc and c.value("uscc") == uscc), None)
    return by_code or next((c for c in clients if name and name in {c.name, c.value("name")}), None)
