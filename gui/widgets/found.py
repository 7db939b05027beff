"""What the checks found, beside the thing it is about: one line a finding, the rest on demand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from core.i18n import _
from core.model import Finding
from gui import wording
from gui.models.findings import head_and_body
from gui.widgets.basic import Card, ElidedLabel, button, clear, hbox, label, vbox
from gui.widgets.popover import words_button


class FoundBox(QWidget):
    """Insets, one a finding; hidden when there are none, and left alone while they are the same.

    Args:
        brief: Whether an inset shows its first sentence in one line until it is opened.
    """

    def __init__(self, *, brief: bool = False) -> None:
        super().__init__()
        self._brief = brief
        self._shown: tuple[Finding, ...] = ()
        self._box = vbox(self, spacing=4)
        self.hide()

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        if findings == self._shown:
            return
        self._shown = findings
        clear(self._box)
        for finding in findings:
            self._box.addWidget(_BriefInset(finding) if self._brief else _inset(finding))
        self.setVisible(bool(findings))


def based_on(finding: Finding) -> str:
    """Returns why it matters, and the rule behind it."""
    source = _("依据：{source}").format(source=finding.source) if finding.source else ""
    return "\n".join(part for part in (finding.why, source) if part)


def _inset(finding: Finding) -> Card:
    card = Card(part="finding", margin=8, spacing=2)
    card.set_tone(wording.level_tone(finding.level))
    line = hbox(spacing=6)
    line.addWidget(label(finding.message, wrap=True), 1)
    if finding.source:
        line.addWidget(words_button(finding.message, based_on(finding)), 0, Qt.AlignmentFlag.AlignTop)
    card.body.addLayout(line)
    if finding.fix:
        card.body.addWidget(label(finding.fix, "secondary", wrap=True))
    return card


class _BriefInset(Card):
    def __init__(self, finding: Finding) -> None:
        super().__init__(part="finding", margin=6, spacing=2)
        self.set_tone(wording.level_tone(finding.level))
        head, _rest = head_and_body(finding)
        self._head = ElidedLabel(head)
        self._more = button(_("详情"), "link", name=_("详情：{what}").format(what=head), does=self._on_more)
        self._full = label("\n".join(p for p in (finding.message, finding.fix, based_on(finding)) if p), wrap=True)
        self._full.hide()
        line = hbox(spacing=6)
        line.addWidget(self._head, 1)
        line.addWidget(self._more)
        self.body.addLayout(line)
        self.body.addWidget(self._full)

    @Slot()
    def _on_more(self) -> None:
        opened = self._full.isHidden()
        self._full.setVisible(opened)
        self._more.setText(_("收起") if opened else _("详情"))
