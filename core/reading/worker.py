"""The worker's side: reads one page after another until its pipe closes. Answers are JSON bytes.

The recogniser's libraries are imported with the first page: the parent, which imports this module to
start the worker, never loads them.
"""

from __future__ import annotations

import json
import os
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from core.probe import Limits
from core.probe.contain import allow_seconds, contain
from core.reading.pixels import NotDrawn

Plain = dict[str, Any]


def serve(requests: Connection, answers: Connection, limits: Plain, folder: str) -> None:
    """Answers requests until the parent closes the pipe or this process runs out of memory."""
    allowed = Limits(**limits)
    contain(allowed, Path(folder))
    answers.send_bytes(b'{"ready": true}')
    while True:
        try:
            request = json.loads(requests.recv_bytes())
        except (EOFError, OSError):
            return
        # Processor time counts on every core.
        allow_seconds(allowed.seconds * (os.cpu_count() or 1))
        try:
            answer = _read(request, allowed)
        except MemoryError:
            answers.send_bytes(b'{"failed": "memory"}')
            return
        except NotDrawn as error:
            answer = {"failed": str(error)}
        except ImportError as error:  # the program is incomplete, which is not the page's fault
            answer = {"unavailable": str(error)[:300]}
        except Exception as error:  # the worker's boundary: whatever a reader raises becomes a code
            answer = {"failed": "unreadable", "detail": f"{type(error).__name__}: {error}"[:300]}
        answers.send_bytes(json.dumps(answer, ensure_ascii=True).encode("ascii"))


def _read(request: Plain, limits: Limits) -> Plain:
    from core.reading.page import read_page

    return read_page(request, limits)
