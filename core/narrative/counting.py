"""How a portal counts what stands in its box; which way it does is the platform's data."""

from __future__ import annotations

from typing import Final, Literal

CountingWay = Literal["characters", "utf-16", "utf-8-bytes", "gb18030-bytes"]

# A browser's maxlength counts the units of UTF-16: https://html.spec.whatwg.org/#attr-fe-maxlength
_ENCODINGS: Final[dict[str, tuple[str, int]]] = {
    "utf-16": ("utf-16-le", 2),
    "utf-8-bytes": ("utf-8", 1),
    "gb18030-bytes": ("gb18030", 1),
}


def count(text: str, way: CountingWay = "characters") -> int:
    """Counts a text; a line end counts once, however it is stored."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if way == "characters":
        return len(text)
    encoding, size = _ENCODINGS[way]
    return len(text.encode(encoding, "replace")) // size
