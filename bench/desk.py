"""The desk: opening a case of 60 papers, and the memory of the interface after 300 pages were looked at."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Megabytes, Row, Times

_CASE = Path(__file__).with_name("desk_case.py")
_OPEN_S, _ROOM_MB = 0.300, 300.0


def rows() -> Iterator[Row]:
    done = subprocess.run([sys.executable, str(_CASE)], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    opening = "open a case of 60 papers, to its first page whole"
    yield Row(opening, "the bound", Times(tuple(told["open"])), Times((_OPEN_S,)), 1.0)
    if told["megabytes"]:
        yield Row(
            "memory, 300 pages looked at", "the bound", Megabytes((told["megabytes"],)), Megabytes((_ROOM_MB,)), 1.0
        )
    else:
        yield Row("memory, 300 pages looked at", skipped="this system does not tell it")
