"""What a letter's template may not do, since packs come from elsewhere too: nothing that could run without end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jinja2 import nodes
from jinja2.defaults import DEFAULT_NAMESPACE

from core.i18n import _

_DEEPEST: Final = 4
# Words for parts of a template that no letter needs, and that could call themselves or reach for other files.
_REFUSED: Final[dict[type[nodes.Node], str]] = {
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.Mul: "*",
    nodes.Pow: "**",
}


def unbearable(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yields line and sentence for all that a template may not hold."""
    for kind, word in _REFUSED.items():
        for node in tree.find_all(kind):
            yield node.lineno, _("模板里不能用 {word}。").format(word=word)
    for name in tree.find_all(nodes.Name):
        if name.name in DEFAULT_NAMESPACE and name.ctx == "load":
            yield name.lineno, _("模板里不能用 {word}。").format(word=name.name)
    for loop in tree.find_all(nodes.For):
        if loop.recursive:
            yield loop.lineno, _("模板里不能用 {word}。").format(word="recursive")
    yield from _too_deep(tree, 0)


def _too_deep(node: nodes.Node, depth: int) -> Iterator[tuple[int, str]]:
    for inner in node.iter_child_nodes():
        loops = depth + isinstance(inner, nodes.For)
        if loops > _DEEPEST:
            yield inner.lineno, _("循环套得太深，最多 {count} 层。").format(count=_DEEPEST)
        else:
            yield from _too_deep(inner, loops)
