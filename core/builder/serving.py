"""The building process: one request after another, told step by step; ends with its parent.

It is not contained: it reads no stranger's file itself, but has contained workers of its own do that.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any, Final

from core.builder import telling
from core.builder.order import Request
from core.errors import Cancelled, FushenError, MemoryShort
from core.i18n import use_language
from core.jobs import StoppableProgress
from core.model import codec

Plain = dict[str, Any]
_SHOW_EVERY: Final = 0.05  # seconds between two steps that are told
_TIDY_SECONDS: Final = 3.0  # for what was half done when the parent went away


def serve(requests: Connection, answers: Connection, _limits: Plain, _folder: str) -> None:
    """Answers requests until the parent closes the pipe or is gone."""
    # Set to end with its parent, as daemons do; what is not a daemon's is to have workers of its own.
    multiprocessing.current_process().daemon = False
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    tell = _Telling(answers)
    inbox = _Inbox(requests)
    tell({"ready": True})
    while (request := inbox.next()) is not None:
        tell(_answer(request, inbox.begin(tell)))


class _Telling:
    """Sends one message after another; a parent that is gone is noticed by the inbox."""

    def __init__(self, answers: Connection) -> None:
        self._answers = answers

    def __call__(self, message: Plain) -> None:
        with suppress(OSError):
            self._answers.send_bytes(json.dumps(message).encode("ascii"))


class _Inbox:
    """Listens while work goes on, so that it can be stopped."""

    def __init__(self, requests: Connection) -> None:
        self._requests = requests
        self._waiting: SimpleQueue[Plain | None] = SimpleQueue()
        self._progress = StoppableProgress()
        Thread(target=self._listen, name="requests", daemon=True).start()

    def next(self) -> Plain | None:
        """Waits for a request; None when there will be no more."""
        return self._waiting.get()

    def begin(self, tell: Callable[[Plain], None]) -> StoppableProgress:
        """Returns the progress of the request that begins now."""
        last = 0.0

        def show(done: int, total: int, message: str) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= _SHOW_EVERY or done == total:
                last = now
                tell({"step": [done, total, message]})

        self._progress = StoppableProgress(show)
        return self._progress

    def _listen(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                message = json.loads(self._requests.recv_bytes())
                if "cancel" in message:
                    self._progress.stop()
                else:
                    self._waiting.put(message)
        self._waiting.put(None)
        self._progress.stop()
        time.sleep(_TIDY_SECONDS)
        os._exit(1)


def _answer(plain: Plain, progress: StoppableProgress) -> Plain:
    try:
        request = codec.from_plain(Request, plain)
        use_language(request.language)
        from core.builder import work  # the slow part: after “ready”, and within what is told

        return work.done(request, progress)
    except Cancelled:
        return {"cancelled": True}
    except FushenError as error:
        return {"failed": telling.told(error)}
    except MemoryError:
        return {"failed": telling.told(MemoryShort())}
    except Exception as error:  # the worker's boundary: whatever escapes is told as a fault of the program
        return {"fault": telling.fault(error)}
