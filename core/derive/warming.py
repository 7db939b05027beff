"""Loads the libraries that a packet needs, ahead of the first task that needs them."""

from __future__ import annotations

import core.derive.flat
import core.derive.pour  # noqa: F401  # for its imports
from core.derive.worker import Plain


def task(request: Plain) -> Plain:
    """Makes ready for the task named `ahead`; what makes a packet is loaded with this module."""
    if request.get("ahead") == "read":
        import core.derive.reading  # noqa: F401  # for its imports
    return {}
