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
from gui.packet.pages import PagesCard
from gui.packet.texts import TextsCard
from gui.packet.uploads import UploadsCard
from gui.page import Page
from gui.questions import QuestionsCard
from gui.session import Session
from gui.widgets.basic import column, scrolled
from gui.widgets.columns import Columns

_LEAST = 560  # pixels; the button that builds stays beside what blocks it for as long as it can


class PacketPage(Page):
    """Builds the packet."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("提交包"), _("确认没有遗漏，生成一个可以直接提交的压缩包"))

    def build(self) -> Iterator[None]:
        # From the outside in: what is put into a window late is styled again for every parent that it gets.
        session = self.session
        left, right = column(None, spacing=12), column(None, spacing=12)
        self._area = scrolled(Columns(left, right, least=_LEAST))
        self.add_body(self._area)
        yield
        self.building = BuildCard(session)
        right.insertWidget(0, self.building)
        yield
        self._blockers = BlockersCard(session)
        left.insertWidget(0, self._blockers)
        self._commitment = CommitmentCard(session)
        left.insertWidget(1, self._commitment)
        yield
        self._copies = CopiesCard(session)
        left.insertWidget(2, self._copies)
        yield
        self._letter = LetterCard(session)
        left.insertWidget(3, self._letter)
        self._questions = QuestionsCard(session, "packet")
        left.insertWidget(4, self._questions)
        yield
        self.pages = PagesCard(session)
        right.insertWidget(1, self.pages)
        yield
        self._texts = TextsCard(session)
        right.insertWidget(2, self._texts)
        self._uploads = UploadsCard(session)
        right.insertWidget(3, self._uploads)
        self.building.built.connect(self._uploads.show_outcome)
        self.building.proved.connect(self.packet_built)

    def show_case(self, case: Case) -> None:
        self._commitment.show_case(case)
        self._texts.show_case(case)
        self._copies.show_case(case)
        self._letter.show_case(case)
        self.building.show_case(case)

    def show_overview(self, overview: Overview) -> None:
        self._blockers.show_report(overview.report, overview.case)
        self.building.show_report(overview.report, overview.unread)
        self._questions.show_overview(overview)
        self._uploads.show_overview(overview)
        self.pages.show_overview(overview)

    def reveal(self, place: Place) -> None:
        if place.subject:
            self._area.ensureWidgetVisible(self._commitment)
        else:
            self._area.verticalScrollBar().setValue(0)
