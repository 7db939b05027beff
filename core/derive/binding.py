"""Writes a packet whose large pictures go into the file one by one, while the rest of it is still in the making.

The library can only write a PDF whole, once all of it is there, and hands every byte through its own pipes then. So a
picture's bytes are laid down as soon as its paper is there, and in the library's hands stays a token of a few bytes.
One process may lay the pictures down while another makes what shows them, and writes the rest when it is told of them.
What the library writes in the end is small and goes behind the pictures; each token's head, with the number that the
library gave it, goes into the room kept before its bytes. One table of references (ISO 32000-1, 7.5.8) tells where all
lies.
"""

from __future__ import annotations

import io
import mmap
import re
import secrets
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, NamedTuple, Self

import pikepdf
from pikepdf import Array, Name, Object, Pdf, Stream

from core.derive.memory import keep_freed_memory
from core.derive.worker import TaskFailed

# Smaller ones are no burden for the library, and each costs some room for its head.
_LEAST: Final = 8 * 1024
# One picture is in memory while it goes over.
_MOST: Final = 32 * 2**20
_PACKINGS: Final = frozenset({"/DCTDecode", "/FlateDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"})
_KEYS: Final = frozenset(
    {"/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace", "/Filter", "/DecodeParms"}
    | {"/Decode", "/Intent", "/Interpolate", "/ImageMask", "/SMask", "/Length", "/Name"}
)
# “%PDF-1.7” and a line of bytes that say that it is no text.
_HEADER: Final = 32
_NUMBER: Final = 10
_SPARE: Final = 64
_AT_ONCE: Final = 2**20
_FOOT: Final = b"\nendstream\nendobj\n"
# A head whose only text is names and numbers: no string in it could hold the word that ends it.
_HEAD: Final = re.compile(rb"\s*(\d+)\s+(\d+)\s+obj\s*<<[\w\s/\[\]<>.+-]*?>>\s*stream\r?\n")
_END: Final = re.compile(rb"\s*endstream\s+endobj\b")
_LONGEST: Final = 2048


class Laid(NamedTuple):
    """Attributes: start: Where the room for the head begins; content: where the bytes begin; size: how many."""

    start: int
    content: int
    size: int


def is_fit(image: Object) -> bool:
    """Says whether a picture is packed so that the library would write its very bytes, under a plain head."""
    if not isinstance(image, Stream) or not image.is_indirect or image.get(Name.Subtype) != Name.Image:
        return False
    size: Any = image.get(Name.Length, _LEAST)  # one that was made just now has none, and is in memory already
    known = isinstance(size, int) and _LEAST <= size <= _MOST
    return known and set(image.keys()) <= _KEYS and str(image.get(Name.Filter)) in _PACKINGS


class Raw:
    """A paper's own bytes, to find a picture in.

    What is found is believed only where the picture's number stands before it, nothing but a plain head between, and
    its end right behind; the proof of the packet compares it once more.
    """

    def __init__(self, content: memoryview, pdf: Pdf) -> None:
        self._bytes = content
        self._table = pdf.get_xref_table()

    def bytes_of(self, image: Object) -> memoryview | None:
        """Returns the raw bytes of a picture, None where they can't be told for certain."""
        entry = self._table.get(image.objgen)
        if entry is None or entry.type != 1 or entry.offset is None:
            return None
        size: Any = image.get(Name.Length)
        head = _HEAD.match(self._bytes, entry.offset, entry.offset + _LONGEST)
        if head is None or (int(head[1]), int(head[2])) != image.objgen:
            return None
        foot = self._bytes[head.end() + size : head.end() + size + 32]
        return self._bytes[head.end() : head.end() + size] if _END.match(foot) else None


