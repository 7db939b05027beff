"""Which language the command line speaks. Chinese, unless the person or the system asks for English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.i18n import SOURCE


def choose_language(words: Sequence[str], chosen: str, environment: Mapping[str, str]) -> str:
    """Returns `zh_CN` or `en`: from `--lang`, else the settings, else the system.

    `--lang` is looked for before the command line is parsed, for its help is already in that language.
    """
    return _asked_for(words) or chosen or _of_system(environment)


def _asked_for(words: Sequence[str]) -> str:
    for index, word in enumerate(words):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and index + 1 < len(words):
            value = words[index + 1]
        if value:
            return "en" if value.startswith("en") else SOURCE
    return ""


def _of_system(environment: Mapping[str, str]) -> str:
    locale = next((environment[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(n)), "")
    return "en" if locale.lower().startswith("en") else SOURCE
