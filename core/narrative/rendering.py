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
from typing import Final

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.errors import BadPacks
from core.narrative.blocks import Bold, Cite, Run, Runs, Text
from core.narrative.citations import Words
from core.narrative.unfilled import Unfilled
from core.packs import Tree

# Private-use characters: no template holds them, and the values never pass through the template.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
# The filling under way in this thread: a compiled template is shared, its values never are.
_filling: ContextVar[Filled] = ContextVar("filling")
# A case in hand, the one before it, and what is installed.
_SETS_MAX = 8
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


def fill(tree: Tree, name: str, values: Mapping[str, object]) -> Filled:
    """Fills the template `name` of a set of packs with plain values.

    Raises:
        BadPacks: The template is missing, wrong, or uses a name that does not exist.
    """
    filled = Filled()
    token = _filling.set(filled)
    try:
        text = _sandboxes.of(tree).get_template(name).render(values)
    except TemplateError as error:
        raise BadPacks((_mistake(name, error),)) from error
    finally:
        _filling.reset(token)
    filled.lines = tuple(line.strip() for line in text.split("\n"))
    return filled


class _Sandboxes:
    """The sandboxes of the sets of packs in use, each compiling a template once."""

    def __init__(self) -> None:
        self._made: dict[str, ImmutableSandboxedEnvironment] = {}

    def of(self, tree: Tree) -> ImmutableSandboxedEnvironment:
        """Returns the sandbox of a set of packs: the same files have the same."""
        found = self._made.get(tree.digest)
        if found is None:
            while len(self._made) >= _SETS_MAX:
                self._made.pop(next(iter(self._made)), None)
            found = self._made[tree.digest] = _sandbox(tree)
        return found


_sandboxes: Final = _Sandboxes()


def _sandbox(tree: Tree) -> ImmutableSandboxedEnvironment:
    # autoescape is for HTML; here escaping would change the person's characters.
    return ImmutableSandboxedEnvironment(
        loader=FunctionLoader(lambda name: _text(tree, name)),
        undefined=StrictUndefined,
        autoescape=False,
        finalize=_set_aside,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _text(tree: Tree, name: str) -> str | None:
    content = tree.files.get(name) if name.endswith(".j2") else None
    return None if content is None else content.decode("utf-8", "replace")


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
    if isinstance(value, Unfilled):
        return (Text(value.shown),)
    if isinstance(value, (list, tuple)):
        pieces = [_runs_of(item) for item in value]
        return tuple(run for n, piece in enumerate(pieces) for run in ((Text("、"), *piece) if n else piece))
    return (Text(str(value)),) if str(value) else ()


def _embolden(run: Run) -> Run:
    return Bold(run.text) if isinstance(run, Text) else run
