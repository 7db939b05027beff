"""Ties fields to the case: shows its value, and applies what was typed as one named step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from core.model import Case
from gui.session import Session
from gui.widgets.choice import Choice
from gui.widgets.edits import CommitLine, CommitText, MomentLine, read_moment

Write = Callable[[Case, str], Case]


class Bindings:
    """The bound fields of one page."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._shows: list[Callable[[Case], None]] = []

    def text(self, field: CommitLine | CommitText, read: Callable[[Case], str], write: Write, label: str) -> None:
        """Binds a text field."""
        self._shows.append(lambda case: field.show_value(read(case)))
        field.committed.connect(partial(self._apply, write, label))
        field.setReadOnly(self._session.read_only)

    def choice(self, field: Choice, read: Callable[[Case], str], write: Write, label: str) -> None:
        """Binds a drop-down."""
        self._shows.append(lambda case: field.show_value(read(case)))
        field.chosen.connect(partial(self._apply, write, label))
        field.setEnabled(not self._session.read_only)

    def moment(
        self,
        field: MomentLine,
        read: Callable[[Case], datetime | None],
        write: Callable[[Case, datetime | None], Case],
        label: str,
    ) -> None:
        """Binds a moment; an empty field is None."""
        self._shows.append(lambda case: field.show_moment(read(case)))
        field.committed.connect(partial(self._apply, lambda case, text: write(case, read_moment(text)), label))
        field.setReadOnly(self._session.read_only)

    def show(self, case: Case) -> None:
        for show in self._shows:
            show(case)

    def _apply(self, write: Write, label: str, value: str) -> None:
        self._session.apply(write(self._session.case, value), label)
