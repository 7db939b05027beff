"""What is done bit by bit shares one slice of each turn of the event loop, however much of it waits at once.

A page has half a dozen lists. With a slice of its own for each, together they held up the window for six.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_SLICE_S = 0.008
_PATIENCE = 5  # turns
_LOST_S = 0.5  # after which a slice is over even if the loop that would have ended it is gone

# A call with no wait at all is made before the window is painted, and so in the same turn; a timer comes after.
SOON_MS = 1


class _Slice:
    begun = -1.0  # by the clock of `time.perf_counter`; negative between two slices


def time_left() -> bool:
    """Whether there is still time in this turn; the first to ask begins its slice."""
    now = time.perf_counter()
    if _Slice.begun < 0 or now - _Slice.begun > _LOST_S:
        _Slice.begun = now
        QTimer.singleShot(SOON_MS, _end)
    return now - _Slice.begun < _SLICE_S


def soon(owner: QObject, do: Callable[[], object]) -> None:
    """Does something in a turn that still has time for it, after what waits to be painted; not once its owner is gone.

    What was asked for in one turn would else be done in one turn, and together hold up the window.
    """
    QTimer.singleShot(SOON_MS, owner, _Waiting(owner, do))


class _Waiting:
    """What waits for a turn with time left, a few turns at the most."""

    def __init__(self, owner: QObject, do: Callable[[], object]) -> None:
        self._owner, self._do, self._left = owner, do, _PATIENCE

    def __call__(self) -> None:
        self._left -= 1
        if time_left() or self._left <= 0:
            self._do()
        else:
            QTimer.singleShot(SOON_MS, self._owner, self)


def _end() -> None:
    _Slice.begun = -1.0
