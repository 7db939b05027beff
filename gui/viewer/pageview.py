"""One page of an original, with boxes for what was read and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.i18n import _
from core.model import Box
from gui import theme
from gui.theme import Tone
from gui.viewer.pictures import Pictures
from gui.widgets.basic import button, hbox, label, vbox

_RENDER_WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on the page; `box` as fractions of it."""

    box: Box
    tone: Tone


class PageView(QWidget):
    """Shows pages of one file.

    Signals:
        page_changed: The number of the page now shown.
    """

    page_changed = Signal(int)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._sha256, self._page, self._pages = "", 1, 0
        self._canvas = _Canvas()
        self._place = label("", "secondary")
        self._back = button("", "flat", icon="chevron-left", name=_("上一页"), does=lambda: self.go(self._page - 1))
        self._on = button("", "flat", icon="chevron-right", name=_("下一页"), does=lambda: self.go(self._page + 1))
        foot = hbox(spacing=4)
        foot.addStretch(1)
        for widget in (self._back, self._place, self._on):
            foot.addWidget(widget)
        foot.addStretch(1)
        box = vbox(self, spacing=4)
        box.addWidget(self._canvas, 1)
        box.addLayout(foot)
        pictures.arrived.connect(self._on_arrived)
        pictures.failed.connect(self._on_failed)

    def show_file(self, sha256: str, pages: int, page: int = 1) -> None:
        """Shows a file; the same file keeps its page unless another is named."""
        if sha256 == self._sha256 and pages == self._pages:
            return
        self._sha256, self._pages = sha256, pages
        self.go(page, anew=True)

    def say(self, text: str) -> None:
        """Shows a sentence in place of a page."""
        self._sha256, self._pages = "", 0
        self._canvas.say(text)
        self._show_place()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        self._canvas.show_marks(marks)

    def page(self) -> int:
        return self._page

    def go(self, page: int, *, anew: bool = False) -> None:
        """Goes to a page."""
        page = max(1, min(page, self._pages))
        if page == self._page and not anew:
            return
        self._page = page
        self._canvas.show_marks(())
        self._canvas.say(_("正在绘制…"))
        self._ask()
        self._show_place()
        self.page_changed.emit(page)

    def _ask(self) -> None:
        if self._sha256 and self._pages:
            image = self._pictures.picture(self._sha256, self._page, _RENDER_WIDTH)
            if image is not None:
                self._canvas.show_image(image)

    def _show_place(self) -> None:
        self._place.setText(
            _("第 {page} / {pages} 页").format(page=self._page, pages=self._pages) if self._pages else ""
        )
        self._back.setEnabled(self._page > 1)
        self._on.setEnabled(self._page < self._pages)
        for widget in (self._back, self._on):
            widget.setVisible(self._pages > 1)

    @Slot(str, int, int)
    def _on_arrived(self, sha256: str, page: int, _width: int) -> None:
        if (sha256, page) == (self._sha256, self._page):
            self._ask()

    @Slot(str, int, object)
    def _on_failed(self, sha256: str, page: int, error: object) -> None:
        if (sha256, page) == (self._sha256, self._page):
            self._canvas.say(str(error))


class _Canvas(QWidget):
    """Paints the page as large as it fits."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 200)
        self.setAccessibleName(_("页面图像"))
        self._image: QImage | None = None
        self._scaled: QImage | None = None
        self._text = ""
        self._marks: tuple[Mark, ...] = ()
        theme.current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(290, 410)

    def show_image(self, image: QImage) -> None:
        self._image, self._scaled, self._text = image, None, ""
        self.update()

    def say(self, text: str) -> None:
        self._image, self._scaled, self._text = None, None, text
        self.update()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        self._marks = marks
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scaled = None
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        if self._image is None:
            painter.setPen(look.colour("text-2"))
            painter.drawText(
                self.rect().adjusted(16, 0, -16, 0),
                int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
                self._text,
            )
            return
        page = self._room(self._image)
        painter.drawImage(page.topLeft(), self._fitting(self._image, page))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawRect(page)
        for mark in self._marks:
            _paint_mark(painter, page, mark)

    def _room(self, image: QImage) -> QRectF:
        scale = min((self.width() - 2) / image.width(), (self.height() - 2) / image.height())
        width, height = image.width() * scale, image.height() * scale
        return QRectF((self.width() - width) / 2, 0.5, width, height)

    def _fitting(self, image: QImage, page: QRectF) -> QImage:
        if self._scaled is None:
            ratio = self.devicePixelRatioF()
            size = QSize(max(1, round(page.width() * ratio)), max(1, round(page.height() * ratio)))
            self._scaled = image.scaled(
                size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled


def _paint_mark(painter: QPainter, page: QRectF, mark: Mark) -> None:
    left, top, right, bottom = mark.box
    start = QPointF(page.left() + left * page.width(), page.top() + top * page.height())
    end = QPointF(page.left() + right * page.width(), page.top() + bottom * page.height())
    ink = QColor(theme.current().colour(mark.tone or "accent"))
    painter.setPen(QPen(ink, 2))
    ink.setAlpha(28)
    painter.fillRect(QRectF(start, end), ink)
    painter.drawRect(QRectF(start, end).adjusted(-2, -2, 2, 2))
