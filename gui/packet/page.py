"""Step 5. What blocks, what is waived and by whom, the merchant's own commitment, and one button."""

from __future__ import annotations

from collections.abc import Iterator

from core.i18n import _
from core.model import Case
from gui.jumps import Place
from gui.overview import Overview
from gui.packet.blockers import BlockersCard
from gui.packet.building import BuildCard
from gui.packet.commitment import CommitmentCard
from gui.packet.copies import CopiesCard
from gui.packet.letterhead import LetterCard
from gui.packet.texts import TextsCard
from gui.packet.uploads import UploadsCard
from gui.page import Page
from gui.questions import QuestionsCard
from gui.session import Session
from gui.widgets.basic import column, hbox, held, scrolled


class PacketPage(Page):
    """Builds the packet."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("提交包"), _("确认没有遗漏，生成一个可以直接提交的压缩包"))

    def build(self) -> Iterator[None]:
        session = self.session
        self.building = BuildCard(session)
        yield
        self._blockers = BlockersCard(session)
        yield
        self._commitment = CommitmentCard(session)
        self._texts = TextsCard(session)
        self._copies = CopiesCard(session)
        self._letter = LetterCard(session)
        yield
        self._uploads = UploadsCard(session)
        self.building.built.connect(self._uploads.show_outcome)
        self._questions = QuestionsCard(session, "packet")
        yield
        left = held(
            column(self._blockers, self._commitment, self._copies, self._letter, self._questions, None, spacing=12)
        )
        right = held(column(self.building, self._texts, self._uploads, None, spacing=12))
        both = hbox(spacing=12)
        both.addWidget(left, 1)
        both.addWidget(right, 1)
        body = held(both)
        both.setContentsMargins(0, 0, 6, 8)
        self._area = scrolled(body)
        self.add_body(self._area)

    def show_case(self, case: Case) -> None:
        self._commitment.show_case(case)
        self._texts.show_case(case)
        self._copies.show_case(case)
        self._letter.show_case(case)
        self.building.show_case(case)

    def show_overview(self, overview: Overview) -> None:
        self._blockers.show_report(overview.report)
        self.building.show_report(overview.report)
        self._questions.show_overview(overview)
        self._uploads.show_overview(overview)

    def reveal(self, _place: Place) -> None:
        self._area.ensureWidgetVisible(self._commitment)
