"""The side of the packet's work that touches strangers' bytes: one contained process, one task at a time.

Requests and answers are JSON; files go from path to path. The parent believes nothing but numbers it
can check (core.derive.workers).
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Final, cast

from core.probe.limits import Limits
from core.probe.serving import Answer, Plain, serve_with

__all__ = ["Plain", "Task", "TaskFailed", "serve"]

Task = Callable[[Plain], Plain]

# A whole packet is written by one task; the disk is the limit, not this.
_WRITTEN_MB: Final = 8192
_TASKS: Final = {
    "derive": "core.derive.flat",
    "carry": "core.derive.carrying",
    "pour": "core.derive.pour",
    "prove": "core.derive.proof",
    "pictures": "core.derive.pictures",
    "read": "core.derive.reading",
    "draw": "core.derive.draw",
    "sheet": "core.derive.sheet",
    "warm": "core.derive.warming",
}


class TaskFailed(Exception):
    """A task found that it can't be done; `code` is a word, `detail` one technical sentence."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def serve(requests: Connection, answers: Connection, limits: Plain, folder: str) -> None:
    """Answers requests until the parent closes the pipe or memory runs out."""
    serve_with(_answer, (requests, answers), limits, folder, written_mb=_WRITTEN_MB)


def _answer(request: Plain, _limits: Limits) -> Answer:
    try:
        return cast("Task", import_module(_TASKS[request["task"]]).task)(request), None
    except TaskFailed as error:
        return {"failed": error.code, "detail": error.detail[:300]}, None
    except OSError as error:
        # Every file of a task is one that we put there: what the system says of it is no fault of a person's paper.
        # A picture that a library can't make out is an OSError too, but the system gave it no number.
        if error.errno is None:
            return {"failed": "unreadable", "detail": str(error)[:300]}, None
        return {"failed": "disk", "detail": errno.errorcode.get(error.errno, "EIO")}, None
