"""The loop that every contained worker runs: one request after another until the pipe closes.

Requests and answers are JSON bytes, so that the parent never has to unpickle what a process says
that may have been taken over by a file.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any, Final

from core.probe.contain import WRITTEN_MB, allow_seconds, contain
from core.probe.limits import Limits

Plain = dict[str, Any]
Answer = tuple[Plain, bytes | None]
_OUT_OF_MEMORY: Final[Plain] = {"failed": "memory"}


def serve_with(
    answer: Callable[[Plain, Limits], Answer],
    pipes: tuple[Connection, Connection],
    limits: Plain,
    folder: str,
    *,
    written_mb: int = WRITTEN_MB,
    cores: int = 1,
) -> None:
    """Contains this process and answers requests until the parent closes the pipe or memory runs out.

    Args:
        answer: Does the work of one request; bytes beside the answer follow it as they are.
        pipes: Where requests come from, and where answers go.
        limits: Of `Limits`, field by field.
        folder: The only place for temporary files.
        written_mb: The largest file that may be written.
        cores: Processor time counts on every core that the work uses.
    """
    allowed = Limits(**limits)
    requests, answers = pipes
    contain(allowed, Path(folder), written_mb)
    _end_with_parent()
    answers.send_bytes(b'{"ready": true}')
    while True:
        try:
            request = json.loads(requests.recv_bytes())
        except (EOFError, OSError):
            return
        allow_seconds(float(request.get("seconds", allowed.seconds)) * cores)
        plain, pixels = _guarded(answer, request, allowed)
        answers.send_bytes(json.dumps(plain, ensure_ascii=True).encode("ascii"))
        if pixels is not None:
            answers.send_bytes(pixels)
        # The whole address space may be in pieces after a MemoryError, so the next file gets a new process.
        if plain == _OUT_OF_MEMORY:
            return


def _end_with_parent() -> None:
    """Lets this process end with the one that started it, even in the middle of a task and if that one was killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def end() -> None:
        parent.join()
        os._exit(1)

    Thread(target=end, name="parent", daemon=True).start()


def _guarded(answer: Callable[[Plain, Limits], Answer], request: Plain, limits: Limits) -> Answer:
    try:
        return answer(request, limits)
    except MemoryError:
        return _OUT_OF_MEMORY, None
    except Exception as error:  # the worker's boundary: whatever a reader raises becomes a code
        return {"failed": "unreadable", "detail": f"{type(error).__name__}: {error}"[:300]}, None
