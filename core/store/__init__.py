"""The case file: one SQLite database that holds the case, its history, its originals and its audit trail.

`create` and `open` hand out a `CaseFile`; every edit is on the disk when `CaseFile.apply` returns.
The format is described for strangers in docs/file-format.md.
"""

from core.store.audit import Event
from core.store.casefile import CaseFile
from core.store.history import HistoryEntry
from core.store.opening import create, open  # noqa: A004  # `store.open` reads as what it is
from core.store.originals import Original
from core.store.schema import SUFFIX, VERSION

__all__ = ["SUFFIX", "VERSION", "CaseFile", "Event", "HistoryEntry", "Original", "create", "open"]
