"""Translation of the sentences meant for people, in core and gui alike.

Sources are written in Chinese, the product's first language; English comes from a gettext
catalogue under `assets/i18n/`. `_` looks the language up at the moment of the call, so a running
program can change it.
"""

from __future__ import annotations

import gettext as _gettext

from core.resources import data_root

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def use_language(language: str) -> None:
    """Switches the language of every later `_` call: `zh_CN` (the source language) or `en`."""
    global _catalogue
    folder = data_root() / "assets" / "i18n"
    _catalogue = _gettext.translation("fushen", folder, [language], fallback=True)


def _(text: str) -> str:
    """Returns the sentence in the language in use."""
    return _catalogue.gettext(text)


def mark(text: str) -> str:
    """Returns the sentence as it is, marking it for translation; `_` looks it up when it is shown."""
    return text
