"""Whether every placeholder of a playbook's letter templates is answered, and every paragraph it includes is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from core.i18n import _
from core.packs.mistakes import Mistake
from core.packs.names import unknown
from core.packs.shapes import Playbook
from core.packs.template_lint import unbearable
from core.packs.tree import Tree

# What core.narrative.values hands to a template; a test holds both together.
VALUES: Final = frozenset(
    [
        "platform",
        "playbook",
        "shop",
        "entity",
        "notice",
        "rounds",
        "points",
        "general",
        "told",
        "timeline",
        "exhibits",
        "rejected",
        "forged",
        "unavailable",
        "commitment",
        "answers",
    ]
)


def wrong_letters(book: Playbook, tree: Tree) -> Iterator[Mistake]:
    """Yields what is wrong in the templates of a playbook, those that they include with them."""
    for name in sorted(name for name in tree.under(f"playbooks/{book.id}/") if name.endswith(".j2")):
        yield from _wrong(name, tree, book, frozenset(), ())


def _wrong(name: str, tree: Tree, book: Playbook, given: frozenset[str], within: tuple[str, ...]) -> Iterator[Mistake]:
    try:
        parsed = SandboxedEnvironment(autoescape=False).parse(tree.files[name].decode("utf-8"))  # no HTML
    except TemplateSyntaxError as error:
        yield Mistake(name, error.lineno, "", _("模板语法错误：{what}").format(what=error.message or ""))
        return
    except UnicodeDecodeError:
        yield Mistake(name, 1, "", _("无法读取这个模板，请确认它在，且存为 UTF-8。"))
        return
    mine = given | {node.name for node in parsed.find_all(nodes.Name) if node.ctx == "store"}
    yield from (Mistake(name, line, "", text) for line, text in unbearable(parsed))
    yield from _wrong_names(name, parsed, mine)
    yield from _wrong_answers(name, parsed, book)
    for node in parsed.find_all(nodes.Include):
        part = node.template.value if isinstance(node.template, nodes.Const) else ""
        if part not in tree.files or not part.endswith(".j2"):
            yield Mistake(name, node.lineno, "", _("引用的模板 {part} 不存在。").format(part=part))
        elif part in (*within, name):
            yield Mistake(name, node.lineno, "", _("模板 {part} 引用了自己，不会有尽头。").format(part=part))
        else:
            yield from _wrong(part, tree, book, mine, (*within, name))


def _wrong_names(name: str, tree: nodes.Template, mine: frozenset[str]) -> Iterator[Mistake]:
    for word in sorted(meta.find_undeclared_variables(tree) - VALUES - mine):
        line = next(node.lineno for node in tree.find_all(nodes.Name) if node.name == word)
        yield Mistake(name, line, word, unknown(word, VALUES, _("占位名")))


def _wrong_answers(name: str, tree: nodes.Template, book: Playbook) -> Iterator[Mistake]:
    ids = {question.id.replace("-", "_") for question in book.questions}
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name == "answers" and node.attr not in ids:
            yield Mistake(name, node.lineno, f"answers.{node.attr}", unknown(node.attr, ids, _("问题")))
