"""What must be solved before a packet can be built, and what a named person takes on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot

from core import edits
from core.checks import Report
from core.i18n import _
from core.model import Case, Finding, Level
from gui import wording
from gui.jumps import in_order
from gui.models.findings import head_and_body
from gui.packet.waiver import WaiverDialog
from gui.session import Session
from gui.widgets.basic import Card, IconButton, button, column, held, label, row, widgets
from gui.widgets.found import based_on
from gui.widgets.pill import Pill
from gui.widgets.popover import words_button


class BlockersCard(Card):
    """One inset a finding that blocks; waived ones below."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._pill = Pill()
        self._open = column(spacing=6)
        self._waived = column(spacing=6)
        self._shown: tuple[Finding, ...] | None = None
        self.body.addLayout(row(label(_("能不能提交"), "strong"), None, self._pill))
        self.body.addWidget(held(self._open))
        self.body.addWidget(held(self._waived))

    def show_report(self, report: Report, case: Case) -> None:
        """Shows what blocks, in the order of the findings at the right."""
        blocking = in_order(report.blocking, case)
        waived = tuple(f for f in report.findings if f.waived is not None and f.level.weight >= Level.FAIL.weight)
        shown = (*blocking, *waived)
        if blocking:
            self._pill.show_state(_("{count} 项必须解决").format(count=len(blocking)), "fail")
        else:
            self._pill.show_state(_("可以生成"), "ok")
        if shown == self._shown:
            return
        self._shown = shown
        before = [*widgets(self._open), *widgets(self._waived)]
        focus = self.window().focusWidget()
        place = next((n for n, inset in enumerate(before) if focus and inset.isAncestorOf(focus)), None)
        self._fill(blocking, waived)
        if place is not None:
            self._keep_focus(place)
        for inset in before:
            inset.hide()
            inset.deleteLater()

    def _keep_focus(self, place: int) -> None:
        """Gives the keyboard to what took a place, so that one is settled after another without looking for it.

        What Qt would give it to, once the old ones are gone, is far below.
        """
        now = [*widgets(self._open), *widgets(self._waived)]
        buttons = now[min(place, len(now) - 1)].findChildren(IconButton)
        if buttons:
            buttons[0].setFocus()

    def _fill(self, blocking: tuple[Finding, ...], waived: tuple[Finding, ...]) -> None:
        for layout in (self._open, self._waived):
            for old in widgets(layout):
                layout.removeWidget(old)
        for finding in blocking:
            self._open.addWidget(self._blocker(finding))
        if not blocking:
            self._open.addWidget(label(_("没有必须解决的问题。生成前请再通读一遍说明。"), "secondary", wrap=True))
        for finding in waived:
            self._waived.addWidget(self._waiver(finding))

    def _blocker(self, finding: Finding) -> Card:
        head = head_and_body(finding)[0]
        inset = Card(part="finding", margin=10, spacing=3)
        inset.set_tone(wording.level_tone(finding.level))
        inset.body.addWidget(label(head, "strong", wrap=True))
        if finding.why:
            inset.body.addWidget(label(finding.why, "secondary", wrap=True))
        named = _("具名豁免：{finding}").format(finding=head)
        waive = button(_("具名豁免…"), "link", name=named, does=partial(self._ask_waiver, finding))
        waive.setEnabled(not self._session.read_only)
        inset.body.addLayout(row(waive, words_button(finding.message, based_on(finding)), None))
        return inset

    def _waiver(self, finding: Finding) -> Card:
        inset = Card(part="finding", margin=10, spacing=3)
        waiver = finding.waived
        inset.body.addWidget(label(finding.message, wrap=True))
        if waiver is not None:
            text = _("已由 {name} 于 {time} 豁免：{reason}")
            said = text.format(name=waiver.by, time=wording.moment(waiver.at), reason=waiver.reason)
            inset.body.addWidget(label(said, "secondary", wrap=True))
        named = _("撤回豁免：{finding}").format(finding=head_and_body(finding)[0])
        back = button(_("撤回豁免"), "link", name=named, does=partial(self._take_back, finding.key))
        back.setEnabled(not self._session.read_only)
        inset.body.addLayout(row(back, None))
        return inset

    def _ask_waiver(self, finding: Finding) -> None:
        given = self._session.case.waivers
        dialog = WaiverDialog(finding, self._session.clock, self, by=given[-1].by if given else "")
        dialog.waived.connect(self._on_waived)
        dialog.open()

    @Slot(object)
    def _on_waived(self, waiver: object) -> None:
        self._session.apply(edits.waive(self._session.case, waiver), _("具名豁免"))  # type: ignore[arg-type]  # a Waiver

    def _take_back(self, key: str) -> None:
        self._session.apply(edits.unwaive(self._session.case, key), _("撤回豁免"))
