"""What is asked of the building process: small, whole, and checked on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from core.model import FileFacts, PageReading

Want = Literal["packet", "sizes"]


@dataclass(frozen=True, slots=True)
class Order:
    """A case as the person sees it.

    Attributes:
        casefile: Where its originals, facts and readings lie.
        document: The case itself, as JSON: what the window shows, whatever is written to the file meanwhile.
        rules: The digest of the packs that the window shows it by.
        names: Of other clients on this machine.
        letterhead: The firm's own, from its settings; None for plain paper.
        facts, readings: What the window knows and the file could not keep.
    """

    casefile: Path
    document: str
    rules: str
    now: datetime
    names: tuple[str, ...] = ()
    letterhead: Path | None = None
    facts: tuple[FileFacts, ...] = ()
    readings: tuple[PageReading, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One task of the process.

    Attributes:
        home: The folder of settings, in which the installed packs lie.
        language: In which faults and steps are told.
        folder: Where the packet goes; None when only its sizes are asked for.
    """

    want: Want
    home: Path
    language: str
    order: Order
    folder: Path | None = None
    draft: bool = False
