"""How a camera was held, as EXIF counts it, and what that does to a picture on its page."""

from __future__ import annotations

from typing import Final

ORIENTATION: Final = 0x0112
# From EXIF orientation: the picture's unit square, as a matrix onto the page's unit square.
TURNS: Final[dict[int, tuple[int, int, int, int, int, int]]] = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
# From this one on a picture lies on its side.
SIDEWAYS: Final = 5
