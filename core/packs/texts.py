"""Every text of the packs that people read in the window.

The shipped ones are translated in `assets/i18n/en/LC_MESSAGES/packs.po`; `_(text)` finds them by their Chinese words,
so that a pack somebody else wrote is shown as it was written. Titles have their English beside them in the pack;
they are here as well, for the places that keep only the Chinese one, such as the board's index. What is printed stays
Chinese, and so does the name of a source.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from pydantic import BaseModel

from core.packs import Packs
from core.packs.reading import read_all

# By shape: the fields shown, besides titles with a `title_en`.
_SHOWN: Final[dict[str, frozenset[str]]] = {
    name: frozenset(fields.split())
    for name, fields in {
        "Admission": "title",
        "Alternative": "title explain",
        "AuditQuestion": "help",
        "Change": "what",
        "Channel": "title where how",
        "Deduction": "title",
        "DepositFigure": "category title",
        "DepositStep": "title explain wait",
        "DocumentName": "title",
        "PackCheck": "title message why fix",
        "PaperType": "issuer obtain rejections",
        "Platform": "unknown",
        "Playbook": "summary",
        "Question": "help",
        "Reason": "remedy",
        "Requirement": "why",
        "RootCause": "remedies",
        "SecondChanceOption": "title explain attempts entry",
        "Source": "note",
        "TextLimit": "title",
        "Window": "title",
    }.items()
}


class Text(NamedTuple):
    """A text and the file that holds it; `english` where the pack itself says it, as for titles."""

    text: str
    file: str
    english: str = ""


def texts(packs: Packs) -> Iterator[Text]:
    """Yields each text in the order of the files; one may come more than once."""
    for file in read_all(packs.tree):
        if file.shape is not None:
            yield from _of(file.shape, file.name)


def _of(value: object, file: str, *, shown: bool = False) -> Iterator[Text]:
    if isinstance(value, BaseModel):
        if english := getattr(value, "title_en", ""):
            yield Text(getattr(value, "title"), file, english)  # noqa: B009 - not every shape has one
        wanted = _SHOWN.get(type(value).__name__, frozenset())
        for name in type(value).model_fields:
            yield from _of(getattr(value, name), file, shown=name in wanted)
    elif isinstance(value, tuple):
        for one in value:
            yield from _of(one, file, shown=shown)
    elif shown and isinstance(value, str) and not value.isascii():
        yield Text(value, file)
