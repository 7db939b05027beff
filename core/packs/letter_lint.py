"""Whether every placeholder of a playbook's letter templates is answered, and every paragraph it includes is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from core.i18n import _
from core.packs.letter_names import ANSWER, LOOP, NAMES
from core.packs.mistakes import Mistake
from core.packs.names import unknown
from core.packs.shapes import Playbook
from core.packs.template_lint import out_of_bounds, unbearable
from core.packs.tree import Tree

# What core.narrative.values hands to a template; a test holds both together.
VALUES: Final = frozenset({*NAMES, "answers"})
_ANYTHING: Final = object()  # of which nothing is known here
Scope = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Template:
    """A template as it was parsed.

    Attributes:
        stored: Names to which it gives a value itself.
    """

    nodes: nodes.Template
    stored: frozenset[str]


def wrong_letters(book: Playbook, tree: Tree) -> Iterator[Mistake]:
    """Yields what is wrong in the templates of a playbook, those that they include with them."""
    ids = (question.id.replace("-", "_") for question in book.questions)
    known = NAMES | {"answers": dict.fromkeys(ids, ANSWER)}
    for name in sorted(name for name in tree.under(f"playbooks/{book.id}/") if name.endswith(".j2")):
        if told := out_of_bounds(name, lambda part: _nodes_of(tree, part)):
            yield Mistake(name, 1, "", told)
        else:
            yield from _wrong(name, tree, known, ())


def _nodes_of(tree: Tree, name: str) -> nodes.Template | None:
    """Returns a template's nodes; None for one that is not there or can't be read, which is told elsewhere."""
    try:
        return _parsed(tree.files[name]).nodes
    except (KeyError, TemplateSyntaxError, UnicodeDecodeError):
        return None


def _wrong(name: str, tree: Tree, scope: Scope, within: tuple[str, ...]) -> Iterator[Mistake]:
    try:
        template = _parsed(tree.files[name])
    except TemplateSyntaxError as error:
        yield Mistake(name, error.lineno, "", _("模板语法错误：{what}").format(what=error.message or ""))
        return
    except UnicodeDecodeError:
        yield Mistake(name, 1, "", _("无法读取这个模板，请确认它在，且存为 UTF-8。"))
        return
    endless = [Mistake(name, line, "", text) for line, text in unbearable(template.nodes)]
    # Jinja works out what is constant while it looks for names: of 9 ** (9 ** 9) it is never asked.
    yield from endless or _wrong_names(name, template, scope.keys() | template.stored)
    for node, inner in _with_scope(template.nodes, dict.fromkeys(template.stored, _ANYTHING) | scope):
        if isinstance(node, nodes.Include):
            yield from _wrong_include(name, node, tree, inner, within)
        else:
            yield from _wrong_attribute(name, node, inner)


@lru_cache(maxsize=256)
def _parsed(content: bytes) -> _Template:
    """Parses a template once: many letters include the same paragraphs."""
    parsed = SandboxedEnvironment(autoescape=False).parse(content.decode("utf-8"))  # no HTML
    stored = frozenset(node.name for node in parsed.find_all(nodes.Name) if node.ctx == "store")
    return _Template(parsed, stored)


@lru_cache(maxsize=256)
def _asked(template: _Template) -> frozenset[str]:
    """Returns the names that a template wants to be given."""
    return frozenset(meta.find_undeclared_variables(template.nodes))


def _wrong_include(
    name: str, node: nodes.Include, tree: Tree, scope: Scope, within: tuple[str, ...]
) -> Iterator[Mistake]:
    part = node.template.value if isinstance(node.template, nodes.Const) else ""
    if part not in tree.files or not part.endswith(".j2"):
        yield Mistake(name, node.lineno, "", _("引用的模板 {part} 不存在。").format(part=part))
    elif part in (*within, name):
        yield Mistake(name, node.lineno, "", _("模板 {part} 引用了自己，不会有尽头。").format(part=part))
    else:
        yield from _wrong(part, tree, scope, (*within, name))


def _with_scope(node: nodes.Node, scope: Scope) -> Iterator[tuple[nodes.Include | nodes.Getattr, Scope]]:
    """Yields every include and every attribute with what the names there stand for."""
    if isinstance(node, nodes.Include | nodes.Getattr):
        yield node, scope
    if isinstance(node, nodes.For):
        of = _shape(node.iter, scope)
        bound: Scope = {"loop": LOOP}
        if isinstance(node.target, nodes.Name):
            bound[node.target.name] = of[0] if isinstance(of, list) else _ANYTHING
        yield from _with_scope(node.iter, scope)
        scope = scope | bound
    for inner in node.iter_child_nodes(exclude=("iter",) if isinstance(node, nodes.For) else None):
        yield from _with_scope(inner, scope)


def _shape(node: nodes.Node, scope: Scope) -> Any:
    """Returns what an expression stands for, as far as it is known."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, _ANYTHING)
    if isinstance(node, nodes.Getattr):
        of = _shape(node.node, scope)
        return of.get(node.attr, _ANYTHING) if isinstance(of, dict) else _ANYTHING
    if isinstance(node, nodes.Add):  # two lists of one kind, one after the other
        return _shape(node.left, scope)
    return _ANYTHING


def _wrong_attribute(name: str, node: nodes.Getattr, scope: Scope) -> Iterator[Mistake]:
    of = _shape(node.node, scope)
    if of is _ANYTHING or (isinstance(of, dict) and node.attr in of):
        return
    key = f"{node.node.name}.{node.attr}" if isinstance(node.node, nodes.Name) else node.attr
    what = _("问题") if key.startswith("answers.") else _("占位名")
    yield Mistake(name, node.lineno, key, unknown(node.attr, of if isinstance(of, dict) else (), what))


def _wrong_names(name: str, template: _Template, known: Collection[str]) -> Iterator[Mistake]:
    for word in sorted(_asked(template).difference(known)):
        line = next(node.lineno for node in template.nodes.find_all(nodes.Name) if node.name == word)
        yield Mistake(name, line, word, unknown(word, VALUES, _("占位名")))
