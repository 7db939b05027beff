"""Translation of the sentences meant for people, in core and gui alike.

Sources are written in Chinese, the product's first language; English comes from the catalogues under
`assets/i18n/` (`scripts/catalogue` keeps them): `fushen.po` has the sentences of the code, `packs.po` those of
the shipped rule packs. They are read as they are, without a compiled form that would have to be kept in step. `_` looks
the language up at the moment of the call, so a running program can change it. What the packet itself says is read by
the platform, not by the person at the program: it is always Chinese, so its words do not pass through here.

Chinese has one form for one and for many. Where English has two, its sentence says so at the number's own name:
`{count} {count:page|pages}`.

What `_` returns is text that remembers what it was made of, also after `.format`, `.join` and `+`: so a finding that
was worked out once for the screen is said again, in Chinese, for the packet (`again`). Nothing else keeps the memory:
an f-string, a slice or JSON gives plain text, which stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from string import Formatter
from types import MappingProxyType
from typing import Any, Final, Protocol, Self, SupportsIndex

from core.resources import data_root

SOURCE: Final = "zh_CN"

# An entry as `scripts/catalogue` writes it: each string on one line. A multi-line one of another editor waits for it.
_ENTRY: Final = re.compile(r'^msgid "(.+)"\nmsgstr "(.+)"$', re.MULTILINE)
_COUNTS: Final = re.compile(r"\{\w+:[^{}|]*\|")
_ESCAPED: Final = re.compile(r"\\(.)")
_SIGNS: Final = {"n": "\n", "t": "\t", "r": "\r"}

_catalogue: Mapping[str, str] = MappingProxyType({})
_language = SOURCE
_in_source: ContextVar[bool] = ContextVar("in_source", default=False)


def use_language(language: str) -> None:
    """Switches the language of every later `_` call: `zh_CN` (the source language) or `en`."""
    global _catalogue, _language
    folder = data_root() / "assets" / "i18n" / language / "LC_MESSAGES"
    # The code's own translation of a sentence comes before that of a pack with the same words.
    _language = language
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.po"), reverse=True)]
    found = _ENTRY.findall("\n".join(texts))
    _catalogue = MappingProxyType({_plain(text): _plain(said) for text, said in found})


def language() -> str:
    """Returns the language in use, as `use_language` takes it."""
    return _language


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
    return _in_source.get() or not _catalogue


def _(text: str) -> str:
    """Returns the sentence in the language in use; one that no catalogue has stays as it is."""
    return _Said.of(lambda: text if _in_source.get() else _catalogue.get(text, text))


def again(text: str) -> str:
    """Returns the text as it would be said now, in the language in use; text of no sentence of ours stays as it is."""
    return text.again() if isinstance(text, _Said) else text


def mark(text: str) -> str:
    """Returns the sentence as it is, marking it for translation; `_` looks it up when it is shown."""
    return text


class Titled(Protocol):
    """What packs title in both languages: packs themselves, fields, requirements, questions, options, reasons."""

    @property
    def title(self) -> str: ...
    @property
    def title_en(self) -> str: ...


def title_of(shape: Titled) -> str:
    """Returns the title in the language of the window; what the platform will read takes `shape.title` itself."""
    return in_either(shape.title, shape.title_en)


def in_either(source: str, english: str) -> str:
    """Returns what packs say in both languages, in the one in use; the Chinese where there is no English."""
    return _Said.of(lambda: source if speaks_source() else english or source)


class _Said(str):
    """Text that can be said again. A copy, on whatever way, is plain text."""

    __slots__ = ("again",)
    again: Callable[[], str]

    @classmethod
    def of(cls, say: Callable[[], str]) -> Self:
        said = cls(say())
        said.again = lambda: cls.of(say)
        return said

    def format(self, *places: object, **names: object) -> str:
        def say() -> str:
            text, told = again(self), {name: _again(value) for name, value in names.items()}
            format_ = _FORMS.format if _COUNTS.search(text) else str.format
            return format_(text, *map(_again, places), **told)

        return _Said.of(say)

    def join(self, parts: Iterable[str], /) -> str:
        kept = tuple(parts)
        return _Said.of(lambda: str.join(again(self), map(again, kept)))

    def __add__(self, other: str, /) -> str:
        return _Said.of(lambda: str.__add__(again(self), again(other)))

    def __radd__(self, other: str, /) -> str:
        return _Said.of(lambda: str.__add__(other, again(self)))

    def __reduce_ex__(self, _protocol: SupportsIndex, /) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


class _Forms(Formatter):
    """Formats a sentence with words that have one form for one and another for many."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, many, several = format_spec.partition("|")
        if not many:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else several


_FORMS: Final = _Forms()


def _again(value: object) -> object:
    return again(value) if isinstance(value, str) else value


def _plain(written: str) -> str:
    return _ESCAPED.sub(lambda found: _SIGNS.get(found[1], found[1]), written) if "\\" in written else written
