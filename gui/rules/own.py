"""One value that a person may set: what it is now, where that comes from, and a field for what they saw themselves."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QStackedWidget

from core.i18n import _
from core.packs.labels import label_of, value_text
from core.packs.own import OwnValue, Settable
from gui.rules.state import source_of
from gui.widgets.basic import Card, button, label, row
from gui.widgets.choice import Choice

_YES, _NO = "true", "false"
_UNITS = ("hour", "natural-day", "workday-statutory", "workday-mon-fri")


class OwnEditor(Card):
    """Edits one value.

    Signals:
        wanted: The value and where the person has it from.
        drop_wanted: Back to what the pack says.
    """

    wanted = Signal(object, str)
    drop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(margin=12, spacing=8)
        self._item: Settable | None = None
        self._what, self._source = label("", "strong", wrap=True), label("", "secondary", wrap=True)
        self.value, self._choice = QLineEdit(), Choice(_("值"))
        self.value.setAccessibleName(_("值"))
        self._values = QStackedWidget()
        self._values.addWidget(self.value)
        self._values.addWidget(self._choice)
        self._values.setFixedSize(180, 34)
        self.note = QLineEdit()
        self.note.setAccessibleName(_("依据"))
        self.note.setPlaceholderText(_("依据，例如 提交页面所示"))
        self.keep = button(_("用我的数"), "primary", does=self._on_keep)
        self.drop = button(_("改回"), name=_("改回规则包的说法"), does=self.drop_wanted.emit)
        self.body.addWidget(self._what)
        self.body.addWidget(self._source)
        line = row(self._values, self.note, self.drop, self.keep)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.value.textChanged.connect(self._on_typed)
        self.show_item(None, None)

    def show_item(self, item: Settable | None, own: OwnValue | None) -> None:
        """Shows a value; None shows what the list is for."""
        self._item = item
        for part in (self._values, self.note, self.keep):
            part.setVisible(item is not None)
        self.drop.setVisible(own is not None)
        if item is None:
            self._what.setText(_("后台页面所示与这里不同时，请在上面选中那一项，填上您看到的数。"))
            self._source.setText(_("您的设定单独保存，只在这台电脑上起作用，换新版规则也不会丢。"))
            return
        self._what.setText(_("{what}：{value}").format(what=label_of(item.name), value=value_text(item.value)))
        self._source.setText(source_of(item))
        self.note.setText(own.note if own else "")
        self._show_value(item)
        self._on_typed()

    def _show_value(self, item: Settable) -> None:
        options = _options(item)
        self._values.setCurrentIndex(1 if options else 0)
        self._choice.set_options(options)
        self._choice.show_value(_YES if item.value is True else _NO if item.value is False else str(item.value))
        self.value.setText("" if item.value is None else str(item.value))

    def _given(self) -> int | str | bool | None:
        if self._values.currentIndex():
            chosen = self._choice.value()
            return {_YES: True, _NO: False}.get(chosen, chosen)
        text = self.value.text().strip()
        if self._item is not None and _is_text(self._item):
            return text
        return int(text) if text.isascii() and text.isdigit() else None

    @Slot()
    def _on_typed(self) -> None:
        self.keep.setEnabled(self._given() is not None)

    @Slot()
    def _on_keep(self) -> None:
        given = self._given()
        if given is not None:
            self.wanted.emit(given, self.note.text().strip())


def _options(item: Settable) -> list[tuple[str, str]]:
    if isinstance(item.value, bool):
        return [(_YES, value_text(True)), (_NO, value_text(False))]
    return [(unit, value_text(unit)) for unit in _UNITS] if item.name == "unit" else []


def _is_text(item: Settable) -> bool:
    return isinstance(item.value, str)
