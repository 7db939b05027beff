"""The tour of the first start: a few cards, walked by keys or mouse, skipped with Escape, never shown again."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from core.i18n import _
from gui.widgets.basic import button, label, row, vbox

_FOLLOW_MS = 200


class Stop(NamedTuple):
    """One card. `where` gives the widget it speaks of, `shows` brings it into view."""

    title: str
    text: str
    where: Callable[[], QWidget | None]
    shows: Callable[[], object] = lambda: None


class Tour(QFrame):
    """Signals: ended (whether the person stays in the sample)."""

    ended = Signal(bool)

    def __init__(self, window: QWidget, stops: tuple[Stop, ...]) -> None:
        super().__init__(window)
        self._owner, self._stops, self._at = window, stops, 0
        self.setProperty("part", "palette")
        self.setAccessibleName(_("首次导览"))
        self.setFixedWidth(420)
        self._title, self._text = label("", "section"), label("", wrap=True)
        self._count = label("", "secondary")
        self._frame = QFrame(window)
        self._frame.setProperty("part", "spot")
        self._frame.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._skip = button(_("跳过"), "flat", does=self.skip)
        self._sample = button(_("留在样例里"), does=self._on_sample)
        self._next = button(_("下一步"), "primary", does=self.forward)
        box = vbox(self, margin=20, spacing=10)
        box.addWidget(self._title)
        box.addWidget(self._text)
        box.addLayout(row(self._count, None, self._skip, self._sample, self._next))
        window.installEventFilter(self)
        # What a card speaks of comes into view when the sample is read, and moves as that goes on.
        self._follow = QTimer(self)
        self._follow.setInterval(_FOLLOW_MS)
        self._follow.timeout.connect(self.fit)
        self._follow.start()
        self._show()

    def forward(self) -> None:
        """Goes to the next card; after the last one the tour is over."""
        if self._at + 1 < len(self._stops):
            self._at += 1
            self._show()
        else:
            self._end(sample=False)

    def skip(self) -> None:
        self._end(sample=False)

    def title(self) -> str:
        return self._title.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.skip()
        elif event.key() == Qt.Key.Key_Right:
            self.forward()
        elif event.key() == Qt.Key.Key_Left and self._at:
            self._at -= 1
            self._show()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()  # only now the window has its layout
        self._next.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        stop = self._stops[self._at]
        last = self._at + 1 == len(self._stops)
        self._title.setText(stop.title)
        self._text.setText(stop.text)
        self._count.setText(f"{self._at + 1} / {len(self._stops)}")
        self._next.setText(_("开始使用") if last else _("下一步"))
        self._next.setAccessibleName(self._next.text())
        self._sample.setVisible(last)
        self._skip.setVisible(not last)  # nothing is left to be skipped
        self.setAccessibleDescription(f"{stop.title}。{stop.text}")
        stop.shows()
        self.fit()
        self.show()
        self.raise_()
        self._next.setFocus()

    @Slot()
    def fit(self) -> None:
        """Stands beside what the card speaks of; asked for again when that has come into view."""
        owner = self._owner
        layout = self.layout()
        if layout is not None:  # of its own it would be as tall as for words in a narrower card
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))
        target = self._stops[self._at].where()
        seen = target is not None and target.isVisible()
        self._frame.setVisible(seen)
        if target is None or not seen:
            self.move((owner.width() - self.width()) // 2, (owner.height() - self.height()) // 2)
            return
        spot = QRect(target.mapTo(owner, target.rect().topLeft()), target.size()).adjusted(-4, -4, 4, 4)
        self._frame.setGeometry(spot.intersected(owner.rect()))
        if spot.height() > owner.height() // 2:
            # What fills the window is named from its foot.
            self._frame.setGeometry(spot.adjusted(8, 8, -8, -8))
            beside = spot.left() - self.width() - 12  # of what stands at the right
            middle = (owner.width() - self.width()) // 2
            self.move(min(middle, beside) if beside > 12 else middle, spot.bottom() - self.height() - 32)
            return
        below = spot.bottom() + 12
        top = below if below + self.height() < owner.height() - 12 else spot.top() - self.height() - 12
        left = min(max(12, spot.center().x() - self.width() // 2), owner.width() - self.width() - 12)
        self.move(left, max(12, top))
        self._frame.raise_()
        self.raise_()

    @Slot()
    def _on_sample(self) -> None:
        self._end(sample=True)

    def _end(self, *, sample: bool) -> None:
        self._follow.stop()
        self._owner.removeEventFilter(self)
        self._frame.hide()
        self._frame.deleteLater()
        self.hide()
        self.deleteLater()
        self.ended.emit(sample)
