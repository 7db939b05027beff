"""The packet's own page beside the statements, laid out again after each change."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent import futures
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.errors import Cancelled
from core.i18n import _
from core.jobs import Progress
from core.model import Case, FileFacts
from gui import theme
from gui.jobs import Job, reckoning
from gui.originals import copy_of
from gui.overview import Overview
from gui.session import Session
from gui.widgets.basic import add_all, button, hbox, label, vbox

if TYPE_CHECKING:
    from core.packet.preview import Preview

_PAUSE_MS = 150
_FIRST = 3  # the answer table; cover and summary say little of the statements
_WIDTH = 640  # pixels of an upright page as drawn; shown smaller, so that it is sharp on dense screens


@dataclass(frozen=True, slots=True)
class _Drawn:
    page: int
    pages: int
    image: QImage
    empty: bool = False  # an exhibit's sheet, its own page still to come


class LatePreview:
    """The preview, made by the first job that wants it: its libraries are slow to load."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: Preview | None = None
        self.closed = False

    def get(self) -> Preview:
        from core.packet.preview import Preview

        with self._lock:
            self._made = made = self._made or Preview()
        if self.closed:
            made.close()
            raise Cancelled
        return made

    def close(self) -> None:
        """Ends the drawing; never waits for a job that is still loading libraries."""
        self.closed = True
        if self._made is not None:
            self._made.close()

    def refuse_late(self) -> None:
        """Tells a closed case, whose preview's folder is gone, from a fault."""
        if self.closed:
            raise Cancelled from None


class PreviewPane(QWidget):
    """White paper in both themes. Only the newest state is drawn; older requests are dropped."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._preview = LatePreview()
        session.closing.connect(self._on_closing)
        self._overview: Overview | None = None
        self._page, self._pages = _FIRST, 0
        self._job: Job | None = None
        self._again = False
        self._sketched: Case | None = None  # waits to be shown
        self._shown: Case | None = None
        self._canvas = _Canvas()
        self._place = label("", "secondary")
        self._back = button("", "flat", icon="chevron-left", name=_("上一页"), does=lambda: self.go(self._page - 1))
        self._on = button("", "flat", icon="chevron-right", name=_("下一页"), does=lambda: self.go(self._page + 1))
        foot = hbox(spacing=4)
        foot.addStretch(1)
        add_all(foot, self._back, self._place, self._on, label(_("随写随排"), "secondary"))
        foot.addStretch(1)
        box = vbox(self, spacing=4)
        box.addWidget(self._canvas, 1)
        box.addLayout(foot)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._draw)

    def show_overview(self, overview: Overview) -> None:
        """Shows the packet of this state of the case."""
        if self._overview is None or overview.case != self._overview.case or self._pages == 0:
            self._overview = overview
            self._pause.start()

    @Slot(object)
    def show_case(self, case: Case) -> None:
        """Shows the page in view as an edit, or what is being typed, leaves it; the others follow with the overview."""
        if self._pages and self._overview is not None and case != self._shown:
            self._sketched = case
            self._sketch()

    def go(self, page: int) -> None:
        """Goes to a page of the packet."""
        if 1 <= page <= max(self._pages, 1):
            self._page = page
            self._draw(fresh=False)

    def _sketch(self) -> None:
        if self._job is None and self._sketched is not None and self._overview is not None:
            case, self._sketched = self._sketched, None
            self._shown = case
            self._start(replace(self._overview, case=case), sketched=True)

    @Slot()
    def _draw(self, *, fresh: bool = True) -> None:
        if self._overview is None:
            return
        if self._job is not None:
            self._again = True
            return
        self._sketched = None
        if fresh:
            self._shown = self._overview.case
        self._start(self._overview if fresh else None)

    def _start(self, overview: Overview | None, *, sketched: bool = False) -> None:
        facts = dict(self._session.facts)
        job = Job(partial(_work, self._preview, overview, self._session, facts, self._page, sketched=sketched))
        job.succeeded.connect(self._on_drawn)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_finished)
        self._job = self._session.runner.start(job)

    @Slot(object)
    def _on_drawn(self, drawn: _Drawn) -> None:
        self._page, self._pages = drawn.page, drawn.pages
        self._canvas.show_image(drawn.image)
        self._place.setText(_("第 {page} / {pages} 页").format(page=drawn.page, pages=drawn.pages))
        self._back.setEnabled(drawn.page > 1)
        self._on.setEnabled(drawn.page < drawn.pages)
        if drawn.empty:
            self._pour(drawn.page)

    def _pour(self, page: int) -> None:
        """Has an exhibit's own page drawn; the empty sheet stands there meanwhile."""
        job = Job(partial(_poured, self._preview, self._session, page))
        job.succeeded.connect(self._on_poured)
        self._session.runner.start(job)

    @Slot(object)
    def _on_poured(self, drawn: _Drawn) -> None:
        if drawn.page == self._page and self._overview is not None:  # the person has not gone on meanwhile
            self._canvas.show_image(drawn.image)

    @Slot(object)
    def _on_failed(self, error: object) -> None:
        self._canvas.say(str(error))

    @Slot()
    def _on_closing(self) -> None:
        self._pause.stop()
        self._overview, self._sketched, self._again = None, None, False
        self._preview.close()

    @Slot()
    def _on_finished(self) -> None:
        self._job = None
        if self._again:
            self._again = False
            self._pause.start()
        self._sketch()


