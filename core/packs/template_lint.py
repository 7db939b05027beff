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
    kinds: tuple[type[nodes.Node], ...] = (nodes.Name, nodes.For, *_REFUSED)
    for node in tree.find_all(kinds):
        if word := _refused(node):
            yield node.lineno, _("模板里不能用 {word}。").format(word=word)
    yield from _too_deep(tree, 0)


def _refused(node: nodes.Node) -> str:
    """Returns the word by which a template says what it may not; "" for what it may."""
    if isinstance(node, nodes.Name):
        return node.name if node.name in DEFAULT_NAMESPACE and node.ctx == "load" else ""
    if isinstance(node, nodes.For):
        return "recursive" if node.recursive else ""
    return _REFUSED[type(node)]


def _too_deep(node: nodes.Node, depth: int) -> Iterator[tuple[int, str]]:
    for inner in node.iter_child_nodes():
        loops = depth + isinstance(inner, nodes.For)
        if loops > _DEEPEST:
            yield inner.lineno, _("循环套得太深，最多 {count} 层。").format(count=_DEEPEST)
        else:
            yield from _too_deep(inner, loops)
