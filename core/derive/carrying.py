"""Takes a paper on its way into the packet as far as it goes before the sheets are laid out.

A plain paper is read where it lies in the case; of any other a derived copy is made. Its pictures are laid down in the
packet at once, and what is left of it is a small PDF, the bare one, in which a token stands for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream

from core.derive.binding import Binding, Raw
from core.derive.flat import copied
from core.derive.originals import Original
from core.derive.plain import plain
from core.derive.worker import Plain

_KEPT: Final = frozenset({"/Type", "/Pages", "/OCProperties"})


def task(request: Plain) -> Plain:
    """Judges a paper, derives it where that is needed, and lays its pictures down; tells of its pages as `derive` does.

    `source` is the paper and `kind` what it is; `unless_plain`, whether a plain one needs no copy. A paper that does is
    kept at `keep`, its copy made at `copy`; one without a `kind` is such a copy already. Where a `target` is named, the
    pictures go there under its `token`, one paper behind the other, by one process; what is left goes to `bare`.
    """
    with Original(request["source"]) as paper:
        if not request["kind"]:
            return _from_copy(paper, request)
        if request["unless_plain"] and not request["masks"]:
            with plain(paper, str(request["kind"])) as given:
                if given is not None:
                    pdf, sizes = given
                    raw = Raw(paper.view(), pdf) if request["kind"] == "pdf" else None
                    return {"pages": sizes, "plain": True} | _carried(pdf, raw, request)
        if request["keep"]:
            paper.keep(Path(request["keep"]))
        told = copied(paper, Path(request["copy"]), request)
    with Original(str(request["copy"])) as copy:
        return told | _from_copy(copy, request)


def _from_copy(copy: Original, request: Plain) -> Plain:
    if not request["target"]:
        return {}
    with pikepdf.open(copy.opened()) as pdf:
        return _carried(pdf, Raw(copy.view(), pdf), request)


def _carried(pdf: Pdf, raw: Raw | None, request: Plain) -> Plain:
    """Lays the pictures of a document down and writes what is left of it; tells where they lie."""
    if not request["target"]:
        return {}
    binding = _binding(Path(request["target"]), str(request["token"]))
    before = len(binding.laid)
    for picture in _pictures(pdf):
        binding.take(picture, raw)
    for key in set(pdf.Root.keys()) - _KEPT:
        del pdf.Root[key]
    pdf.save(
        request["bare"],
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        static_id=True,
    )
    return {"laid": binding.laid[before:]}


def _pictures(pdf: Pdf) -> Iterator[Object]:
    taken: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for picture in page.obj.Resources.get(Name.XObject, Dictionary()).values():
            if isinstance(picture, Stream) and picture.objgen not in taken:
                taken.add(picture.objgen)
                yield picture


_open: Final[dict[tuple[Path, str], Binding]] = {}


def _binding(target: Path, token: str) -> Binding:
    """Returns the file that is being bound; the one before it has all its pictures."""
    if (target, token) not in _open:
        close()
        _open[target, token] = Binding(target, token)
    return _open[target, token]


def close() -> None:
    """Lets go of the file that is being bound."""
    for binding in _open.values():
        binding.close()
    _open.clear()
