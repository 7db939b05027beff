"""The guide that ships with the program, shown in a window of its own."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import (
    QDesktopServices,
    QImage,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from core.i18n import _, speaks_source
from core.resources import data_root
from gui import theme
from gui.widgets.basic import button, row, vbox
from gui.widgets.dialog import Dialog

_WIDEST, _MARGIN = 760, 16
# Chinese has no space between words, so none where a line of the file ends.
_IN_CHINESE = re.compile("(?<=[\u3000-\u9fff\uff00-\uffef”’…])\n(?=[\u3000-\u9fff\uff00-\uffef“‘])")


def pages() -> tuple[tuple[str, str], ...]:
    """Returns the pages of the guide: file and title."""
    if not speaks_source():
        return (("english.md", _("指南")),)
    return (("README.md", _("目录")), ("merchant.md", _("商家自己用")), ("clerk.md", _("服务商文员")))


class GuideDialog(Dialog):
    """The guide; Escape closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("使用指南"))
        self.want(900, 720)
        self._browser = _Browser()
        links = [button(title, "flat", does=_Go(self._browser, name)) for name, title in pages()]
        box = vbox(self, margin=16, spacing=10)
        back = button(_("后退"), "flat", icon="chevron-left", does=self._browser.backward)
        box.addLayout(row(back, *links, None, button(_("关闭"), does=self.accept)))
        box.addWidget(self._browser, 1)
        self._browser.go(pages()[0][0])
        self._browser.setFocus()

    def text(self) -> str:
        return self._browser.toPlainText()


class _Go:
    def __init__(self, browser: _Browser, name: str) -> None:
        self._browser, self._name = browser, name

    def __call__(self) -> None:
        self._browser.go(self._name)


_OBJECT = "\ufffc"  # stands for a picture in a text


class _Browser(QTextBrowser):
    """Markdown from the guide's folder; pictures are fitted to the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "guide")
        self.setAccessibleName(_("使用指南"))
        self.setOpenLinks(False)
        self._name, self._widest = "", _WIDEST
        theme.current().changed.connect(self._set_anew)
        self.anchorClicked.connect(self._on_link)

    def go(self, name: str) -> None:
        self._name = name
        self.setSource(QUrl.fromLocalFile(str(folder() / name)), QTextDocument.ResourceType.MarkdownResource)
        airy = QTextBlockFormat()
        airy.setLineHeight(150, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        airy.setBottomMargin(8)
        whole = QTextCursor(self.document())
        whole.select(QTextCursor.SelectionType.Document)
        whole.mergeBlockFormat(airy)
        self._close_up_pictures()
        self._line_tables()

    def _line_tables(self) -> None:
        """Gives tables the fine line of everything else; Qt draws a grey frame with a dark side."""
        for table in self.document().rootFrame().childFrames():
            if isinstance(table, QTextTable):
                look = table.format()
                look.setBorderBrush(theme.current().colour("line"))
                look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                look.setBorderCollapse(True)
                look.setCellPadding(6)
                table.setFormat(look)

    def _close_up_pictures(self) -> None:
        """Takes the air from lines that hold a picture: half its height would stand empty above it."""
        close = QTextBlockFormat()
        close.setLineHeight(100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block = self.document().begin()
        while block.isValid():
            if _OBJECT in block.text():
                QTextCursor(block).mergeBlockFormat(close)
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind == QTextDocument.ResourceType.MarkdownResource.value:
            text = (folder() / QUrl(name).fileName()).read_text(encoding="utf-8")
            return _IN_CHINESE.sub("", text)
        if kind == QTextDocument.ResourceType.ImageResource.value:
            image = QImage(str(folder() / QUrl(name).path().split("/guide/")[-1]))
            smooth = Qt.TransformationMode.SmoothTransformation
            return image.scaledToWidth(self._widest, smooth) if image.width() > self._widest else image
        return super().loadResource(kind, name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widest = min(_WIDEST, self.viewport().width() - _MARGIN)
        if widest != self._widest:
            self._widest = widest
            self._set_anew()

    @Slot()
    def _set_anew(self) -> None:
        """Sets the page anew: links keep the colour, and pictures the width, that they were set in."""
        if self._name:
            at = self.verticalScrollBar().value()
            self.go(self._name)
            self.verticalScrollBar().setValue(at)

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        if url.fileName().endswith(".md"):
            self.go(url.fileName())
        elif url.hasFragment() and not url.fileName():
            self.scrollToAnchor(url.fragment())
        elif url.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(url)  # the system's browser; the program itself never goes online


def folder() -> Path:
    return data_root() / "docs" / "guide"
