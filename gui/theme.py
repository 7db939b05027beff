"""How the program looks: tokens from assets/themes, one style sheet, fonts and tinted icons.

Pages name what a thing *is* (`part`, `kind`, `tone`); only the style sheet knows colours. Widgets
that paint themselves ask `current().colour("accent")`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol, cast, runtime_checkable

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from shiboken6 import isValid

from core.resources import data_root
from gui.widgets import slices

Scheme = Literal["system", "light", "dark"]
Tone = Literal["", "accent", "ok", "warn", "fail"]


@runtime_checkable
class Tinted(Protocol):
    """A widget with an icon of the theme."""

    def tint(self) -> None:
        """Takes the icon in the colours now in use."""


class Theme(QObject):
    """Holds the look in use and puts it on the application.

    Signals:
        changed: The colours are others now; painted widgets should update.
    """

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme = "system", family: str = "") -> None:
        super().__init__(app)
        self._app = app
        self._scheme: Scheme = scheme
        self._colours: dict[str, QColor] = {}
        self._on_paper = _colours("light")
        # By colour, not by token: switching back draws nothing anew.
        self._pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}
        self._icons: dict[tuple[str, int, float], QIcon] = {}
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self.metrics = read_theme("metrics")
        self.family = _sans_family(self.metrics["fonts"], family)
        self._stale: list[QWidget] = []
        self._held: list[tuple[QWidget, int]] = []  # not painted until so few are left
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._on_turn)
        app.setStyle("Fusion")
        app.setFont(self.font())
        app.setStyleSheet(style_sheet())
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def scheme(self) -> Scheme:
        """What was chosen: light, dark, or to follow the system."""
        return self._scheme

    @property
    def dark(self) -> bool:
        if self._scheme == "system":
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._scheme == "dark"

    def use(self, scheme: Scheme) -> None:
        """Switches to a scheme; `system` follows the desktop."""
        self._scheme = scheme
        self._apply()

    def toggle(self) -> Scheme:
        """Switches between light and dark and returns the one now in use."""
        self.use("light" if self.dark else "dark")
        return self._scheme

    @property
    def switching(self) -> bool:
        """Whether widgets are still being styled anew."""
        return self._turn.isActive()

    def colour(self, token: str) -> QColor:
        """Returns the colour of a token such as `fail-soft`."""
        return self._colours[token]

    def on_paper(self, token: str) -> QColor:
        """Returns the colour of a token for what is drawn on a page: paper is white by night too."""
        return self._on_paper[token]

    def space(self, name: str) -> int:
        return int(self.metrics["space"][name])

    def font(self, size: str = "body", *, bold: bool = False) -> QFont:
        """Returns the interface font at one of the type sizes; not to be changed."""
        if (size, bold) not in self._fonts:
            self._fonts[size, bold] = self._make_font(size, bold=bold)
        return self._fonts[size, bold]

    def _make_font(self, size: str, *, bold: bool) -> QFont:
        font = QFont(self.family)
        font.setPixelSize(int(self.metrics["type"][size]))
        font.setBold(bold)
        return font

    def icon(self, name: str, token: str) -> QIcon:
        """Returns an icon of assets/icons in the colour of a token."""
        key = (name, self.colour(token).rgb(), self._app.devicePixelRatio())
        if key not in self._icons:
            self._icons[key] = self._make_icon(name, token)
        return self._icons[key]

    def _make_icon(self, name: str, token: str) -> QIcon:
        icon = QIcon()
        for scale in (1, 2):
            icon.addPixmap(self.pixmap(name, token, 16 * scale))
            if token == "on-accent":  # noqa: S105 - a colour; on the ground of a disabled button it would not be seen
                icon.addPixmap(self.pixmap(name, "text-2", 16 * scale), QIcon.Mode.Disabled)
        return icon

    def pixmap(self, name: str, token: str, size: int) -> QPixmap:
        """Returns an icon as a square picture of `size` device-independent pixels."""
        ratio = self._app.devicePixelRatio()
        key = (name, self.colour(token).rgb(), size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(name, token, size, ratio)
        return self._pixmaps[key]

    def _draw(self, name: str, token: str, size: int, ratio: float) -> QPixmap:
        pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        svg = _icon_source(name).replace("currentColor", self.colour(token).name())
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
        painter.end()
        return pixmap

    @Slot()
    def _on_system_changed(self) -> None:
        if self._scheme == "system":
            self._apply()

    def _apply(self) -> None:
        self._colours = _colours(self._name())
        palette = _palette(self._colours)
        self._app.setPalette(palette)
        QToolTip.setPalette(palette)
        self._begin_turns()
        self.changed.emit()

    def _name(self) -> str:
        return "dark" if self.dark else "light"

    def _begin_turns(self) -> None:
        # Another sheet for the application makes Qt style every widget once for each of its parents, in one go: more
        # than a second. One sheet that holds both looks, and widgets that look at it again a few at a time, hold up
        # nothing; what is in view changes at one moment, because nothing is painted until all of it is done.
        windows = self._app.topLevelWidgets()
        for window in windows:
            self.dress(window)
            window.setUpdatesEnabled(False)
        for widget, _left in self._held:  # a second switch begins with all of them again
            if isValid(widget):
                widget.setUpdatesEnabled(True)
        self._held.clear()
        made = self._app.allWidgets()
        self._stale = [w for w in made if not w.isVisible()] + [w for w in made if w.isVisible()]
        if windows:
            self._turn.start()

    def ahead(self, widget: QWidget) -> None:
        """Styles a part that is shown in the middle of a switch before all others; it is not painted until then."""
        if not self.switching:
            return
        inside = {widget, *widget.findChildren(QWidget)}
        first = [w for w in self._stale if w in inside]
        if first:
            widget.setUpdatesEnabled(False)
            self._held.append((widget, len(self._stale) - len(first)))
            self._stale = [w for w in self._stale if w not in inside] + first

    def dress(self, window: QWidget) -> None:
        """Tells a window which look it has; everything in it, and every dialog over it, follows."""
        window.setProperty("scheme", self._name())

    @Slot()
    def _on_turn(self) -> None:
        style = self._app.style()
        while self._stale and slices.time_left():
            widget = self._stale.pop()
            if not isValid(widget):
                continue
            style.polish(widget)
            if isinstance(widget, Tinted):
                widget.tint()
            self._let_go()
            if self._stale and isValid(self._stale[-1]) and widget.isVisible() and not self._stale[-1].isVisible():
                self._show_again()
        if not self._stale:
            self._turn.stop()
            self._let_go()
            self._show_again()

    def _let_go(self) -> None:
        while self._held and len(self._stale) <= self._held[-1][1]:
            widget, _left = self._held.pop()
            if isValid(widget):
                widget.setUpdatesEnabled(True)

    def _show_again(self) -> None:
        for window in self._app.topLevelWidgets():
            window.setUpdatesEnabled(True)


def current() -> Theme:
    """Returns the theme of the running application, as `QApplication.palette()` returns its palette."""
    theme = _Current.theme
    if theme is None or not isValid(theme):
        theme = _Current.theme = cast("QApplication", QApplication.instance()).findChild(Theme)
    if theme is None:
        raise LookupError("no Theme was made for this application")
    return theme


class _Current:
    theme: Theme | None = None  # looked for once: every label and pill asks


@cache
def read_theme(name: str) -> dict[str, Any]:
    """Reads one file of assets/themes."""
    return tomllib.loads((_folder() / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def style_sheet() -> str:
    """Returns the style sheet of both looks; the dark one holds below a window whose `scheme` is dark."""
    return "\n".join((_filled_in("light"), _scoped(_filled_in("dark"), '*[scheme="dark"]')))


def _filled_in(name: str) -> str:
    metrics = read_theme("metrics")
    values = dict(read_theme(name)["colour"])
    values |= {
        f"{group}.{key}": str(size) for group in ("space", "radius", "type") for key, size in metrics[group].items()
    }
    values |= {"files": _folder().as_posix(), "name": name}
    names = "|".join(sorted(map(re.escape, values), key=len, reverse=True))
    sheet = (_folder() / "fushen.qss").read_text(encoding="utf-8")
    return re.sub(f"@({names})", lambda found: str(values[found[1]]), sheet)


def _scoped(sheet: str, ancestor: str) -> str:
    plain = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", plain)
    lines = []
    for selectors, body in rules:
        scoped = ", ".join(f"{ancestor} {one.strip()}" for one in selectors.split(","))
        lines.append(f"{scoped} {{{body}}}")
    return "\n".join(lines)


def _folder() -> Path:
    return data_root() / "assets" / "themes"


@cache
def _icon_source(name: str) -> str:
    return (data_root() / "assets" / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def _sans_family(fonts: dict[str, Any], chosen: str = "") -> str:
    installed = set(QFontDatabase.families())
    if chosen in installed:
        return chosen
    found = next((family for family in fonts["sans"] if family in installed), None)
    if found is not None:
        return str(found)
    for file in fonts["bundled_sans"]:
        QFontDatabase.addApplicationFont(str(data_root() / "assets" / "fonts" / file))
    return str(fonts["bundled_sans_family"])


def _palette(colours: dict[str, QColor]) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "bg",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "surface-2",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.Mid: "line",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.PlaceholderText: "text-2",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on-accent",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.ToolTipBase: "surface",
        QPalette.ColorRole.ToolTipText: "text",
    }
    palette = QPalette()
    for role, token in roles.items():
        palette.setColor(role, colours[token])
    return palette


def _colours(name: str) -> dict[str, QColor]:
    return {token: QColor(value) for token, value in read_theme(name)["colour"].items()}
