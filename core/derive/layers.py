"""Layers that a paper hides (optional content): what no viewer shows must not show in the packet either.

What counts is what a document shows on the screen when it is opened (ISO 32000-1, 8.11.4): its default configuration,
and what the groups recommend for viewing where that configuration asks them. Viewers differ in how much of this they
know; so it is worked out once, and written down in the one way that all of them read alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

Known = set[tuple[int, int]]
_POLICIES: Final[dict[str, Callable[[list[bool]], bool]]] = {
    # Says whether what belongs to layers that are hidden or not is hidden itself (8.11.2.2, table 99).
    "/AnyOn": all,
    "/AllOn": any,
    "/AnyOff": lambda hidden: not any(hidden),
    "/AllOff": lambda hidden: not all(hidden),
}
_DEEPEST: Final = 20
_USES: Final = (Name.Usage, Name.Intent)


def hidden_layers(pdf: Pdf) -> list[Object]:
    """Returns the layers that are hidden when the document is opened."""
    layers = pdf.Root.get(Name.OCProperties)
    if not isinstance(layers, Dictionary) or not isinstance(layers.get(Name.D), Dictionary):
        return []
    every = [layer for layer in layers.get(Name.OCGs, Array()) if isinstance(layer, Dictionary)]
    off = {layer.objgen for layer in layers.D.get(Name.OFF, Array()) if isinstance(layer, Dictionary)}
    if layers.D.get(Name.BaseState) == Name.OFF:
        off = {layer.objgen for layer in every} - {layer.objgen for layer in layers.D.get(Name.ON, Array())}
    advice = _advice(layers.D)
    hidden = [layer for layer in every if advice.get(layer.objgen, layer.objgen in off)]
    return [layer for layer in hidden if _is_for_viewing(layer)]


def settle(pdf: Pdf) -> int:
    """Leaves only layers that are shown or hidden, for every viewer alike; returns how many are hidden.

    Annotations on hidden layers go: flattened, they would show. What belongs to several layers, or to a condition on
    them, belongs to one hidden layer afterwards, or to none.
    """
    if not isinstance(pdf.Root.get(Name.OCProperties), Dictionary):
        return 0
    hidden = hidden_layers(pdf)
    off = {layer.objgen for layer in hidden}
    dropped = _drop_annotations(pdf, off)
    conditions = list(_memberships(pdf))
    if any(_is_hidden(one, off) for one in conditions) and not hidden:
        hidden = [pdf.make_indirect(Dictionary(Type=Name.OCG, Name="hidden"))]
    for one, is_hidden in [(one, _is_hidden(one, off)) for one in conditions]:
        for key in (Name.P, Name.VE, Name.OCGs):
            if key in one:
                del one[key]
        if is_hidden:
            one.OCGs = hidden[0]
    for layer in (item for item in pdf.objects if isinstance(item, Dictionary) and item.get(Name.Type) == Name.OCG):
        for key in (key for key in _USES if key in layer):
            del layer[key]
    pdf.Root.OCProperties = Dictionary(OCGs=Array(hidden), D=Dictionary(OFF=Array(hidden), Order=Array()))
    return len(hidden) + dropped


def _advice(default: Object) -> dict[tuple[int, int], bool]:
    """Returns of each layer that is asked how it should be viewed whether it says to hide it (8.11.4.4)."""
    advice: dict[tuple[int, int], bool] = {}
    for asked in default.get(Name.AS, Array()):
        if not isinstance(asked, Dictionary) or asked.get(Name.Event) != Name.View:
            continue
        if Name.View not in list(asked.get(Name.Category, Array())):
            continue
        for layer in asked.get(Name.OCGs, Array()):
            state = _said_for_viewing(layer)
            if state is not None:
                advice[layer.objgen] = advice.get(layer.objgen, False) or state == Name.OFF
    return advice


def _said_for_viewing(layer: Any) -> Object | None:
    usage = layer.get(Name.Usage) if isinstance(layer, Dictionary) else None
    view = usage.get(Name.View) if isinstance(usage, Dictionary) else None
    return view.get(Name.ViewState) if isinstance(view, Dictionary) else None


def _is_for_viewing(layer: Object) -> bool:
    """Says whether its state counts at all: a layer that is only meant for design is always shown."""
    meant = layer.get(Name.Intent, Name.View)
    return Name.View in list(meant) if isinstance(meant, Array) else meant in (Name.View, Name.All)


def _drop_annotations(pdf: Pdf, off: Known) -> int:
    dropped = 0
    for page in pdf.pages:
        held = page.obj.get(Name.Annots)
        if isinstance(held, Array):
            kept = [annotation for annotation in held if not _is_dropped(annotation, off)]
            if len(kept) < len(held):
                dropped += len(held) - len(kept)
                page.obj.Annots = Array(kept)
    return dropped


def _is_dropped(annotation: Any, off: Known) -> bool:
    if not isinstance(annotation, Dictionary):
        return False
    return any(_is_hidden(thing.get(Name.OC), off) for thing in (annotation, _look(annotation)))


def _look(annotation: Dictionary) -> Object:
    """Returns what an annotation shows just now, an empty dictionary when it has no picture of itself."""
    looks = annotation.get(Name.AP)
    look = looks.get(Name.N) if isinstance(looks, Dictionary) else None
    if isinstance(look, Dictionary) and isinstance(annotation.get(Name.AS), Name):
        look = look.get(str(annotation.AS))
    return look if isinstance(look, (Dictionary, Stream)) else Dictionary()


def _memberships(pdf: Pdf) -> Iterator[Object]:
    """Yields everything that says on which layers something lies, each object once."""
    for item in pdf.objects:
        if not isinstance(item, (Dictionary, Stream)):
            continue
        resources = item.get(Name.Resources)
        places = [item, resources if isinstance(resources, Dictionary) else Dictionary()]
        named = [place.get(Name.Properties) for place in places]
        found = [one for names in named if isinstance(names, Dictionary) for _name, one in names.items()]
        if _is_membership(item):
            yield item
        for one in (item.get(Name.OC), *found):
            if isinstance(one, Dictionary) and _is_membership(one) and not one.is_indirect:  # else it is met as an item
                yield one


def _is_membership(thing: Object) -> bool:
    return thing.get(Name.Type) == Name.OCMD


def _is_hidden(layer: Any, off: Known) -> bool:
    """Says whether a layer, or a membership in several, is hidden."""
    if not isinstance(layer, Dictionary):
        return False
    if not _is_membership(layer):
        return layer.objgen in off
    if isinstance(layer.get(Name.VE), Array):
        return not _holds(layer.VE, off)
    named = layer.get(Name.OCGs)
    several = list(named) if isinstance(named, Array) else [named]
    hidden = [each.objgen in off for each in several if isinstance(each, Dictionary)]
    return bool(hidden) and _POLICIES.get(str(layer.get(Name.P)), all)(hidden)


def _holds(expression: Any, off: Known, depth: int = 0) -> bool:
    """Says whether a condition on layers holds (8.11.2.2); one that makes no sense hides nothing."""
    if isinstance(expression, Dictionary):
        return expression.objgen not in off
    if not isinstance(expression, Array) or not len(expression) or depth > _DEEPEST:
        return True
    parts = [_holds(part, off, depth + 1) for part in list(expression)[1:]]
    if expression[0] == Name.Not:
        return not all(parts)
    return any(parts) if expression[0] == Name.Or else all(parts)
