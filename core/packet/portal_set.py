"""What is uploaded: clean pictures and PDFs in order, within the platform's limits as far as they are known.

Nothing is recompressed unless a limit asks for it, and then the list says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from core.built import Slot
from core.derive.worker import Plain
from core.derive.workers import seconds_for
from core.filenames import safe_name
from core.model import Finding
from core.packet import findings
from core.packet.archive import Entry
from core.packet.composing import Composition
from core.packet.plan import Exhibit, Plan
from core.packs.shapes import PortalLimits

IMAGES, MARKED, PDFS = "portal/images", "portal/images-marked", "portal/pdf"
_MADE: Final = frozenset({"kept", "lossless", "drawn", "reduced"})


def portal_of(plan: Plan) -> PortalLimits:
    """Returns what the platform's portal takes; a platform that nobody installed takes nobody knows what."""
    platform = plan.packs.platform(plan.case.platform)
    return platform.portal if platform else PortalLimits()


class Pictures:
    """The portal's pictures in the making: `begin` for each exhibit, then `settle` once they are drawn."""

    def __init__(self, composition: Composition) -> None:
        self._composition = composition
        self._portal = portal_of(composition.plan)
        self._begun: list[tuple[Exhibit, str, list[str], Future[Plain]]] = []
        self._count = {IMAGES: 0, MARKED: 0}
        self.made: list[Slot] = []
        self.marked: list[Slot] = []
        self._files: dict[str, Path] = {}

    @property
    def futures(self) -> list[Future[Plain]]:
        return [future for _exhibit, _folder, _names, future in self._begun]

    def begin(self, exhibit: Exhibit) -> None:
        """Has the clean pictures of an exhibit made, and the marked ones where the person asked for them."""
        self._submit(exhibit, IMAGES, None)
        mark = self._composition.mark_of(exhibit)
        if mark and self._composition.plan.case.packet.marked_images:
            self._submit(exhibit, MARKED, mark)

    def settle(self) -> None:
        """Takes over what was made."""
        for exhibit, folder, names, future in self._begun:
            for page, (name, told) in enumerate(zip(names, future.result()["pictures"], strict=True), start=1):
                slot = _slot(exhibit, folder, name, page, told)
                self._files[slot.path] = self._stem(folder, name).with_suffix(_ending(told))
                (self.made if folder == IMAGES else self.marked).append(slot)

    def lost(self) -> Iterator[Finding]:
        """Says which pages of clean copies that are not the packet's own don't show what the original shows."""
        for exhibit, folder, names, future in self._begun:
            if folder == IMAGES and self._composition.is_plain(exhibit):
                same = [bool(page) for page in future.result()["same"]]
                same += [False] * (len(names) - len(same))
                yield from findings.about_exhibit(exhibit, ["bytes" if page else "lost" for page in same])

    def entries(self) -> list[Entry]:
        """Returns what goes into the ZIP."""
        return [
            Entry(slot.path, self._files[slot.path], "portal-image", slot.source, 1)
            for slot in (*self.made, *self.marked)
        ]

    def _submit(self, exhibit: Exhibit, folder: str, mark: Plain | None) -> None:
        first = self._count[folder] + 1
        names = [f"{first + page:02d}-{exhibit.label}-{page + 1}" for page in range(len(exhibit.sheets))]
        self._count[folder] += len(names)
        request = self._request(exhibit, [str(self._stem(folder, name)) for name in names], mark)
        self._begun.append(
            (exhibit, folder, names, self._composition.workers.submit("pictures", seconds_for(len(names)), **request))
        )

    def _request(self, exhibit: Exhibit, stems: list[str], mark: Plain | None) -> dict[str, Any]:
        formats = {name.lower() for name in self._portal.formats}
        return {
            "source": str(self._composition.derived(exhibit)),
            "derive": self._composition.deriving(exhibit) if self._composition.is_plain(exhibit) else None,
            "stems": stems,
            "px_max": self._portal.image_px_max,
            "kb_max": self._portal.image_kb_max,
            "png": exhibit.kind in {"png", "bmp", "tiff"} and (not formats or "png" in formats),
            "mark": mark,
        }

    def _stem(self, folder: str, name: str) -> Path:
        return self._composition.folder / f"{folder.rpartition('/')[2]}-{name.partition('-')[0]}"


def texts(plan: Plan, folder: Path) -> tuple[list[Slot], list[Entry]]:
    """Writes the texts to be pasted, one file each."""
    slots: list[Slot] = []
    for text in plan.texts:
        taken = {slot.path for slot in slots}
        names = (f"text-{text.amount}.txt", *(f"text-{text.amount}-{number}.txt" for number in range(2, 100)))
        path = next(f"portal/{name}" for name in names if f"portal/{name}" not in taken)
        content = text.text.encode("utf-8")
        (folder / path.rpartition("/")[2]).write_bytes(content)
        about = {"characters": text.length, "most": text.amount, "text": text.text}
        slots.append(Slot("text", path, text.title, len(content), **about))  # type: ignore[arg-type]  # by their names
    in_order = sorted(slots, key=lambda slot: slot.path)
    return slots, [Entry(slot.path, folder / slot.name, "portal-text") for slot in in_order]


def papers(composition: Composition) -> tuple[list[Slot], list[Entry]]:
    """Returns the exhibits of several pages as clean PDFs, where the platform may take such."""
    formats = {name.lower() for name in portal_of(composition.plan).formats}
    slots: list[Slot] = []
    entries: list[Entry] = []
    for exhibit in composition.plan.exhibits if not formats or "pdf" in formats else ():
        if exhibit.poured and len(exhibit.sheets) > 1:
            file = composition.derived(exhibit)
            path = f"{PDFS}/{len(slots) + 1:02d}-{safe_name(f'{exhibit.label}-{exhibit.title}')}.pdf"
            pages, title = len(exhibit.sheets), f"{exhibit.label}：{exhibit.title}"
            slots.append(Slot("pdf", path, title, file.stat().st_size, pages=pages, source=exhibit.paper.id))
            entries.append(Entry(path, file, "portal-pdf", exhibit.paper.id, pages))
    return slots, entries


def volumes(composition: Composition) -> list[Slot]:
    """Returns the packet's own files."""
    return [
        Slot(
            "pdf",
            bound.name,
            f"合订本{'' if bound.plan.volume is None else f'（{bound.plan.volume.title}）'}",
            bound.size,
            pages=bound.pages,
        )
        for bound in composition.bound
    ]


def _slot(exhibit: Exhibit, folder: str, name: str, page: int, told: Plain) -> Slot:
    how = str(told["how"])
    made = Slot("image", f"{folder}/{name}{_ending(told)}", "", int(told["size"]), how if how in _MADE else "drawn")
    title = f"{exhibit.label}：{exhibit.title}（第{page}/{len(exhibit.sheets)}页）"
    return replace(
        made, title=title, width=int(told["width"]), height=int(told["height"]), source=exhibit.paper.id, pages=1
    )


def _ending(told: Plain) -> str:
    return ".png" if told["ending"] == ".png" else ".jpg"
