"""Fills a pack's text template without ever reading the person's words as markup.

Every value that a template prints is set aside and leaves only an opaque mark. The template's own
text is then split into lines and cells, and only afterwards are the marks exchanged for the values.
So a `#`, `|`, `{{ }}` or line break in what the person wrote stays exactly what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.errors import BadPacks
from core.narrative.blocks import Bold, Cite, Run, Runs, Text
from core.narrative.citations import Words

# Private-use characters: no template holds them, and the values never pass through the template.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
# The filling under way in this thread: a compiled template is shared, its values never are.
_filling: ContextVar[Filled] = ContextVar("filling")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(slots=True)
class Filled:
    """A filled template: its own lines, with marks for the values.

    Attributes:
        values: What each mark stands for.
    """

    lines: tuple[str, ...] = ()
    values: list[Runs] = field(default_factory=list)

    def runs(self, line: str) -> Runs:
        """Returns the runs of a piece of the template's text, values put in."""
        found: list[Run] = []
        for number, piece in enumerate(_BOLD.split(line)):
            found.extend(self._exchange(piece, bold=number % 2 == 1))
        return tuple(found)

    def _exchange(self, piece: str, *, bold: bool) -> Iterable[Run]:
        for number, part in enumerate(_MARK.split(piece)):
            if number % 2:
                yield from (_embolden(run) if bold else run for run in self.values[int(part)])
            elif part:
                yield Bold(part) if bold else Text(part)

    def set_aside(self, value: object) -> str:
        """Keeps a value that the template prints and returns the mark that stands for it."""
        if isinstance(value, Undefined):
            return str(value)  # raises: a name that the template uses and nobody gave
        self.values.append(_runs_of(value))
        return f"{_OPEN}{len(self.values) - 1}{_CLOSE}"


def fill(root: Path, name: str, values: Mapping[str, object]) -> Filled:
    """Fills the template `name` below `root` with plain values.

    Raises:
        BadPacks: The template is missing, wrong, or uses a name that does not exist.
    """
    filled = Filled()
    token = _filling.set(filled)
    try:
        text = _environment(root).get_template(name).render(values)
    except TemplateError as error:
        raise BadPacks((_mistake(name, error),)) from error
    finally:
        _filling.reset(token)
    filled.lines = tuple(line.strip() for line in text.split("\n"))
    return filled


@cache
def _environment(root: Path) -> ImmutableSandboxedEnvironment:
    """Returns the sandbox for one folder of packs; it compiles a template once and again when its file changes."""
    # autoescape is for HTML; here escaping would change the person's characters.
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(root),
        undefined=StrictUndefined,
        autoescape=False,
        finalize=_set_aside,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _set_aside(value: object) -> str:
    return _filling.get().set_aside(value)


def _mistake(name: str, error: TemplateError) -> str:
    line = f":{error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
    return f"{name}{line} {error.message or type(error).__name__}"


def _runs_of(value: object) -> Runs:
    if isinstance(value, Cite):
        return (value,)
    if isinstance(value, Words):
        return value.runs
    if isinstance(value, (list, tuple)):
        pieces = [_runs_of(item) for item in value]
        return tuple(run for n, piece in enumerate(pieces) for run in ((Text("、"), *piece) if n else piece))
    return (Text(str(value)),) if str(value) else ()


def _embolden(run: Run) -> Run:
    return Bold(run.text) if isinstance(run, Text) else run
