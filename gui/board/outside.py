"""Before a case is made of an intake that takes files from outside its own folder: which ones, and whether to go on."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from core.i18n import _
from gui.models.rows import RowData, RowList
from gui.widgets.basic import Card, button, label, row, vbox
from gui.widgets.dialog import Dialog


class OutsideDialog(Dialog):
    """Lists the files.

    Signals:
        agreed: The person wants all of them in the case.
    """

    agreed = Signal()

    def __init__(self, files: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("受理文件夹之外的文件"))
        self.want(640, 420)
        listed = RowList(_("受理文件夹之外的文件"))
        listed.set_rows([RowData(file, file, "") for file in files])
        box = vbox(self, margin=24, spacing=12)
        box.addWidget(label(_("这份受理文件还要收入 {count} 个文件夹之外的文件").format(count=len(files)), "section"))
        says = _("请确认都是您要放入案件的。不确认就不新建，什么也不会收入。")
        box.addWidget(label(says, "secondary", wrap=True))
        frame = Card(margin=1, spacing=0)
        frame.body.addWidget(listed)
        box.addWidget(frame, 1)
        self.agree = button(_("都要收入，新建案件"), "primary", does=self._on_agreed)
        box.addLayout(row(None, button(_("不新建"), does=self.reject), self.agree))

    @Slot()
    def _on_agreed(self) -> None:
        self.agreed.emit()
        self.accept()