class Binding:
    """One file in the making. `take` pictures, `write_out` the document that shows them, `assemble`.

    Attributes:
        laid: Where each picture lies: the room for its head, its bytes, how many they are.
    """

    def __init__(self, target: Path, token: str = "") -> None:
        """Begins a file, or goes on with the one of that `token`, which has to be there and may be empty."""
        keep_freed_memory()
        self._file = target.open("r+b" if token else "w+b", buffering=0)
        self._token = (token or secrets.token_hex(16)).encode("ascii")
        self.laid: list[Laid] = []
        self._end = _HEADER
        self._file.write(b"\n" * _HEADER)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file; what was laid down stays."""
        self._file.close()

    def take(self, image: Object, raw: Raw | None = None) -> bool:
        """Lays a picture's bytes down and leaves a token in their place, where that changes nothing; says whether.

        They are copied from the paper's file itself where `raw` finds them, else read by the library, which is slower.
        """
        if not is_fit(image):
            return False
        packing: Any = image.get(Name.Filter)
        parameters: Any = image.get(Name.DecodeParms)
        head = image.stream_dict.unparse()
        room = len(head) + head.count(b" R") * _NUMBER + _SPARE
        content = (raw.bytes_of(image) if raw else None) or memoryview(image.get_raw_stream_buffer())
        token = self._token + b"%08x" % len(self.laid)
        for piece in (b"\n" * room, content, _FOOT):
            _write_all(self._file, piece)
        self.laid.append(Laid(self._end, self._end + room, len(content)))
        self._end += room + len(content) + len(_FOOT)
        image.write(token, filter=packing, decode_parms=parameters)
        return True

    def adopt(self, laid: Iterable[Sequence[int]]) -> None:
        """Takes over pictures that another process has laid down behind those that are known here."""
        for start, content, size in laid:
            self.laid.append(Laid(int(start), int(content), int(size)))
            self._end = max(self._end, int(content) + int(size) + len(_FOOT))

    def assemble(self, rest: BinaryIO) -> None:
        """Puts what the library wrote of the document behind the pictures (`write_out`).

        Raises:
            TaskFailed: A picture that was laid down belongs to nothing.
        """
        # Not closed by hand: after a fault pieces of it are still held by what is told of the fault.
        whole = memoryview(mmap.mmap(rest.fileno(), 0, access=mmap.ACCESS_READ))
        with pikepdf.open(rest) as written:
            _Assembly(self._file, self.laid, self._token, whole, self._end).assemble(written)


def write_out(packet: Pdf, rest: BinaryIO) -> None:
    """Has the library write a document, tokens in place of its pictures; it is not needed for `assemble` any more."""
    packet.save(
        rest,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
        static_id=True,  # the second half; the first is ours
    )
    rest.flush()


class _Assembly:
    """Puts what the library wrote behind the pictures, and the pictures' heads before them."""

    def __init__(self, file: io.FileIO, laid: list[Laid], token: bytes, written: memoryview, end: int) -> None:
        self._file = file
        self._laid = laid
        self._token = token
        self._written = written
        self._end = end
        # By picture: where its head goes, and the head.
        self._heads: dict[int, tuple[int, bytes]] = {}

    def assemble(self, written: Pdf) -> None:
        table = {number: entry for (number, _generation), entry in written.get_xref_table().items()}
        own = int(written.trailer.Size) - 1  # the table itself, which the library writes last
        starts = sorted(
            (entry.offset or 0, number) for number, entry in table.items() if entry.type == 1 and number != own
        )
        places: dict[int, int] = {}
        tail = _Tail(self._file, self._end)
        for number, piece in self._plain_pieces(starts, places):
            places[number] = tail.add(piece)
        if len(self._heads) != len(self._laid):
            raise TaskFailed("page-count", "a picture of no page")
        places[own] = tail.end
        rows = [_row(number, table, places) for number in range(own + 1)]
        tail.add(_table(written, own, rows) + b"startxref\n%d\n%%%%EOF\n" % places[own])
        tail.flush()
        for place, head in self._heads.values():
            self._file.seek(place)
            _write_all(self._file, head)
        self._file.seek(0)
        _write_all(self._file, bytes(self._written[: starts[0][0]]))

    def _plain_pieces(self, starts: list[tuple[int, int]], places: dict[int, int]) -> Iterator[tuple[int, memoryview]]:
        """Yields the objects that are no pictures laid down; heads of those go to their places."""
        ends = [*(offset for offset, _number in starts[1:]), self._table_at()]
        for (offset, number), after in zip(starts, ends, strict=True):
            piece = self._written[offset:after]
            index = self._index(piece)
            if index is None:
                yield number, piece
            else:
                places[number] = self._headed(index, piece)

    def _table_at(self) -> int:
        return int(bytes(self._written[-64:]).rpartition(b"startxref")[2].split()[0])

    def _index(self, piece: memoryview) -> int | None:
        """Returns which picture an object is the token of."""
        size = len(self._token)
        whole = len(b"00000000") + size
        at = len(piece) - whole - len(_FOOT)
        if at < 0 or piece[at : at + size] != self._token:
            return None
        return int(bytes(piece[at + size : at + whole]), 16)

    def _headed(self, index: int, piece: memoryview) -> int:
        laid, token = self._laid[index], len(self._token) + len(b"00000000")
        told = bytes(piece[: len(piece) - token - len(_FOOT)])
        head = told.replace(b" /Length %d " % token, b" /Length %d " % laid.size)
        if index in self._heads or head == told or len(head) >= laid.content - laid.start:
            raise TaskFailed("unreadable", "a picture that can't be headed")
        self._heads[index] = laid.content - len(head), head
        return laid.content - len(head)


