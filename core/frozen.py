"""The program packed into one executable, which is then its own interpreter.

`multiprocessing` starts a worker by starting the interpreter once more. In a packed program that is the program
itself, with words that only `multiprocessing` understands; whoever does not serve them first opens a second window,
or refuses the words, and no worker ever answers.
"""

from __future__ import annotations

import re
import sys
from multiprocessing import resource_tracker, spawn
from typing import Final

# What `multiprocessing` has an interpreter run on macOS and Linux, behind flags of its own, beside the workers.
_TRACKER: Final = re.compile(r"from multiprocessing\.resource_tracker import main; ?main\((\d+)\)")


def serve_if_started_as_worker() -> None:
    """Does what a worker was started for and ends the process; returns at once in the program itself.

    To be called before anything else happens. An installed program is not concerned: its workers are started by
    the interpreter. `multiprocessing.freeze_support` does the same on Windows alone.
    """
    if not getattr(sys, "frozen", False):
        return
    code = _TRACKER.fullmatch(sys.argv[-1])
    if code and sys.argv[-2:-1] == ["-c"]:
        resource_tracker.main(int(code[1]))
        sys.exit()
    spawn.freeze_support()
