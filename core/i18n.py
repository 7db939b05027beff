"""Translation of the sentences meant for people, in core and gui alike.

Sources are written in Chinese, the product's first language; English comes from a gettext
catalogue under `assets/i18n/` (`scripts/catalogue` keeps it). `_` looks the language up at the moment of the call,
so a running program can change it. What the packet itself says is read by the platform, not by
the person at the program: it is always Chinese, so its words do not pass through here.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from core.resources import data_root

SOURCE: Final = "zh_CN"

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_in_source: ContextVar[bool] = ContextVar("in_source", default=False)


def use_language(language: str) -> None:
    """Switches the language of every later `_` call: `zh_CN` (the source language) or `en`."""
    global _catalogue
    folder = data_root() / "assets" / "i18n"
    _catalogue = _gettext.translation("fushen", folder, [language], fallback=True)


@contextmanager
def in_source_language() -> Iterator[None]:
    """Lets `_` return the Chinese source in this thread, whatever the interface speaks: for what others will read."""
    token = _in_source.set(True)
    try:
        yield
    finally:
        _in_source.reset(token)


def speaks_source() -> bool:
    """Whether `_` returns its source now."""
    return _in_source.get() or type(_catalogue) is _gettext.NullTranslations


def _(text: str) -> str:
    """Returns the sentence in the language in use."""
    # gettext keeps the catalogue's own header under the empty string.
    return text if not text or _in_source.get() else _catalogue.gettext(text)


def mark(text: str) -> str:
    """Returns the sentence as it is, marking it for translation; `_` looks it up when it is shown."""
    return text
