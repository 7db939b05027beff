"""How a poured page lies on its sheet: proof by bytes says what was poured, this says that it is what one sees.

The drawing of the whole sheet is followed, so that neither a turned sheet nor a mirrored, clipped, faded or covered
exhibit passes for one that lies right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Matrix, Name, Page

from core.derive.flat import inherited
from core.derive.geometry import Sheet, placed
from core.derive.pour import shown_box

_PAINTS: Final = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE IMAGE"})
_WRITES: Final = frozenset({"Tj", "TJ", "'", '"'})
_UNSEEN: Final = 3  # how text is set that is only there to be searched (ISO 32000-1, 9.3.6)
_MARK: Final = "/Purpose"
_POINTS: Final = 0.02


@dataclass(frozen=True, slots=True)
class _State:
    """What decides how the next piece shows: where it goes, and whether something cuts or fades it."""

    matrix: Matrix
    touched: bool = False
    setting: int = 0


def lies_right(page: Page, sheet: Sheet) -> bool:
    """Says whether the exhibit shows whole, upright and uncovered in its place on the sheet."""
    return _is_plain_sheet(page, sheet) and _has_nothing_above(page) and _is_drawn_once(page, sheet)


def draws(annotation: object) -> bool:
    """Says whether an annotation may show anything: a link without a picture of itself only leads somewhere."""
    if not isinstance(annotation, Dictionary):
        return True
    return annotation.get(Name.Subtype) != Name.Link or Name.AP in annotation


def _has_nothing_above(page: Page) -> bool:
    """Says whether no annotation covers the exhibit and no layer may hide it."""
    covered = any(draws(annotation) for annotation in page.obj.get(Name.Annots, Array()))
    return not covered and Name.OC not in page.obj.Resources.XObject.Exhibit


def _is_plain_sheet(page: Page, sheet: Sheet) -> bool:
    boxes = ([float(v) for v in box] for box in (page.mediabox, page.cropbox))
    whole = (0.0, 0.0, sheet.width, sheet.height)
    same = all(abs(a - b) < 1 for box in boxes for a, b in zip(box, whole, strict=True))
    return same and inherited(page.obj, Name.Rotate, 0) % 360 == 0 and Name.UserUnit not in page.obj


def _is_drawn_once(page: Page, sheet: Sheet) -> bool:
    """Follows the sheet's drawing: the exhibit in its place, nothing over it but text unseen and the purpose mark."""
    state, kept, drawn = _State(Matrix()), list[_State](), 0
    for step in pikepdf.parse_content_stream(page):
        name = str(step.operator)
        if name == "q":
            kept.append(state)
        elif name == "Q":
            state = kept.pop() if kept else state
        elif name == "Do" and str(step.operands[0]) == "/Exhibit":
            drawn += 1
            if state.touched or not _in_place(page, state.matrix, sheet):
                return False
        elif drawn and _covers(name, step, state):
            return False
        else:
            state = _after(name, step, state)
    return drawn == 1


def _covers(
    name: str, step: pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage, state: _State
) -> bool:
    if name == "Do":
        return str(step.operands[0]) != _MARK
    return name in _PAINTS or (name in _WRITES and state.setting != _UNSEEN)


def _after(name: str, step: object, state: _State) -> _State:
    if not isinstance(step, ContentStreamInstruction):
        return state
    if name == "cm":
        return replace(state, matrix=Matrix(Array(step.operands)) @ state.matrix)
    if name in {"W", "W*", "gs"} or (name == "BDC" and step.operands[0] == Name.OC):
        return replace(state, touched=True)
    return replace(state, setting=int(step.operands[0])) if name == "Tr" else state


def _in_place(page: Page, matrix: Matrix, sheet: Sheet) -> bool:
    left, bottom, right, top = shown_box(page.obj.Resources.XObject.Exhibit)
    scale, x, y = placed(sheet, right - left, top - bottom)
    corners = ((left, bottom), (right, bottom), (left, top))
    wide, high = (right - left) * scale, (top - bottom) * scale
    wanted = ((x, y), (x + wide, y), (x, y + high))
    pairs = zip((matrix.transform(corner) for corner in corners), wanted, strict=True)
    return all(abs(float(a[i]) - b[i]) < _POINTS for a, b in pairs for i in (0, 1))
