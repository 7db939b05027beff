"""The shops of a client: one line each, and room for another."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from core.clients import Client, Storefront
from core.clients.profiles import shop_kind
from core.i18n import _
from core.model import Shop
from core.packs import Packs
from gui import wording
from gui.widgets.basic import button, clear, column, headed, held, label, row, vbox
from gui.widgets.choice import Choice


class ShopLines(QWidget):
    """Signals: added, removed (a Storefront)."""

    added = Signal(object)
    removed = Signal(object)

    def __init__(self, packs: Packs) -> None:
        super().__init__()
        self._packs = packs
        self._shown: tuple[Storefront, ...] = ()
        self._lines = column(spacing=4)
        self._name = QLineEdit()
        self._name.setAccessibleName(_("店铺名称"))
        self._name.setPlaceholderText(_("店铺名称，例如 森屿旗舰店"))
        self._name.textChanged.connect(self._on_typed)
        self._name.returnPressed.connect(self._on_added)
        platforms = [(p.id, wording.title(p)) for p in packs.platforms.values()]
        self._platform = Choice(_("平台"), [("", _("平台未定")), *platforms])
        self._add = button(_("添加店铺"), icon="plus", does=self._on_added)
        self._add.setEnabled(False)
        box = vbox(self, spacing=8)
        box.addWidget(held(self._lines))
        line = row(self._name, self._platform, self._add)
        line.setStretch(0, 1)
        box.addLayout(line)

    def show_shops(self, client: Client | None) -> None:
        shops = client.shops if client else ()
        if shops == self._shown:
            return
        self._shown = shops
        clear(self._lines)
        for shop in shops:
            self._lines.addWidget(self._line(shop))

    def _line(self, shop: Storefront) -> QWidget:
        platform = self._packs.platform(shop.platform)
        parts = (shop.shop.name, wording.title(platform) if platform else "", shop.shop.category)
        named = _("从客户资料中去掉店铺“{name}”").format(name=shop.shop.name)
        gone = button("", "flat", icon="cross", name=named, does=partial(self.removed.emit, shop))
        return held(headed(label(" · ".join(filter(None, parts)), wrap=True), gone))

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._add.setEnabled(bool(text.strip()))

    @Slot()
    def _on_added(self) -> None:
        name = self._name.text().strip()
        if name:
            self._name.clear()
            self._name.setFocus()
            self.added.emit(Storefront(Shop(name, kind=shop_kind(name)), self._platform.value()))
