"""Loads the libraries that every packet needs, ahead of the first task."""

from __future__ import annotations

import core.derive.flat
import core.derive.pour  # noqa: F401  # for its imports
from core.derive.worker import Plain


def task(_request: Plain) -> Plain:
    """Has nothing left to do once this module is imported."""
    return {}
