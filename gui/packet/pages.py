"""Small pictures of all pages of the packet, as it would be built now; one pressed is shown large."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent import futures
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from shiboken6 import isValid

from core.i18n import _
from core.jobs import Progress
from core.model import Case, FileFacts
from gui import theme
from gui.jobs import Job, reckoning
from gui.narrative.preview import LatePreview
from gui.originals import copy_of
from gui.overview import Overview
from gui.session import Session
from gui.viewer.thumbnails import PAGE_ROLE, PageModel
from gui.widgets.basic import Card, label, row, vbox
from gui.widgets.popover import Passing

Index = QModelIndex | QPersistentModelIndex
_WIDTH, _HEIGHT, _FOOT = 84, 119, 18  # of an upright sheet, and of its number
_PAUSE_MS = 1000  # so that going through the steps lays nothing out
_LARGE = 700  # pixels of a page shown large
_TURNS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageDown: 1,
}


class PagesCard(Card):
    """Lays the packet out when it is looked at, and draws the pages that come into view."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._preview = LatePreview()
        self._overview: Overview | None = None
        self._laid: Case | None = None
        self._wanted: list[int] = []
        self._job: Job | None = None
        self._large: LargePage | None = None
        self.strip = PageStrip()
        self._count = label("", "secondary")
        self._said = label(_("正在排版…"), "secondary", wrap=True)
        self.body.addLayout(row(label(_("所有页面"), "strong"), None, self._count))
        self.body.addWidget(self._said)
        self.body.addWidget(self.strip)
        self.strip.hide()
        self.strip.wanted.connect(self._on_wanted)
        self.strip.opened.connect(self._on_opened)
        session.closing.connect(self._on_closing)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._next)

    def show_overview(self, overview: Overview) -> None:
        """Shows the packet of this state of the case, a moment later."""
        self._overview = overview
        if overview.case is not self._laid:
            self._pause.start(_PAUSE_MS)

    @property
    def settled(self) -> bool:
        """Whether nothing is still to be laid out or drawn."""
        laid = self._overview is None or self._overview.case is self._laid
        return laid and self._job is None and not self._wanted

    @Slot()
    def _next(self) -> None:
        """Begins what is to be done next: laying the pages out, else drawing the one that was asked for last."""
        overview = self._overview
        if self._job is not None or overview is None or not self.isVisible():
            return
        if overview.case is not self._laid:
            work = partial(_lay_out, self._preview, overview, self._session, dict(self._session.facts))
            self._start(Job(work), self._on_laid_out)
        elif self._wanted:
            page = self._wanted.pop()
            width = round(_WIDTH * max(2.0, self.devicePixelRatioF()))  # drawn small, print looks ragged
            self._start(Job(partial(_draw, self._preview, self._session, page, width)), self._on_drawn)

    def _start(self, job: Job, then: object) -> None:
        job.succeeded.connect(then)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_finished)
        self._job = self._session.runner.start(job)

    @Slot(object)
    def _on_laid_out(self, laid: tuple[Case, int]) -> None:
        self._laid, pages = laid
        self._wanted.clear()
        self._count.setText(_("共 {count} 页").format(count=pages))
        self._said.hide()
        self.strip.show_pages(pages)
        self.strip.show()

    @Slot(object)
    def _on_drawn(self, drawn: tuple[int, QImage]) -> None:
        self.strip.show_image(*drawn)

    @Slot(object)
    def _on_failed(self, error: object) -> None:
        self._laid = self._overview.case if self._overview is not None else None  # not again before the case changes
        self._said.setText(str(error))
        self._said.show()

    @Slot()
    def _on_finished(self) -> None:
        self._job = None
        self._pause.start(0)

    @Slot(int)
    def _on_wanted(self, page: int) -> None:
        if page not in self._wanted:
            self._wanted.append(page)
        if not self._pause.isActive():  # a page asked for before may have found the card out of view
            self._pause.start(0)

    @Slot(int)
    def _on_opened(self, page: int) -> None:
        job = Job(partial(_draw, self._preview, self._session, page, _LARGE))
        job.succeeded.connect(self._on_large)
        job.failed.connect(self._session.failed)
        self._session.runner.start(job)

    @Slot(object)
    def _on_large(self, drawn: tuple[int, QImage]) -> None:
        page, image = drawn
        if self._large is not None and isValid(self._large) and self._large.isVisible():
            self._large.show_page(page, image, self.window())
            return
        self._large = LargePage(page, self.strip.pages(), image, self)
        self._large.turned.connect(self._on_opened)
        self._large.show_over(self.window())

    @Slot()
    def _on_closing(self) -> None:
        self._pause.stop()
        self._overview = None
        self._preview.close()


