"""Reads test papers with the product's own probe and recogniser, each file once.

What was read is kept in a folder of the machine's own, by the bytes of the file and the versions of both readers.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.papers import Paper
from core.model import FileFacts, PageReading
from core.model.codec import dump, load
from core.probe import VERSION as PROBE
from core.probe import Prober
from core.reading import VERSION as READER
from core.reading import Reader


def home() -> Path:
    """Where readings are kept: `FUSHEN_READINGS`, else a folder among the machine's temporary ones.

    Its name is not one of those that a program started beside it would sweep away (core.scratch).
    """
    return Path(os.environ.get("FUSHEN_READINGS", Path(tempfile.gettempdir()) / "readings-of-fushen-bench"))


class Shelf:
    """A context manager; the workers start with the first paper that was not read before."""

    def __init__(self, folder: Path, kept: Path | None = None) -> None:
        self._folder, self._kept = folder, kept or home()
        self._kept.mkdir(parents=True, exist_ok=True)
        self._prober, self._reader = Prober(), Reader(idle_seconds=600)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.close()
        self._prober.close()

    def read(self, paper: Paper) -> tuple[FileFacts, tuple[PageReading, ...]]:
        """Returns what is known of a paper's file; its name says nothing."""
        sha256 = hashlib.sha256(paper.data).hexdigest()
        facts_file = self._kept / f"{sha256}-{PROBE}.facts.json"
        if facts_file.is_file():
            facts = load(FileFacts, facts_file.read_bytes())
        else:
            facts = self._prober.facts(self._copy(paper, sha256), name=paper.name)
            _write(facts_file, dump(facts))
        known = {page: found for page in range(1, len(facts.pages) + 1) if (found := self._known(sha256, page))}
        if len(known) == len(facts.pages):
            return facts, tuple(known.values())
        return facts, self._reader.read(self._copy(paper, sha256), facts, known=known, keep=self._keep)

    def _copy(self, paper: Paper, sha256: str) -> Path:
        path = self._folder / f"{sha256}{Path(paper.name).suffix}"
        if not path.exists():
            path.write_bytes(paper.data)
        return path

    def _known(self, sha256: str, page: int) -> PageReading | None:
        path = self._page(sha256, page)
        return load(PageReading, path.read_bytes()) if path.is_file() else None

    def _keep(self, found: PageReading) -> None:
        _write(self._page(found.sha256, found.page), dump(found))

    def _page(self, sha256: str, page: int) -> Path:
        return self._kept / f"{sha256}-{READER}.{page}.json"


def _write(path: Path, text: str) -> None:
    passing = path.with_suffix(f".{os.getpid()}")
    passing.write_text(text, encoding="utf-8")
    passing.replace(path)
