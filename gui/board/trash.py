"""The cases that were deleted, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from core.errors import where
from core.i18n import _
from core.trash import Trashed
from gui import wording
from gui.models.rows import RowData, RowList
from gui.widgets.basic import Card, button, label, row, vbox
from gui.widgets.dialog import Dialog


class TrashDialog(Dialog):
    """Signals: restore_wanted (a Trashed), remove_wanted (a Trashed)."""

    restore_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, trashed: tuple[Trashed, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._trashed = {one.token: one for one in trashed}
        self.setWindowTitle(_("最近删除"))
        self.want(640, 480)
        self._list = RowList(_("已删除的案件"))
        self._list.set_rows([_row(one) for one in trashed])
        self._list.activated_row.connect(self._on_restore)
        self._restore = button(_("恢复"), "primary", icon="undo", does=self._on_restore)
        self._sure = button(_("永久删除…"), "danger", icon="trash", does=self._on_asked)
        self._remove = button(_("确认永久删除，无法恢复"), "danger", does=self._on_remove)
        self._lay_out()
        self._remove.hide()
        self._list.chosen.connect(self._remove.hide)

    def _lay_out(self) -> None:
        box = vbox(self, margin=24, spacing=12)
        box.addWidget(label(_("最近删除的案件"), "section"))
        text = _("删除的案件完整保留在本机，恢复后回到原来的位置。") if self._trashed else _("没有删除过的案件。")
        box.addWidget(label(text, "secondary", wrap=True))
        frame = Card(margin=1, spacing=0)
        frame.body.addWidget(self._list)
        box.addWidget(frame, 1)
        for one in (self._restore, self._sure):
            one.setEnabled(bool(self._trashed))
        box.addLayout(row(self._sure, self._remove, None, button(_("关闭"), does=self.reject), self._restore))

    def _chosen(self) -> Trashed | None:
        return self._trashed.get(self._list.current())

    @Slot()
    def _on_restore(self) -> None:
        if (one := self._chosen()) is not None:
            self.restore_wanted.emit(one)
            self.accept()

    @Slot()
    def _on_asked(self) -> None:
        self._remove.show()
        self._remove.setFocus()

    @Slot()
    def _on_remove(self) -> None:
        if (one := self._chosen()) is not None:
            self.remove_wanted.emit(one)
            del self._trashed[one.token]
            self._list.set_rows([_row(left) for left in self._trashed.values()])
            self._remove.hide()


def _row(one: Trashed) -> RowData:
    when = _("{time} 删除，{size}").format(time=wording.moment(one.at), size=wording.size(one.size))
    return RowData(
        one.token,
        one.title or one.original.stem,
        _("{when} · {path}").format(when=when, path=where(one.original)),
    )
