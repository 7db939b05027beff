"""The panel on the right: how far the case is, what is wrong, what to do next."""

from __future__ import annotations

import re

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QListView

from core.checks import Report
from core.edits import current_round
from core.i18n import _
from core.model import Case, Finding, Level
from gui import theme
from gui.jumps import in_order
from gui.models.findings import FINDING_ROLE, FindingDelegate, FindingModel
from gui.models.text import wrapped
from gui.widgets.basic import button, column, hbox, label, row, vbox
from gui.widgets.ring import Ring

_NEXT = 206  # pixels for the words of the button
_CLAUSE = re.compile(r"[。；]|[.;:](?=\s|$)")  # what comes first says enough for a button
_SHOWN = {Level.ERROR, Level.FAIL, Level.WARN}


class FindingsPanel(QFrame):
    """The panel, with one thing to do next.

    Signals:
        jump_wanted: The person wants to mend a Finding.
        packet_wanted: Nothing blocks any more, and the packet is to be built.
        log_wanted: The packet is there; what follows is to submit it and to note when.
        counted: A report was shown.
    """

    jump_wanted = Signal(object)
    packet_wanted = Signal()
    log_wanted = Signal()
    counted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "findings")
        self.setFixedWidth(268)
        self.setMinimumHeight(280)  # of its own the layout asks for twice that, for words one character wide
        self._report: Report | None = None
        self._case: Case | None = None
        self._built: Case | None = None
        self._all = False
        self._ring = Ring()
        self._open = label(_("正在检查"), "secondary", wrap=True)
        self._rest = label("", "secondary", wrap=True)
        self._more = button("", "link", does=self.show_all)
        self._empty = label("", "secondary", wrap=True)
        self._model = FindingModel()
        self._view = self._make_view()
        self._next = button("", "primary", does=self._on_next)
        self._next_label = label(_("下一步"), "secondary", wrap=True)
        self._unread = 0
        self._lay_out()

    def show_report(self, report: Report, case: Case, *, unread: int = 0) -> None:
        """Shows a new report of a case; of files that are still being read nothing can be said yet."""
        self._report, self._case, self._unread = report, case, unread
        counts = report.counts
        self._ring.show_percent(report.readiness)
        open_ = _("{fails} 必须解决 · {warns} 建议处理")
        self._open.setText(open_.format(fails=len(report.blocking), warns=_count(report, Level.WARN)))
        rest = _("{passed} 已通过 · {skipped} 未能检查")
        self._rest.setText(rest.format(passed=report.passed, skipped=counts["skip"]))
        self._show_list()
        self._show_next()
        self.counted.emit()

    @Slot(object)
    def show_built(self, case: Case) -> None:
        """Knows that the packet of a case is there, and says what comes after it; any change asks for another one."""
        self._built = case
        self._show_next()

    def counts(self) -> dict[Level, int]:
        """Returns how many findings of each weight still ask for something, the worst first."""
        report = self._report
        if report is None:
            return {}
        broken, fails = _count(report, Level.ERROR), _count(report, Level.FAIL)
        return {Level.FAIL: broken + fails, Level.WARN: _count(report, Level.WARN)}

    def findings(self) -> tuple[Finding, ...]:
        return self._model.findings()

    def _make_view(self) -> QListView:
        view = QListView()
        view.setAccessibleName(_("检查结果"))
        view.setModel(self._model)
        view.setItemDelegate(FindingDelegate(view))
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setMouseTracking(True)
        view.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        view.setSelectionMode(QListView.SelectionMode.NoSelection)
        view.clicked.connect(self._on_opened)
        view.activated.connect(self._on_opened)
        theme.current().changed.connect(view.viewport().update)
        return view

    def _lay_out(self) -> None:
        box = vbox(self, spacing=8)
        box.setContentsMargins(14, 14, 2, 12)
        words = column(label(_("就绪度"), "strong"), self._open, self._rest, spacing=1)
        box.addLayout(row(self._ring, words, spacing=12))
        box.addSpacing(4)
        box.addWidget(self._empty)
        box.addWidget(self._view, 1)
        box.addWidget(self._more)
        box.addWidget(self._next_label)
        foot = hbox()
        foot.setContentsMargins(0, 0, 12, 0)
        foot.addWidget(self._next)
        box.addLayout(foot)
        self._empty.hide()
        self._next.hide()
        self._next_label.hide()
        self._more.hide()

    def _show_list(self) -> None:
        if self._report is None or self._case is None:
            return
        shown = in_order((f for f in self._report.findings if f.level in _SHOWN and f.waived is None), self._case)
        others = [f for f in self._report.findings if f not in shown and f.level is not Level.PASS]
        passed = [f for f in self._report.findings if f.level is Level.PASS]
        everything = (*shown, *others, *passed)
        self._model.set_findings(everything if self._all else shown)
        self._empty.setVisible(not shown and not self._all)
        self._empty.setText(_("没有待处理的问题。"))
        hidden = len(everything) - len(shown)
        self._more.setVisible(hidden > 0)
        text = _("只看待处理") if self._all else _("另有 {count} 条已通过、供参考或未能检查")
        self._more.setText(text.format(count=hidden))

    def _show_next(self) -> None:
        first = self._first()
        ready = self._ready()
        # What was sent waits for the platform: nothing is to be built until its verdict comes.
        waits = self._unread > 0 and self._report is not None and self._report.ready
        there = (first is not None or ready or waits) and not self._sent()
        self._next.setVisible(there and not waits)
        self._next_label.setVisible(there)
        told = _("正在读取 {count} 份文件，读完再看下一步。")
        self._next_label.setText(told.format(count=self._unread) if waits else _("下一步"))
        if ready:
            self._name_next(_("到平台提交，再记下提交时间") if self._is_built() else _("生成提交包"))
        elif first is not None:
            text = _CLAUSE.split(first.fix)[0].removeprefix("请") or _CLAUSE.split(first.message)[0]
            self._name_next(text)

    def _name_next(self, text: str) -> None:
        self._next.setText("\n".join(wrapped(f"{text} →", theme.current().font(bold=True), _NEXT)))
        self._next.setToolTip(text)
        self._next.setAccessibleName(_("下一步：{what}").format(what=text))

    def _ready(self) -> bool:
        return self._report is not None and self._report.ready and not self._unread

    def _is_built(self) -> bool:
        return self._case is not None and self._case == self._built

    def _sent(self) -> bool:
        case = self._case
        return case is not None and any(one.round == current_round(case) for one in case.submissions)

    def _first(self) -> Finding | None:
        open_ = [f for f in self._model.findings() if f.level in _SHOWN and f.waived is None]
        return open_[0] if open_ else None

    @Slot()
    def _on_next(self) -> None:
        if self._ready():
            (self.log_wanted if self._is_built() else self.packet_wanted).emit()
        elif (first := self._first()) is not None:
            self.jump_wanted.emit(first)

    @Slot()
    def show_all(self) -> None:
        """Shows what passed too, or again only what is open."""
        self._all = not self._all
        self._show_list()
        self._view.scrollToTop()

    def scroll_to_rest(self) -> None:
        """Shows the first finding that asks for nothing."""
        rows = (n for n, finding in enumerate(self._model.findings()) if finding.level not in _SHOWN)
        self._view.scrollTo(self._model.index(next(rows, 0)), QListView.ScrollHint.PositionAtTop)

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        self.jump_wanted.emit(index.data(FINDING_ROLE))


def _count(report: Report, level: Level) -> int:
    return sum(f.level is level and f.waived is None for f in report.findings)
