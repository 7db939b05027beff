"""Pictures of original pages: drawn by the worker process, kept for a while, delivered by signal."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from core.jobs import Progress
from gui.jobs import Job
from gui.originals import copy_of
from gui.session import Session

_KEPT = 24  # pages; about 4 MB each at 900 pixels width

Key = tuple[str, int, int]


class Pictures(QObject):
    """Signals: arrived (sha256, page, width), failed (sha256, page, a FushenError)."""

    arrived = Signal(str, int, int)
    failed = Signal(str, int, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._kept: OrderedDict[Key, QImage] = OrderedDict()
        self._asked: set[Key] = set()

    def picture(self, sha256: str, page: int, width: int) -> QImage | None:
        """Returns a page when it is there, else asks for it and returns None."""
        key = (sha256, page, width)
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        if key not in self._asked:
            self._asked.add(key)
            job = Job(partial(_draw, self._session, key))
            job.succeeded.connect(partial(self._on_drawn, key))
            job.failed.connect(partial(self._on_failed, key))
            self._session.runner.start(job)
        return None

    @Slot(object)
    def _on_drawn(self, key: Key, image: QImage) -> None:
        self._asked.discard(key)
        self._kept[key] = image
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(*key)

    @Slot(object)
    def _on_failed(self, key: Key, error: object) -> None:
        self._asked.discard(key)
        self.failed.emit(key[0], key[1], error)


def _draw(session: Session, key: Key, _progress: Progress) -> QImage:
    sha256, page, width = key
    drawn = session.prober.render(copy_of(session.keeper.casefile, session.scratch, sha256), page, width)
    image = QImage(drawn.rgb, drawn.width, drawn.height, drawn.width * 3, QImage.Format.Format_RGB888)
    return image.copy()  # its own bytes: the answer's are freed with it
