"""The little that a letterhead's template may say: names, and `if` around them. Everything else is refused.

A tree is looked through before it runs, so that no trick of the template language is ever tried out. The sandbox behind
it is a second wall.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.i18n import _
from core.letterhead.values import LETTER, NAMES

_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.If, nodes.Const,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
_GROUPS: Final = frozenset(name.partition(".")[0] for name in NAMES if "." in name)


def environment() -> ImmutableSandboxedEnvironment:
    """Returns the environment: sandboxed, escaping, without a single function or filter; unknown names raise."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    made.filters.clear()
    made.tests.clear()
    return made


def wrong_in(source: str) -> Iterator[str]:
    """Yields every mistake of one part's template source, as sentences."""
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        yield _("占位写法有误：{what}").format(what=error.message or "")
        return
    except RecursionError:
        yield _("占位写法有误：{what}").format(what=_("嵌套得太深"))
        return
    if "{#" in source:
        yield _("请删去注释（{sign}）：注释里的字会从信里消失。").format(sign="{# #}")
    yield from _wrong_nodes(tree)


def names_in(source: str) -> frozenset[str]:
    """Returns the known names that a part prints or asks for: `title`, `entity.name`."""
    tree = environment().parse(source)
    return frozenset(name for name, _known in _names(tree))


def _wrong_nodes(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            yield _("只可以写名称和 if，不可以写 {what}。").format(what=type(node).__name__)
    for name, known in _names(tree):
        if not known:
            yield _("未知的名称 {name}。可用的有：{names}。").format(name=name, names=_("、").join([LETTER, *NAMES]))


def _names(tree: nodes.Template) -> Iterator[tuple[str, bool]]:
    inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    for node in tree.find_all(nodes.Getattr):
        if id(node) not in inner:
            name = _dotted(node)
            yield name, name in NAMES
    for word in tree.find_all(nodes.Name):
        if id(word) not in inner:
            yield word.name, word.name == LETTER or (word.name in NAMES and word.name not in _GROUPS)


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "?"