class PageStrip(QListView):
    """The pages in a row.

    Signals:
        wanted: A page came into view that has no picture yet.
        opened: The person wants to see a page large.
    """

    wanted = Signal(int)
    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("提交包的所有页面"))
        self.setToolTip(_("点一下或按回车，放大一页"))
        self.setProperty("sideways", True)  # the pages lie in a row
        self._model = PageModel()
        self.setModel(self._model)
        self.images: dict[int, QImage] = {}
        self._stale: set[int] = set()
        self.setItemDelegate(_Sheet(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFixedHeight(_HEIGHT + _FOOT + 8 + self.horizontalScrollBar().sizeHint().height() + 2)
        self.clicked.connect(self._on_opened)
        theme.current().changed.connect(self.viewport().update)

    def show_pages(self, pages: int) -> None:
        """Shows another layout; the pictures of before stay until there are new ones."""
        self._stale = set(self.images)
        self._model.set_pages(pages)
        self.viewport().update()

    def pages(self) -> int:
        return self._model.rowCount()

    def show_image(self, page: int, image: QImage) -> None:
        self.images[page] = image
        self._stale.discard(page)
        self.update(self._model.index(page - 1))

    def picture(self, page: int) -> QImage | None:
        """Returns the picture of a page that is being painted, and asks for one where it is old or not there."""
        if page in self._stale or page not in self.images:
            self.wanted.emit(page)
        return self.images.get(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._on_opened(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(int(index.data(PAGE_ROLE)))


class _Sheet(QStyledItemDelegate):
    def __init__(self, strip: PageStrip) -> None:
        super().__init__(strip)
        self._strip = strip

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(_WIDTH + 12, _HEIGHT + _FOOT + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, room, page = theme.current(), QRect(option.rect), int(index.data(PAGE_ROLE))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        image = self._strip.picture(page)
        size = image.size() if image is not None else QSize(_WIDTH, _HEIGHT)
        scale = min(_WIDTH / max(1, size.width()), _HEIGHT / max(1, size.height()))
        width, height = size.width() * scale, size.height() * scale
        sheet = QRectF(room.center().x() - width / 2, room.top() + 4 + (_HEIGHT - height) / 2, width, height)
        painter.fillRect(sheet, look.colour("paper"))
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, image)
        painter.setPen(QPen(look.colour("accent" if chosen else "line"), 2 if chosen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet)
        painter.setPen(look.colour("accent" if chosen else "text-2"))
        painter.setFont(look.font("secondary"))
        painter.drawText(room.adjusted(0, _HEIGHT + 4, 0, 0), Qt.AlignmentFlag.AlignCenter, str(page))


class LargePage(Passing):
    """A page over the window; Left and Right go on from page to page.

    Signals:
        turned: Another page is wanted.
    """

    turned = Signal(int)

    def __init__(self, page: int, pages: int, image: QImage, owner: QWidget) -> None:
        super().__init__("palette", "", owner)
        self.page, self._pages, self._image = page, pages, image
        self._picture, self._place = QLabel(), label("", "secondary")
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = vbox(self, margin=8, spacing=6)
        box.addWidget(self._picture)
        box.addWidget(self._place)
        self._name()

    def show_page(self, page: int, image: QImage, window: QWidget) -> None:
        """Shows another page in the place of this one."""
        self.page, self._image = page, image
        self._name()
        self.show_over(window)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self.page + _TURNS.get(Qt.Key(event.key()), 0)
        if page == self.page:
            super().keyPressEvent(event)
        elif 1 <= page <= self._pages:
            self.turned.emit(page)

    def _name(self) -> None:
        self.setAccessibleName(_("第 {page} 页").format(page=self.page))
        self._place.setText(_("第 {page} / {pages} 页，左右方向键翻页").format(page=self.page, pages=self._pages))

    def show_over(self, window: QWidget) -> None:
        ratio = self.devicePixelRatioF()
        room = window.size() * 0.92 - QSize(16, 40)
        most = QSize(round(room.width() * ratio), round(room.height() * ratio))
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        small = self._image.scaled(most, keep, smooth)
        small.setDevicePixelRatio(ratio)
        self._picture.setPixmap(QPixmap.fromImage(small))
        self.adjustSize()
        self.move(window.mapToGlobal(window.rect().center()) - self.rect().center())
        self.show()
        self.setFocus()


def _lay_out(
    late: LatePreview, overview: Overview, session: Session, facts: Mapping[str, FileFacts], _progress: Progress
) -> tuple[Case, int]:
    from core import packet

    preview = late.get()
    try:
        # What blocks is told beside it; the pages are shown all the same.
        with reckoning:
            plan = packet.plan(overview.case, session.packs, overview.report, facts, overview.now, draft=True)
            plan = replace(plan, draft=not plan.report.ready)  # marked where something is still open
        return overview.case, preview.show(plan)
    except (futures.CancelledError, OSError):
        late.refuse_late()
        raise


def _draw(late: LatePreview, session: Session, page: int, width: int, _progress: Progress) -> tuple[int, QImage]:
    preview = late.get()
    try:
        frame = preview.frame_of(page)
        sha256 = frame.exhibit.shown.sha256 if frame is not None else ""
        read = {number: found for number, found in session.readings.get(sha256, {}).items() if not found.reason}
        original = partial(copy_of, session.keeper.casefile, session.scratch)
        return page, QImage.fromData(preview.poured(page, width, original, read))
    except (futures.CancelledError, OSError):
        late.refuse_late()
        raise
