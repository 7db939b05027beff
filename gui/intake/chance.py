"""Which second chance this is: asked first, because most have only one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup

from core.i18n import _
from core.model import Case, SecondChance, SecondChanceKind
from gui.session import Session
from gui.sources import certainty
from gui.widgets.basic import Card, IconButton, button, hbox, label, vbox
from gui.widgets.choice import Choice


class ChanceCard(Card):
    """The kinds that the platform's pack knows, each in plain words."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._platform = ""
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, IconButton] = {}
        self._choices = vbox(spacing=6)
        self._explain = label("", "secondary", wrap=True)
        self._open = Choice(_("申诉入口"), (("", _("还没看")), ("yes", _("开着")), ("no", _("已关闭或找不到"))))
        self._open.chosen.connect(self._on_open_chosen)
        self._open.setEnabled(not session.read_only)
        self.body.addWidget(label(_("这是哪一种二次机会？"), "strong"))
        self.body.addWidget(label(_("大多数店铺只有一次，先认清再动手。"), "secondary", wrap=True))
        self.body.addLayout(self._choices)
        self.body.addWidget(self._explain)
        line = hbox(spacing=8)
        title = label(_("后台申诉入口现在"), "secondary", wrap=True)
        title.setBuddy(self._open)
        line.addWidget(title, 1)
        line.addWidget(self._open, 2)
        self.body.addLayout(line)

    def show_case(self, case: Case) -> None:
        if case.platform != self._platform:
            self._build(case.platform)
        chosen = self._buttons.get(case.second_chance.kind)
        self._group.setExclusive(False)
        for one in self._buttons.values():
            one.setChecked(one is chosen)
        self._group.setExclusive(True)
        opened = case.second_chance.entry_open
        self._open.show_value("" if opened is None else "yes" if opened else "no")
        self._show_explanation(case)

    def _build(self, platform_id: str) -> None:
        self._platform = platform_id
        for old in self._buttons.values():
            self._group.removeButton(old)
            self._choices.removeWidget(old)
            old.deleteLater()
        self._buttons = {}
        platform = self._session.packs.platform(platform_id)
        for option in platform.second_chances if platform else ():
            made = button(_(option.title), "choice")
            made.setCheckable(True)
            made.setProperty("value", option.kind)
            made.setEnabled(not self._session.read_only)
            made.clicked.connect(self._on_chosen)
            self._group.addButton(made)
            self._choices.addWidget(made)
            self._buttons[option.kind] = made

    def _show_explanation(self, case: Case) -> None:
        platform = self._session.packs.platform(case.platform)
        options = platform.second_chances if platform else ()
        option = next((o for o in options if o.kind == case.second_chance.kind), None)
        self._explain.setVisible(option is not None)
        if option is not None:
            attempts = _("次数：{attempts}").format(attempts=_(option.attempts)) if option.attempts else ""
            entry = _("入口：{entry}").format(entry=_(option.entry)) if option.entry else ""
            parts = (_(option.explain), attempts, entry, certainty(option.fact))
            self._explain.setText("\n".join(part for part in parts if part))

    @Slot()
    def _on_chosen(self) -> None:
        sender = self.sender()
        if sender is not None:
            case = self._session.case
            kind = SecondChanceKind(str(sender.property("value")))
            chance = SecondChance(kind, case.second_chance.entry_open)
            self._session.apply(replace(case, second_chance=chance), _("选择二次机会的种类"))

    @Slot(str)
    def _on_open_chosen(self, value: str) -> None:
        case = self._session.case
        opened = None if not value else value == "yes"
        chance = replace(case.second_chance, entry_open=opened)
        self._session.apply(replace(case, second_chance=chance), _("记录入口是否开放"))
