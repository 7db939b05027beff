"""Commands that run as processes of their own: waiting for what they do, and for their end."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable


def wait_for(happened: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Waits until something happened while the process runs."""
    until = time.monotonic() + 60
    while not happened():
        assert process.poll() is None, "it ended before it could be interrupted"
        assert time.monotonic() < until
        time.sleep(0.005)


def alive(group: int) -> bool:
    """Says whether any process of the group is still there after a while."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    return True
