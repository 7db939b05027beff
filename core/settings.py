"""What the person chose once for all cases: language, look, recent files.

One JSON file in the settings folder. It is replaced whole or not at all; keys of a newer version are
kept; a file that can't be read is put aside under another name and never written over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

import platformdirs

from core.errors import DiskFault
from core.store import files

Language = Literal["", "zh_CN", "en"]
Theme = Literal["system", "light", "dark"]
RECENT_MAX: Final = 20
SCALES: Final = (100, 110, 125, 150, 175, 200)
_NAME: Final = "settings.json"


def home() -> Path:
    """Returns the folder of settings and of the board's index: `FUSHEN_HOME`, else the system's place for it."""
    named = os.environ.get("FUSHEN_HOME")
    return Path(named) if named else platformdirs.user_data_path("fushen", appauthor=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one person on one machine.

    Attributes:
        language: "" follows the system.
        scale: Percent of the interface's size, one of SCALES.
        font: Family of the interface's font; "" leaves the choice to the program.
        reminders: Whether the system tray tells of deadlines while the program runs.
        toured: Whether the first-run tour was seen or skipped.
        window: Where the window was, as Qt writes it, in Base64.
        recent: Case files, the latest first.
        letterhead: The firm's own, for the DOCX letter; None for the plain one.
        more: Keys that this version does not know, written back as they were.
    """

    language: Language = ""
    theme: Theme = "system"
    scale: int = 100
    font: str = ""
    reminders: bool = True
    toured: bool = False
    window: str = ""
    recent: tuple[Path, ...] = ()
    letterhead: Path | None = None
    more: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def opened(self, case_file: Path) -> Settings:
        """Returns these settings with a case file as the latest of the recent ones."""
        path = case_file.absolute()
        others = tuple(p for p in self.recent if p != path)
        return replace(self, recent=(path, *others)[:RECENT_MAX])

    def forgotten(self, case_file: Path) -> Settings:
        """Returns these settings without a case file among the recent ones."""
        path = case_file.absolute()
        return replace(self, recent=tuple(p for p in self.recent if p != path))


class SettingsFile:
    """Where the settings lie.

    Attributes:
        set_aside: Where an unreadable file was moved by `read`, to be told to the person; None when all is well.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder if folder is not None else home()) / _NAME
        self.set_aside: Path | None = None

    def read(self) -> Settings:
        """Reads the settings; those of a first start when there is no file, or none that can be read."""
        try:
            plain = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return Settings()
        except OSError:
            return Settings()  # not ours to move either
        except ValueError:
            self._put_aside()
            return Settings()
        if not isinstance(plain, dict):
            self._put_aside()
            return Settings()
        return _from_plain(plain)

    def write(self, settings: Settings) -> None:
        """Replaces the file; what was there before is whole until the new one is.

        Raises:
            DiskFault: The folder can't be written, or the file there could be neither read nor put aside.
        """
        text = json.dumps(_to_plain(settings), ensure_ascii=False, indent=1, sort_keys=True)
        try:
            self._refuse_unread()
            files.write_whole(self.path, text.encode("utf-8"))
        except OSError as error:
            raise DiskFault(self.path, error) from error

    def _refuse_unread(self) -> None:
        if self.path.exists():
            with self.path.open("rb"):
                pass

    def _put_aside(self) -> None:
        number = 1
        while (aside := self.path.with_name(f"settings.broken-{number}.json")).exists():
            number += 1
        try:
            self.path.rename(aside)
        except OSError:
            return
        self.set_aside = aside


def _from_plain(plain: dict[str, Any]) -> Settings:
    """Takes the values that fit; one that does not is as good as not chosen, and is not worth stopping for."""
    language, theme, recent = plain.pop("language", ""), plain.pop("theme", "system"), plain.pop("recent", [])
    scale, reminders = plain.pop("scale", 100), plain.pop("reminders", True)
    font, window, toured = plain.pop("font", ""), plain.pop("window", ""), plain.pop("toured", False)
    letterhead = plain.pop("letterhead", "")
    paths = [Path(p) for p in recent if isinstance(p, str)] if isinstance(recent, list) else []
    return Settings(
        language=language if language in get_args(Language) else "",
        theme=theme if theme in get_args(Theme) else "system",
        scale=scale if scale in SCALES else 100,
        font=font if isinstance(font, str) else "",
        reminders=reminders is not False,
        toured=toured is True,
        window=window if isinstance(window, str) else "",
        recent=tuple(paths[:RECENT_MAX]),
        letterhead=Path(letterhead) if isinstance(letterhead, str) and letterhead else None,
        more=MappingProxyType(plain),
    )


def _to_plain(settings: Settings) -> dict[str, Any]:
    own = {
        "language": settings.language,
        "theme": settings.theme,
        "scale": settings.scale,
        "font": settings.font,
        "reminders": settings.reminders,
        "toured": settings.toured,
        "window": settings.window,
        "recent": [str(path) for path in settings.recent],
        "letterhead": str(settings.letterhead or ""),
    }
    return {**settings.more, **own}
