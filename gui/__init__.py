"""The desktop app. Knows core; decides nothing about rules."""

from __future__ import annotations

import builtins

# Qt's binding puts itself before every later import and reads the source of each module, looking for a switch of its
# own that nobody here uses. That costs time at the start, and large libraries fall over it while they are half loaded.
_import = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _import
