"""Every chain of the case: its drawing, its scale, and the same in words."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from core.checks.lanes import Lanes
from core.i18n import _
from core.model import Case
from core.model.values import CHINA
from gui.chain.view import ChainDrawing
from gui.chain.words import spoken
from gui.models.rows import RowData, RowList
from gui.overview import Overview
from gui.widgets.basic import button, row, vbox, widgets

_MOST_SHOWN = 40  # lanes in words without scrolling


class ChainPanel(QWidget):
    """Signals: paper_wanted (id of a paper)."""

    paper_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._drawings = vbox(spacing=8)
        self._words = RowList(_("授权链，逐环文字"))
        self._words.activated_row.connect(self._on_row)
        self._words.fit_to_rows(_MOST_SHOWN)
        self._words.hide()
        self._lanes: tuple[Lanes, ...] = ()
        self._papers: dict[str, str] = {}
        self._wider = button("", "flat", icon="plus", name=_("放大时间轴"), does=self._on_wider)
        self._narrower = button("", "flat", icon="minus", name=_("缩小时间轴"), does=self._on_narrower)
        self._as_words = button(_("以文字查看"), "link", does=self._on_words)
        box = vbox(self, spacing=6)
        box.addLayout(self._drawings)
        box.addWidget(self._words)
        box.addLayout(row(self._as_words, None, self._narrower, self._wider, spacing=2))
        self.hide()

    def show_overview(self, overview: Overview) -> None:
        """Shows the chains as core sees them."""
        chains = overview.insight.chains
        self.setVisible(bool(chains))
        marks = _marks(overview.case, overview.now.astimezone(CHINA).date())
        for drawing, lanes in zip(self._enough(len(chains)), chains, strict=True):
            drawing.show_lanes(lanes, marks)
        self._lanes = chains
        self._papers = {lane.id: lane.paper for lanes in chains for lane in lanes}
        self._words.set_rows([_row(lanes, n) for lanes in chains for n in range(len(lanes))])

    def drawings(self) -> list[ChainDrawing]:
        return [w for w in widgets(self._drawings) if isinstance(w, ChainDrawing)]

    def _enough(self, count: int) -> list[ChainDrawing]:
        while len(self.drawings()) < count:
            made = ChainDrawing()
            made.opened.connect(self.paper_wanted)
            made.zoomed.connect(self._on_zoomed)
            self._drawings.addWidget(made)
        for extra in self.drawings()[count:]:
            self._drawings.removeWidget(extra)
            extra.hide()
            extra.deleteLater()
        return self.drawings()[:count]

    @Slot()
    def _on_wider(self) -> None:
        for drawing in self.drawings():
            drawing.zoom(1)

    @Slot()
    def _on_narrower(self) -> None:
        for drawing in self.drawings():
            drawing.zoom(-1)

    @Slot()
    def _on_zoomed(self) -> None:
        self._narrower.setEnabled(any(drawing.factor > 1 for drawing in self.drawings()))

    @Slot()
    def _on_words(self) -> None:
        shown = self._words.isHidden()
        self._words.setVisible(shown)
        self._as_words.setText(_("收起文字") if shown else _("以文字查看"))

    @Slot(str)
    def _on_row(self, lane: str) -> None:
        if self._papers.get(lane):
            self.paper_wanted.emit(self._papers[lane])


def _marks(case: Case, today: date) -> tuple[tuple[date, str], ...]:
    received = case.notice.received_at
    if received is None:
        return ((today, _("今天")),)
    return ((received.astimezone(CHINA).date(), _("收到通知")),)


def _row(lanes: Lanes, place: int) -> RowData:
    lane = lanes[place]
    detail = spoken(lane).removeprefix(lane.title).lstrip("，, ")
    wrong = bool(lane.gaps or lane.beyond or lane.faults)
    title = lane.title if lane.certificate else f"{lane.id.removeprefix('L')}. {lane.title}"
    return RowData(lane.id, title, detail, _("要看") if wrong else "", "fail" if wrong else "", long=True)
