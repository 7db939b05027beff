"""All actions by name: what menus, shortcuts and the command palette offer. One list, one way to do a thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done now.

    Attributes:
        hint: What kind of thing it is, or its place; shown quietly.
    """

    title: str
    do: Callable[[], object]
    keys: str = ""
    icon: str = ""
    hint: str = ""


def install(owner: QWidget, actions: Iterable[Action]) -> None:
    """Gives a window the shortcuts of its actions."""
    for action in actions:
        made = QAction(action.title, owner)
        made.setShortcut(QKeySequence(action.keys))
        made.triggered.connect(action.do)
        owner.addAction(made)
