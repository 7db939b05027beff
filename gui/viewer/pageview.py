"""The viewer: thumbnails, pages, and a strip with page, zoom, turn and comparison."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from core.i18n import _
from core.model import FileFacts
from gui.viewer.canvas import Canvas
from gui.viewer.covering import CoverSheet
from gui.viewer.marks import Mark
from gui.viewer.pictures import Pictures
from gui.viewer.thumbnails import Thumbnails
from gui.widgets.basic import IconButton, add_all, button, hbox, label, vbox

_MANY = 2  # pages from which small pictures help
_ROOMY = 380  # pixels from which comparing and covering are named in words
_WIDE = 520  # pixels from which they have room beside the page


class PageView(QWidget):
    """Shows pages of one file.

    Signals:
        page_changed: The number of the page now shown.
        mark_chosen: The key of a box that was clicked.
        compare_wanted: The person wants to see the rejected paper beside this one.
        covered: The person drew over a place; the page and the box.
    """

    page_changed = Signal(int)
    mark_chosen = Signal(str)
    compare_wanted = Signal()
    covered = Signal(int, object)

    def __init__(self, pictures: Pictures, *, small: bool = False) -> None:
        super().__init__()
        self.canvas = Canvas(pictures)
        self.thumbnails = Thumbnails(pictures)
        self._wanted: bool | None = None  # None while the width decides
        self._place = label("", "secondary")
        self._zoom = button("100%", "flat", name=_("缩放：点一下在适合宽度和整页之间切换"), does=self._on_fit)
        self._zoom.setMinimumWidth(54)
        self._back = _tool("chevron-left", _("上一页"), self._on_back)
        self._on = _tool("chevron-right", _("下一页"), self._on_forward)
        self._small = _tool("files", _("缩略图"), self._on_thumbnails)
        self._compare = button(_("对比"), "link", icon="compare", name=_("与被驳回件对比"))
        self._compare.setToolTip(_("与被驳回件对比"))
        self._compare.clicked.connect(self.compare_wanted)
        self._compare.hide()
        self._sheet, self._cover = CoverSheet(self.canvas), self._cover_button()
        self._sheet.drawn.connect(self.covered)
        self._sheet.left.connect(self._on_left)
        self._tools = [
            _tool("minus", _("缩小"), self.canvas.zoom_out),
            self._zoom,
            _tool("plus", _("放大"), self.canvas.zoom_in),
            _tool("rotate", _("旋转视图"), self.canvas.rotate),
        ]
        self._lay_out(small=small)
        self.canvas.page_changed.connect(self._on_page)
        self.canvas.mark_chosen.connect(self.mark_chosen)
        self.canvas.zoomed.connect(self._show_zoom)
        self.thumbnails.page_chosen.connect(self.canvas.go)
        self.setFocusProxy(self.canvas)
        self._show_place()

    def show_file(self, file: str, facts: FileFacts) -> None:
        """Shows a file; the same one keeps its page."""
        self.canvas.show_file(file, facts)
        self.thumbnails.show_file(facts)
        self._show_place()

    def say(self, text: str) -> None:
        """Shows a sentence in place of a page."""
        self.canvas.say(text)
        self.thumbnails.show_file(None)
        self._show_place()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        self.canvas.show_marks(marks)

    def offer_comparison(self, *, offered: bool) -> None:
        """Shows the way to the comparison where there is something to compare with."""
        self._compare.setVisible(offered)

    def offer_covering(self, *, offered: bool) -> None:
        """Lets the person draw over what the packet must not show."""
        self._cover.setVisible(offered and self.canvas.pages > 0)
        if not offered:
            self._sheet.end()

    def page(self) -> int:
        return self.canvas.page

    def go(self, page: int) -> None:
        self.canvas.go(page)

    def _cover_button(self) -> IconButton:
        made = button(_("遮盖"), "link", icon="shield", name=_("遮盖页面上的一处"))
        made.setToolTip(_("画出身份证号、电话等不必给平台看的地方；提交包里涂黑，原件不变"))
        made.setCheckable(True)
        made.clicked.connect(self._on_cover)
        made.hide()
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_place()

    def _lay_out(self, *, small: bool) -> None:
        foot = hbox(spacing=0)
        foot.addWidget(self._small)
        foot.addStretch(1)
        add_all(foot, self._back, self._place, self._on)
        foot.addSpacing(6)
        add_all(foot, *self._tools)
        foot.addStretch(1)
        foot.addWidget(self._cover)
        foot.addWidget(self._compare)
        both = hbox(spacing=4)
        add_all(both, self.thumbnails)
        both.addWidget(self.canvas, 1)
        box = vbox(self, spacing=4)
        box.addLayout(both, 1)
        box.addLayout(foot)
        self._bare = small

    def _show_place(self) -> None:
        pages = self.canvas.pages
        self._place.setText(_("{page} / {pages}").format(page=self.canvas.page, pages=pages) if pages else "")
        self._place.setAccessibleName(_("第 {page} 页，共 {pages} 页").format(page=self.canvas.page, pages=pages))
        self._back.setEnabled(self.canvas.page > 1)
        self._on.setEnabled(self.canvas.page < pages)
        for widget in (self._back, self._on):
            widget.setVisible(pages >= _MANY)
        self._small.setVisible(pages >= _MANY and not self._bare)
        for widget in self._tools:
            widget.setEnabled(pages > 0)
        wanted = self.width() >= _WIDE if self._wanted is None else self._wanted
        self._compare.setText(_("对比") if self.width() >= _ROOMY else "")
        self._name_cover()
        self.thumbnails.setVisible(wanted and pages >= _MANY and not self._bare)
        self.thumbnails.show_page(self.canvas.page)
        self._show_zoom()

    def _name_cover(self) -> None:
        drawing = self._cover.isChecked()
        self._cover.set_icon("check" if drawing else "shield")
        words = _("完成") if drawing else _("遮盖")
        self._cover.setText(words if self.width() >= _ROOMY else "")

    @Slot()
    def _show_zoom(self) -> None:
        self._zoom.setText(f"{self.canvas.scale:.0%}" if self.canvas.pages else "—")

    @Slot(int)
    def _on_page(self, page: int) -> None:
        self._show_place()
        self.page_changed.emit(page)

    @Slot()
    def _on_back(self) -> None:
        self.canvas.go(self.canvas.page - 1)

    @Slot()
    def _on_forward(self) -> None:
        self.canvas.go(self.canvas.page + 1)

    @Slot()
    def _on_fit(self) -> None:
        self.canvas.fit_to("page" if self.canvas.fit == "width" else "width")

    @Slot(bool)
    def _on_cover(self, checked: bool) -> None:
        if checked:
            self._name_cover()
            self._sheet.begin()
        else:
            self._sheet.end()

    @Slot()
    def _on_left(self) -> None:
        self._cover.setChecked(False)
        self._name_cover()

    @Slot()
    def _on_thumbnails(self) -> None:
        self._wanted = not self.thumbnails.isVisible()
        self._show_place()


def _tool(icon: str, name: str, does: object) -> IconButton:
    made = button("", "tool", icon=icon, name=name)
    made.clicked.connect(does)
    return made
