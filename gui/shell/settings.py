"""The settings: each is used and saved as it is chosen; what needs a new start says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

from core.i18n import _
from core.settings import SCALES, Settings
from gui import theme
from gui.widgets.basic import Card, button, label, row, scrolled, vbox
from gui.widgets.choice import Choice
from gui.widgets.dialog import Dialog
from gui.widgets.form import Form
from gui.widgets.tick import Tick

Change = Callable[[Settings], Settings]


class SettingsDialog(Dialog):
    """Signals: changed (a function from settings to settings)."""

    changed = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(_("设置"))
        self.want(640, 400)
        self._restart = label("", "secondary", tone="warn", wrap=True)
        self._sections = QWidget()
        self._body = vbox(self._sections, spacing=12)
        self._body.addWidget(self._look())
        self._body.addWidget(self._reminders())
        self._body.addStretch(1)
        box = vbox(self, margin=20, spacing=12)
        box.addWidget(scrolled(self._sections), 1)
        box.addLayout(row(self._restart, None, button(_("完成"), "primary", does=self.accept)))

    def _look(self) -> Card:
        card = Card()
        card.body.addWidget(label(_("外观"), "strong"))
        form = Form()
        now = self._settings
        self._add(form, _("主题"), _themes(), now.theme, lambda s, v: replace(s, theme=v))  # type: ignore[arg-type]
        scales = [(str(scale), f"{scale}%") for scale in SCALES]
        self._add(form, _("界面缩放"), scales, str(now.scale), lambda s, v: replace(s, scale=int(v)), later=True)
        self._add(form, _("语言"), _languages(), now.language, lambda s, v: replace(s, language=v), later=True)  # type: ignore[arg-type]
        self._add(form, _("界面字体"), _fonts(), now.font, lambda s, v: replace(s, font=v), later=True)
        card.body.addWidget(form)
        return card

    def _reminders(self) -> Card:
        card = Card()
        card.body.addWidget(label(_("提醒"), "strong"))
        tick = Tick(_("程序运行时，在期限前 48、24、6 小时用系统托盘提醒一次"))
        tick.setChecked(self._settings.reminders)
        tick.clicked.connect(lambda: self._take(lambda s: replace(s, reminders=tick.isChecked())))
        card.body.addWidget(tick)
        text = _("提醒只在本机出现。没有系统托盘的桌面环境里不会提醒，可以改用日历文件。")
        card.body.addWidget(label(text, "secondary", wrap=True))
        return card

    def _add(
        self,
        form: Form,
        title: str,
        options: list[tuple[str, str]],
        value: str,
        change: Callable[[Settings, str], Settings],
        *,
        later: bool = False,
    ) -> None:
        choice = Choice(title, options)
        choice.show_value(value)

        def chosen(new: str) -> None:
            self._take(lambda settings: change(settings, new))
            if later:
                self._restart.setText(_("重新打开复申后生效。"))

        choice.chosen.connect(chosen)
        form.add(title, choice)

    def _take(self, change: Change) -> None:
        self._settings = change(self._settings)
        if theme.current().scheme != self._settings.theme:
            theme.current().use(self._settings.theme)
        self.changed.emit(change)


def _themes() -> list[tuple[str, str]]:
    return [("system", _("跟随系统")), ("light", _("浅色")), ("dark", _("深色"))]


def _languages() -> list[tuple[str, str]]:
    return [("", _("跟随系统")), ("zh_CN", "简体中文"), ("en", "English")]


def _fonts() -> list[tuple[str, str]]:
    """Returns the families that can write Chinese."""
    chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    return [("", _("自动")), *((family, family) for family in chinese if not family.startswith("@"))]
