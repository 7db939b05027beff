"""Layers that a paper hides (optional content): what no viewer shows must not show in the packet either.

What counts is the document's own default (ISO 32000-1, 8.11.4); layers that differ on the screen and in print are not
told apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

_POLICIES: Final[dict[str, Callable[[list[bool]], bool]]] = {
    # Says whether what belongs to layers that are hidden or not is hidden itself (8.11.2.2, table 99).
    "/AnyOn": all,
    "/AllOn": any,
    "/AnyOff": lambda hidden: not any(hidden),
    "/AllOff": lambda hidden: not all(hidden),
}


def hidden_layers(pdf: Pdf) -> list[Object]:
    """Returns the layers that are hidden when the document is opened."""
    layers = pdf.Root.get(Name.OCProperties)
    if not isinstance(layers, Dictionary) or Name.D not in layers:
        return []
    if layers.D.get(Name.BaseState) == Name.OFF:
        shown = {layer.objgen for layer in layers.D.get(Name.ON, Array())}
        return [layer for layer in layers.get(Name.OCGs, Array()) if layer.objgen not in shown]
    return list(layers.D.get(Name.OFF, Array()))


def drop_hidden(pdf: Pdf) -> int:
    """Takes away the annotations on hidden layers: flattened, they would show. Returns how many there were."""
    off = {layer.objgen for layer in hidden_layers(pdf)}
    dropped = 0
    for page in pdf.pages if off else ():
        held = page.obj.get(Name.Annots)
        if isinstance(held, Array):
            kept = [annotation for annotation in held if not _is_hidden(annotation, off)]
            dropped += len(held) - len(kept)
            page.obj.Annots = Array(kept)
    return dropped


def _is_hidden(annotation: Any, off: set[tuple[int, int]]) -> bool:
    if not isinstance(annotation, Dictionary):
        return False
    return any(_belongs(thing.get(Name.OC), off) for thing in (annotation, _look(annotation)))


def _look(annotation: Dictionary) -> Object:
    """Returns what an annotation shows just now, an empty dictionary when it has no picture of itself."""
    looks = annotation.get(Name.AP)
    look = looks.get(Name.N) if isinstance(looks, Dictionary) else None
    if isinstance(look, Dictionary) and isinstance(annotation.get(Name.AS), Name):
        look = look.get(str(annotation.AS))
    return look if isinstance(look, (Dictionary, Stream)) else Dictionary()


def _belongs(layer: Any, off: set[tuple[int, int]]) -> bool:
    """Says whether a layer, or a membership in several, is hidden."""
    if not isinstance(layer, Dictionary):
        return False
    if layer.get(Name.Type) != Name.OCMD:
        return layer.objgen in off
    named = layer.get(Name.OCGs)
    several = list(named) if isinstance(named, Array) else [named]
    hidden = [each.objgen in off for each in several if isinstance(each, Dictionary)]
    return bool(hidden) and _POLICIES.get(str(layer.get(Name.P)), all)(hidden)
