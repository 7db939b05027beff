"""The parent's handle on one worker process: ask it one thing, kill it from any thread."""

from __future__ import annotations

import json
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from threading import Lock, Timer
from types import ModuleType
from typing import Any, Final

from core.errors import ReaderUnavailable
from core.probe.limits import Limits
from core.probe.worker import serve
from core.scratch import Scratch

# A fresh interpreter on a slow, busy machine with a virus scanner; a file is not to blame for it.
_START_SECONDS: Final = 60.0
# JSON escapes a character in up to 12 bytes; what a lying worker sends beyond this is not even received.
_ESCAPE: Final = 12


class WorkerDied(Exception):
    """The worker gave no answer.

    Attributes:
        code: timed-out, memory, crashed, cancelled or lying.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class WorkerProcess:
    """One child process with a pipe each way and a private folder for temporary files.

    `multiprocessing` starts it by *spawn* on every platform, so it holds nothing of the parent's
    memory. Everything it sends is bytes: nothing is unpickled here.
    """

    def __init__(self, limits: Limits, target: Callable[..., None] = serve) -> None:
        """Starts the process; `target` serves its pipe as `core.probe.worker.serve` does."""
        self._limits = limits
        self._target = target
        try:
            self._folder = Scratch()
        except OSError as error:
            raise ReaderUnavailable(str(error)) from error
        self._killed_for = ""
        self._turn = 0
        self._guard = Lock()
        self._start()

    @property
    def usable(self) -> bool:
        return not self._killed_for and self._process.is_alive()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def folder(self) -> Path:
        """The worker's private folder, removed with it."""
        return self._folder.path

    def send(self, request: dict[str, Any]) -> None:
        """Hands over a request; `answer` fetches what came of it."""
        with suppress(OSError):  # a dead worker is told by `answer`
            self._requests.send_bytes(json.dumps(request).encode("ascii"))

    def answer(self, seconds: float, pixel_bytes: int = 0) -> tuple[dict[str, Any], bytes]:
        """Waits for the answer to the last request, killing the worker when the time is up.

        Args:
            seconds: Wall time from now.
            pixel_bytes: The most that may follow as raw bytes when the answer has `pixels`.

        Raises:
            WorkerDied: When there is no answer, or one that breaks the protocol.
        """
        timer = Timer(seconds, self._expire, (self._turn,))
        timer.daemon = True
        timer.start()
        try:
            return self._receive(pixel_bytes)
        except (EOFError, OSError) as error:
            raise self._obituary() from error
        except (ValueError, RecursionError) as error:
            self.kill("lying")
            raise WorkerDied("lying", "not JSON") from error
        finally:
            timer.cancel()
            with self._guard:
                self._turn += 1  # a timer that fires this very moment finds its turn over

    def told(self, seconds: float) -> bool:
        """Waits a while for an answer, or for the end of the process; says whether `answer` would return at once."""
        try:
            return self._answers.poll(seconds)
        except OSError:
            return True

    def kill(self, why: str) -> None:
        """Ends the process at once; may be called from any thread, and twice."""
        with self._guard:
            self._end(why)

    def close(self) -> None:
        """Ends the process and removes its folder."""
        self.kill("cancelled")
        self._process.join(10)
        self._requests.close()
        self._answers.close()
        self._folder.close()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        request_end, self._requests = context.Pipe(duplex=False)
        self._answers, answer_end = context.Pipe(duplex=False)
        arguments = (request_end, answer_end, asdict(self._limits), str(self._folder.path))
        self._process = context.Process(target=self._target, args=arguments, name="fushen-reader", daemon=True)
        try:
            with _main_left_alone():
                self._process.start()
        except OSError as error:
            self._folder.close()
            raise ReaderUnavailable(str(error)) from error
        finally:
            request_end.close()
            answer_end.close()
        try:
            self.answer(_START_SECONDS)
        except WorkerDied as error:
            self.close()
            raise ReaderUnavailable(f"{error.code} {error.detail}".strip()) from error

    def _expire(self, turn: int) -> None:
        with self._guard:
            if turn == self._turn:
                self._end("timed-out")

    def _end(self, why: str) -> None:
        self._killed_for = self._killed_for or why
        with suppress(ValueError, AttributeError):  # closed already
            self._process.kill()

    def _receive(self, pixel_bytes: int) -> tuple[dict[str, Any], bytes]:
        most = self._limits.text_chars * 2 * _ESCAPE + self._limits.pages * 400 + 2**23
        plain = json.loads(self._answers.recv_bytes(most))
        if not isinstance(plain, dict):
            raise ValueError(type(plain).__name__)
        if plain.get("failed") == "memory":
            self.kill("memory")  # it is about to end anyway: the next file must not meet it
        pixels = self._answers.recv_bytes(pixel_bytes) if plain.get("pixels") is True else b""
        return plain, pixels

    def _obituary(self) -> WorkerDied:
        self._process.join(5)
        if self._process.exitcode is None:
            # It lives and the pipe is broken: it sent more than it may.
            self.kill("lying")
            return WorkerDied("lying", "oversized answer")
        if self._killed_for:
            return WorkerDied(self._killed_for)
        return _death(self._process.exitcode)


@contextmanager
def _main_left_alone() -> Iterator[None]:
    """Keeps the new process from running the program's start script once more.

    *Spawn* does so for targets that are defined there. Ours are in modules of their own, and running
    the script again costs up to half a second a worker.
    """
    with _starting:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


_starting: Final = Lock()


def _death(exitcode: int) -> WorkerDied:
    if exitcode == -getattr(signal, "SIGXCPU", 0):
        return WorkerDied("timed-out", "processor time")
    return WorkerDied("crashed", f"exit {exitcode}")
