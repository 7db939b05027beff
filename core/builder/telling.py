"""Faults on their way between two processes: what was raised there is raised here, with the same words and data."""

from __future__ import annotations

import traceback
from typing import Any, Final

from core import errors
from core.errors import FushenError
from core.jobs import FaultThere

Plain = dict[str, Any]
# What a fault carries beside its sentence.
_DATA: Final = ("code", "detail", "holder")


def told(error: FushenError) -> Plain:
    """Returns a fault that a person can mend, as plain data."""
    data = {name: getattr(error, name) for name in _DATA if hasattr(error, name)}
    if isinstance(error, errors.ManyMistakes):
        data["mistakes"] = list(error.mistakes)
    return {"kind": type(error).__name__, "message": error.message, "data": data}


def raised(plain: Plain) -> FushenError:
    """Returns the fault again, of its own class; one that is not known here is told all the same."""
    kind = getattr(errors, str(plain["kind"]), None)
    if not (isinstance(kind, type) and issubclass(kind, FushenError)):
        kind = FushenError
    error: FushenError = kind.__new__(kind)  # the sentence is made already
    FushenError.__init__(error, str(plain["message"]))
    for name, value in plain["data"].items():
        setattr(error, name, tuple(value) if name == "mistakes" else value)
    return error


def fault(error: Exception) -> Plain:
    """Returns a fault of our own: its kind and places, never its words, which may name a person's files."""
    frames = traceback.extract_tb(error.__traceback__)
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return {"kind": kind, "places": [[f.filename, f.lineno or 0, f.name] for f in frames]}


def fault_there(plain: Plain) -> FaultThere:
    """Returns what tells of it here."""
    places = tuple((str(file), int(line), str(name)) for file, line, name in plain["places"])
    return FaultThere(str(plain["kind"]), places)
