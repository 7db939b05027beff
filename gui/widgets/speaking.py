"""What a screen reader says of itself, without the keyboard going anywhere."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from core.i18n import _

_ENDS, _LATIN_ENDS = ("。", "！", "？", "：", "；"), (".", "!", "?", ":", ";")


def announce(speaker: QWidget, text: str) -> None:
    """Has a screen reader say this, when one listens."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(speaker, text))


def heard(*parts: str) -> str:
    """Returns parts as one thing to be heard; a part that ends as a sentence needs no comma after it."""
    said = ""
    for part in filter(None, parts):
        between = "" if not said or said.endswith(_ENDS) else " " if said.endswith(_LATIN_ENDS) else _("，")
        said += between + part
    return said
