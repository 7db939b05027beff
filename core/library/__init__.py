"""The packs of one person's machine, and which of them a case goes by."""

from core.library.pinning import Rules, from_text, move, pinned, pins_of, rules_of, text_of
from core.library.shelf import Installed, Library, bundle_of

__all__ = [
    "Installed",
    "Library",
    "Rules",
    "bundle_of",
    "from_text",
    "move",
    "pinned",
    "pins_of",
    "rules_of",
    "text_of",
]
