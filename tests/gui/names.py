"""What a screen reader would find without a name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QProgressBar,
    QWidget,
)

_CONTROLS = (
    *(QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QProgressBar),
)


def controls(owner: QWidget) -> list[QWidget]:
    """What a person can use, without the parts that Qt makes for itself.

    That is whatever is shown and can have the keyboard, of Qt or drawn by hand, and what can only be clicked or read.
    """
    found = [w for w in (owner, *owner.findChildren(QWidget)) if w.isVisible() and w.window() is owner.window()]
    return [w for w in found if not _is_a_part(w) and (_takes_keys(w) or isinstance(w, _CONTROLS))]


def nameless(owner: QWidget) -> list[str]:
    """Returns the controls for which a screen reader would have no name."""
    return [f"{type(w).__name__} in {type(w.parent()).__name__}" for w in controls(owner) if not said(w)]


def nameless_in_menu(menu: QMenu) -> list[str]:
    """Returns the entries without words, those of the menus in it too, and the menus themselves."""
    found = [] if menu.accessibleName() or menu.title() else [f"menu of {type(menu.parent()).__name__}"]
    for action in menu.actions():
        if not action.isSeparator() and not action.text().strip():
            found.append(f"entry of {menu.accessibleName()}")
        if (inner := action.menu()) is not None:
            found += nameless_in_menu(inner)  # type: ignore[arg-type]  # Qt says QObject
    return found


def said(widget: QWidget) -> str:
    """Returns the name that the platform hands to screen readers."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def _takes_keys(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _is_a_part(widget: QWidget) -> bool:
    owner = widget.parent()
    if isinstance(widget, QAbstractSlider | QHeaderView) or widget.objectName().startswith("qt_"):
        return True  # scroll bars and headers speak with what they belong to
    if isinstance(owner, QAbstractScrollArea) and widget is owner.viewport():
        return True
    return isinstance(owner, QComboBox | QAbstractSpinBox | QAbstractItemView)
