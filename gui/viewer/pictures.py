"""Pictures of original pages: drawn by the worker process, kept within a bound of bytes, delivered by signal."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from core.errors import FushenError
from core.jobs import Progress
from gui.jobs import Job
from gui.originals import copy_of
from gui.session import Session

ROOM = 40 << 20  # bytes of pixels that are kept
_ASKED_AT_ONCE = 2
_WAITING = 32  # requests; what was asked before them has been scrolled past

Key = tuple[str, int, int]


class Pictures(QObject):
    """Draws what was asked for last first, for that is what is in view.

    Signals:
        arrived: A page is there; SHA-256, page, width.
        failed: A page can't be shown; SHA-256, page, a FushenError.
    """

    arrived = Signal(str, int, int)
    failed = Signal(str, int, object)

    def __init__(self, session: Session, *, room: int = ROOM) -> None:
        super().__init__()
        self._session = session
        self._room = room
        self._kept: OrderedDict[Key, QImage] = OrderedDict()
        self._bytes = 0
        self._waiting: OrderedDict[Key, None] = OrderedDict()
        self._asked: set[Key] = set()
        self._faults: dict[tuple[str, int], FushenError] = {}
        session.closing.connect(self._waiting.clear)

    @property
    def kept_bytes(self) -> int:
        return self._bytes

    def picture(self, sha256: str, page: int, width: int) -> QImage | None:
        """Returns a page when it is there, else asks for it and returns None."""
        key = (sha256, page, width)
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        if key not in self._asked and (sha256, page) not in self._faults:
            self._waiting[key] = None
            self._waiting.move_to_end(key)
            while len(self._waiting) > _WAITING:
                self._waiting.popitem(last=False)
            self._ask()
        return None

    def nearest(self, sha256: str, page: int) -> QImage | None:
        """Returns a page at whatever width it is kept, the widest first, to be shown until the right one comes."""
        found = [(width, image) for (of, number, width), image in self._kept.items() if (of, number) == (sha256, page)]
        return max(found, key=lambda one: one[0])[1] if found else None

    def fault(self, sha256: str, page: int) -> FushenError | None:
        """Returns why a page can't be shown."""
        return self._faults.get((sha256, page))

    def forgive(self, sha256: str) -> None:
        """Lets the pages of a file be asked for again."""
        self._faults = {key: fault for key, fault in self._faults.items() if key[0] != sha256}

    def _ask(self) -> None:
        while self._waiting and len(self._asked) < _ASKED_AT_ONCE:
            key, _nothing = self._waiting.popitem()
            self._asked.add(key)
            job = Job(partial(_draw, self._session, key))
            job.succeeded.connect(partial(self._on_drawn, key))
            job.failed.connect(partial(self._on_failed, key))
            job.cancelled.connect(partial(self._asked.discard, key))
            self._session.runner.start(job)

    @Slot(object)
    def _on_drawn(self, key: Key, image: QImage) -> None:
        self._asked.discard(key)
        self._kept[key] = image
        self._bytes += image.sizeInBytes()
        while self._bytes > self._room and len(self._kept) > 1:
            _key, dropped = self._kept.popitem(last=False)
            self._bytes -= dropped.sizeInBytes()
        self._ask()
        self.arrived.emit(*key)

    @Slot(object)
    def _on_failed(self, key: Key, error: FushenError) -> None:
        self._asked.discard(key)
        self._faults[key[0], key[1]] = error
        self._ask()
        self.failed.emit(key[0], key[1], error)


def _draw(session: Session, key: Key, _progress: Progress) -> QImage:
    sha256, page, width = key
    drawn = session.prober.render(copy_of(session.keeper.casefile, session.scratch, sha256), page, width)
    image = QImage(drawn.rgb, drawn.width, drawn.height, drawn.width * 3, QImage.Format.Format_RGB888)
    # In the form that a window paints without another conversion; its own bytes, for the answer's are freed with it.
    return image.convertToFormat(QImage.Format.Format_RGB32)