class _Tail:
    """What stands behind the pictures, written in larger pieces. Attributes: end: Where the next object begins."""

    def __init__(self, file: io.FileIO, end: int) -> None:
        self._file = file
        self._waiting = bytearray()
        self.end = end
        file.seek(end)

    def add(self, piece: bytes | memoryview) -> int:
        """Adds an object; returns where it begins."""
        begin = self.end
        self._waiting += piece
        self.end += len(piece)
        if len(self._waiting) >= _AT_ONCE:
            self.flush()
        return begin

    def flush(self) -> None:
        _write_all(self._file, self._waiting)
        self._waiting.clear()


def _row(number: int, table: dict[int, pikepdf.XrefEntry], places: dict[int, int]) -> bytes:
    entry = table.get(number)
    kind, value, rest = (1, places[number], 0) if number in places else (0, 0, 0)
    if entry is not None and entry.type == 2:
        kind, value, rest = 2, entry.obj_stream_number or 0, entry.obj_stream_index or 0
    return bytes((kind,)) + value.to_bytes(6, "big") + rest.to_bytes(3, "big")


def _table(written: Pdf, number: int, rows: list[bytes]) -> bytes:
    """Returns the table of references as the object that it is."""
    content = zlib.compress(b"".join(rows), 6)
    kept = {key: written.trailer[key] for key in ("/Root", "/Info", "/ID") if key in written.trailer}
    told = b" ".join(key.encode("ascii") + b" " + _told(value) for key, value in kept.items())
    head = b"%d 0 obj\n<< /Type /XRef /Length %d /Filter /FlateDecode /W [ 1 6 3 ] " % (number, len(content))
    return head + told + b" /Size %d >>\nstream\n" % len(rows) + content + _FOOT


def _told(value: Object) -> bytes:
    if isinstance(value, Array):
        return b"[ " + b" ".join(bytes(item.unparse()) for item in value) + b" ]"
    number, generation = value.objgen
    return b"%d %d R" % (number, generation)


def _write_all(file: io.FileIO, content: bytes | bytearray | memoryview) -> None:
    with memoryview(content) as rest:
        done = 0
        while done < len(rest):
            with rest[done:] as piece:
                done += file.write(piece)
