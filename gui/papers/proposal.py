"""One reading of a field: the strip of the page it was read from, the value, how sure it is, and two answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from core.i18n import _
from core.model import Field
from gui import wording
from gui.viewer.crop import Crop
from gui.viewer.pictures import Pictures
from gui.widgets.basic import button, hbox, label, reproperty, vbox


class ProposalRow(QFrame):
    """A proposal waits for the person; it is never a value by itself.

    Signals:
        confirmed, dismissed: What the person said of it; the Field.
    """

    confirmed = Signal(object)
    dismissed = Signal(object)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.setProperty("part", "inset")
        self.setProperty("tone", "accent")
        self._field: Field | None = None
        self._crop = Crop(pictures)
        self._value = label("", "strong", wrap=True)
        self._value.setProperty("letter", True)
        self._about = label("", "secondary", wrap=True)
        self._yes = button("", "confirm", does=self.confirm)
        self._no = button("", "tool", icon="cross", does=self.dismiss)
        for answer in (self._yes, self._no):
            # Tab goes on to the next field; Enter and Ctrl+D there do what these buttons do.
            answer.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        line = hbox(spacing=2)
        line.addWidget(self._about, 1)
        line.addWidget(self._yes)
        line.addWidget(self._no)
        box = vbox(self, margin=6, spacing=3)
        box.addWidget(self._crop)
        box.addWidget(self._value)
        box.addLayout(line)

    def show_proposal(self, sha256: str, title: str, field: Field, *, differs: bool, locked: bool) -> None:
        """Shows a proposal; one that differs from what is entered is marked as such."""
        self._field = field
        if field.box is not None and field.page:
            self._crop.show_box(sha256, field.page, field.box)
        else:
            self._crop.hide()
        self._value.setText(wording.field_value(field.value))
        self._about.setText(wording.read_from(field, differs=differs))
        self._yes.setText(_("改用") if differs else _("确认 ⏎"))
        name = _("改用读到的{title}") if differs else _("确认{title}")
        self._yes.setAccessibleName(name.format(title=title))
        self._no.setAccessibleName(_("忽略读到的{title}").format(title=title))
        self._no.setToolTip(_("忽略这个读法（Ctrl+D）"))
        for answer in (self._yes, self._no):
            answer.setEnabled(not locked)
        reproperty(self, "tone", "warn" if differs else "accent")

    def confirm(self) -> None:
        if self._field is not None:
            self.confirmed.emit(self._field)

    def dismiss(self) -> None:
        if self._field is not None:
            self.dismissed.emit(self._field)
