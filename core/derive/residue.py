"""What a page says without showing it: comments, alternate text, notes in pictures, things that nothing draws.

A number that lies under a mask may stand there on the paper's other pages too, where nobody sees it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Object, PdfError, Stream, String

from core.derive.secrets_in import folded

_ASIDE: Final = frozenset({"/Parent", "/P"})
# Each way in which a writer may put characters into bytes; hexadecimal ones are read as such below.
_CODES: Final = ("latin-1", "utf-16-be", "utf-16-le")


def says(page: Object, numbers: Collection[str]) -> bool:
    """Says whether one of the numbers, folded, stands in any byte that belongs to a page."""
    return bool(numbers) and any(_stand_in(content, numbers) for content in _bytes_of(page))


def _stand_in(content: bytes, numbers: Collection[str]) -> bool:
    texts = [folded(content.decode(code, "ignore")) for code in _CODES]
    texts.append(folded(content[1:].decode("utf-16-be", "ignore")))  # where the text begins at an odd place
    spelt = [
        (number, number.encode("ascii").hex().upper(), number.encode("utf-16-be").hex().upper()) for number in numbers
    ]
    return any(each in text for text in texts for spellings in spelt for each in spellings)


def _bytes_of(root: Object) -> Iterator[bytes]:
    """Yields names, strings and streams, these packed and unpacked, of all that a page refers to."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Object) and item.is_indirect:
            if item.objgen in seen:
                continue
            seen.add(item.objgen)
        if isinstance(item, Stream):
            yield from _streamed(item)
        if isinstance(item, (String, Name)):
            yield bytes(item)
        waiting.extend(_below(item))
        if isinstance(item, (Dictionary, Stream)):
            yield " ".join(item.keys()).encode("utf-8")


def _below(item: Any) -> Iterable[Any]:
    if isinstance(item, (Dictionary, Stream)):
        return [item[key] for key in item.keys() if key not in _ASIDE]  # noqa: SIM118  # an object is no mapping
    return list(item) if isinstance(item, Array) else ()


def _streamed(stream: Stream) -> Iterator[bytes]:
    yield stream.read_raw_bytes()
    try:
        yield stream.read_bytes()
    except PdfError:  # a picture that only a viewer unpacks: what is written in it stands in its raw bytes
        return