class _Canvas(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("提交包页面预览"))
        self._image: QImage | None = None
        self._scaled: QImage | None = None
        self._text = _("正在排版…")
        theme.current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(318, 450)

    def show_image(self, image: QImage) -> None:
        self._image, self._scaled = image, None
        self.update()

    def say(self, text: str) -> None:
        self._image, self._scaled, self._text = None, None, text
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scaled = None
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image is None:
            painter.setPen(theme.current().colour("text-2"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(12, 0, -12, 0), int(flags), self._text)
            return
        scale = min((self.width() - 2) / self._image.width(), (self.height() - 2) / self._image.height())
        width, height = self._image.width() * scale, self._image.height() * scale
        room = QRectF((self.width() - width) / 2, 0.5, width, height)
        painter.drawImage(QPointF(room.left(), room.top()), self._fitting(self._image, room))
        painter.setPen(QPen(theme.current().colour("line"), 1))
        painter.drawRect(room)

    def _fitting(self, image: QImage, room: QRectF) -> QImage:
        if self._scaled is None:
            ratio = self.devicePixelRatioF()
            size = QSize(max(1, round(room.width() * ratio)), max(1, round(room.height() * ratio)))
            smooth = Qt.TransformationMode.SmoothTransformation
            self._scaled = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled


def _work(
    late: LatePreview,
    overview: Overview | None,
    session: Session,
    facts: Mapping[str, FileFacts],
    page: int,
    _progress: Progress,
    *,
    sketched: bool = False,
) -> _Drawn:
    preview = late.get()
    try:
        if sketched and overview is not None:
            return _sketched(preview, overview, session, facts, page)
        return _drawn(preview, overview, session, facts, page)
    except (futures.CancelledError, OSError):
        late.refuse_late()
        raise


def _drawn(
    preview: Preview, overview: Overview | None, session: Session, facts: Mapping[str, FileFacts], page: int
) -> _Drawn:
    from core import packet

    if overview is not None or not preview.pages:
        overview = overview or session.overview
        if overview is None:
            raise Cancelled
        # What blocks is told elsewhere; the page is shown all the same.
        with reckoning:
            plan = packet.plan(overview.case, session.packs, overview.report, facts, overview.now, draft=True)
            plan = replace(plan, draft=not plan.report.ready)  # marked where something is still open
        preview.show(plan)
    pages = preview.pages
    shown = max(1, min(page, pages))
    frame = preview.frame_of(shown)
    empty = frame is not None and frame.exhibit.poured
    return _Drawn(shown, pages, QImage.fromData(preview.page(shown, _WIDTH)), empty)


def _poured(late: LatePreview, session: Session, page: int, _progress: Progress) -> _Drawn:
    preview = late.get()
    frame = preview.frame_of(page)
    sha256 = frame.exhibit.shown.sha256 if frame is not None else ""
    read = {number: found for number, found in session.readings.get(sha256, {}).items() if not found.reason}
    original = partial(copy_of, session.keeper.casefile, session.scratch)
    try:
        return _Drawn(page, preview.pages, QImage.fromData(preview.poured(page, _WIDTH, original, read)))
    except (futures.CancelledError, OSError):
        if late.closed:
            raise Cancelled from None
        raise


def _sketched(
    preview: Preview, overview: Overview, session: Session, facts: Mapping[str, FileFacts], page: int
) -> _Drawn:
    from core.packet.plan import sketch

    draft = not overview.report.ready
    plan = sketch(overview.case, session.packs, overview.report, facts, overview.now, draft=draft)
    picture = preview.sketch(plan, max(1, min(page, preview.pages)), _WIDTH)
    return _Drawn(page, preview.pages, QImage.fromData(picture))
