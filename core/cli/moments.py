"""“Today”, as `--on` gives it or as the clock says."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Final

from core.i18n import _
from core.model.values import CHINA

# A ZIP knows no other days; one day is left for the time zones.
_FIRST: Final = datetime(1980, 1, 2)  # noqa: DTZ001  # compared as written
_LAST: Final = datetime(2107, 12, 31)  # noqa: DTZ001  # compared as written


def moment(text: str) -> datetime:
    """Reads the value of `--on`: a day begins at 00:00 in China, and a time without a zone is China's."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        message = _("“{text}”不是日期。请写成 2026-03-01 或 2026-03-01T18:00。").format(text=text)
        raise argparse.ArgumentTypeError(message) from error
    if not _FIRST < found.replace(tzinfo=None) < _LAST:
        raise argparse.ArgumentTypeError(_("“{text}”不在 1980 年到 2107 年之间。请写近年的日期。").format(text=text))
    return found if found.tzinfo else found.replace(tzinfo=CHINA)


def today(on: datetime | None) -> datetime:
    """Returns the moment asked for, else this one."""
    return on if on is not None else datetime.now(CHINA)
