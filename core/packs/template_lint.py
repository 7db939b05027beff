"""What a letter's template may not do, since packs come from elsewhere too: nothing that could run without end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from jinja2 import nodes
from jinja2.defaults import DEFAULT_NAMESPACE

from core.i18n import _

_Weight = tuple[int, int]
_DEEPEST: Final = 3
_MOST_PARTS: Final = 100  # paragraphs that a letter includes, those within them counted too
# None of these makes more of a text than there is; others fill up, repeat, or take the name of a filter to run.
_FILTERS: Final = frozenset(
    {"length", "list", "selectattr", "rejectattr", "first", "last", "join", "sort", "unique", "trim"}
)
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
    nodes.Mod: "%",
    nodes.Concat: "~",
    nodes.Call: "()",
    nodes.AssignBlock: "set … endset",
}


def unbearable(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yields line and sentence for all that a template may not hold."""
    kinds: tuple[type[nodes.Node], ...] = (nodes.Name, nodes.For, nodes.Filter, nodes.Assign, *_REFUSED)
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
    if isinstance(node, nodes.Filter):
        return "" if node.name in _FILTERS else f"|{node.name}"
    if isinstance(node, nodes.Assign):  # said again and again, it would double what there is each time
        return "set … +" if node.node.find(nodes.Add) or isinstance(node.node, nodes.Add) else ""
    return _REFUSED[type(node)]


def _too_deep(node: nodes.Node, depth: int) -> Iterator[tuple[int, str]]:
    for inner in node.iter_child_nodes():
        loops = depth + isinstance(inner, nodes.For)
        if loops > _DEEPEST:
            yield inner.lineno, _("循环套得太深，最多 {count} 层。").format(count=_DEEPEST)
        else:
            yield from _too_deep(inner, loops)


def out_of_bounds(name: str, parsed: Callable[[str], nodes.Template | None]) -> str:
    """Returns why a template with all that it includes would take too long; "" when it is bearable.

    Args:
        name: The template.
        parsed: Gives a template by its name; None for one that is not there.
    """
    try:
        deepest, parts = _weigh(name, parsed, {})
    except RecursionError:
        return _("模板一层套一层，套得太深。")
    if parts > _MOST_PARTS:
        return _("引用的段落太多，最多 {count} 个。").format(count=_MOST_PARTS)
    return _("循环套得太深，最多 {count} 层。").format(count=_DEEPEST) if deepest > _DEEPEST else ""


def _weigh(name: str, parsed: Callable[[str], nodes.Template | None], known: dict[str, _Weight]) -> _Weight:
    """Returns how deep the loops go and how many parts are included, each template looked at once."""
    if name not in known:
        known[name] = (0, 0)  # one that includes itself is told elsewhere
        tree = parsed(name)
        weights = [_weigh_below(tree, 0, parsed, known)] if tree is not None else []
        known[name] = weights[0] if weights else (0, 0)
    return known[name]


def _weigh_below(
    node: nodes.Node, depth: int, parsed: Callable[[str], nodes.Template | None], known: dict[str, _Weight]
) -> _Weight:
    deepest, parts = depth, 0
    for inner in node.iter_child_nodes():
        if isinstance(inner, nodes.Include):
            part = inner.template.value if isinstance(inner.template, nodes.Const) else ""
            below, within = _weigh(str(part), parsed, known)
            deepest, parts = max(deepest, depth + below), parts + 1 + within
        else:
            below, within = _weigh_below(inner, depth + isinstance(inner, nodes.For), parsed, known)
            deepest, parts = max(deepest, below), parts + within
    return deepest, parts
