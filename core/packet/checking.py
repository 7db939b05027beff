"""The proof of a built packet, file by file and page by page, and the portal's pictures; both run side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from core.derive.worker import Plain, TaskFailed
from core.derive.workers import gather, seconds_for
from core.errors import ProofFailed
from core.i18n import _, in_source_language
from core.model import Finding
from core.packet import findings
from core.packet.composing import Composition
from core.packet.plan import Exhibit
from core.packet.portal_set import Pictures
from core.packet.pouring import Bound, masks_of, named, sheets_of


class Checking:
    """Begins with the making; `settle` waits for all answers and judges them.

    Attributes:
        findings: What the person should still know, after `settle`; `printed` says the same in Chinese.
    """

    def __init__(self, composition: Composition, pictures: Pictures) -> None:
        self._composition = composition
        self._pictures = pictures
        self.findings: list[Finding] = []
        self.printed: list[Finding] = []
        self._reading = [(bound, self._read(bound)) for bound in composition.bound]
        self._proofs: list[tuple[Exhibit, Future[Plain]]] = []
        for bound in composition.bound:
            start = bound.first
            for exhibit in bound.exhibits:
                if exhibit.poured:
                    seconds = seconds_for(len(exhibit.sheets))
                    request = _proof_request(composition, bound, exhibit, start)
                    self._proofs.append((exhibit, composition.workers.submit("prove", seconds, **request)))
                    pictures.begin(exhibit)
                start += len(exhibit.sheets)

    def settle(self) -> None:
        """Waits for all answers and judges them.

        Raises:
            ProofFailed: With everything that does not hold.
        """
        composition = self._composition
        self._await(composition)
        proved = {exhibit.number: _proved(future.result(), exhibit) for exhibit, future in self._proofs}
        bad = [finding for bound, future in self._reading for finding in _read_back(bound, future.result(), proved)]
        for exhibit, _future in self._proofs:
            bad.extend(findings.about_exhibit(exhibit, proved[exhibit.number]))
        bad.extend(self._masked())
        bad.extend(self._pictures.lost())
        if bad:
            raise ProofFailed([f"[{finding.id}] {finding.message}{finding.quote}" for finding in bad])
        self._pictures.settle()
        self.findings.extend(self._limits())
        with in_source_language():
            self.printed.extend(self._limits())

    def _await(self, composition: Composition) -> None:
        futures = [future for _about, future in (*self._reading, *self._proofs)]
        try:
            gather([*futures, *self._pictures.futures], composition.progress, _("正在逐页核对"))
        except TaskFailed as error:
            failed = (e.paper.file for e, future in self._proofs if future.done() and future.exception() is error)
            with named(next(failed, "packet.pdf")):
                raise

    def _masked(self) -> Iterator[Finding]:
        """Says when a number that lay under a mask stands in the text of a page all the same."""
        plan = self._composition.plan
        if plan.draft or findings.is_waived(plan, "masked-shown"):
            return
        for bound, future in self._reading:
            yield from findings.about_masked(self._composition.hidden, bound.name, map(str, future.result()["texts"]))

    def _limits(self) -> Iterator[Finding]:
        composition = self._composition
        for bound in composition.bound:
            yield from findings.about_volume(bound, composition.limits)
        yield from findings.about_pictures(composition.plan, [picture.size for picture in self._pictures.made])

    def _read(self, bound: Bound) -> Future[Plain]:
        # Where something is masked, every page is read for it, not only the front ones.
        front = bound.pages if self._composition.hidden else bound.first
        poured = _poured_pages(bound)
        return self._composition.workers.submit(
            "read", seconds_for(bound.pages), packet=str(bound.path), front=front, poured=poured
        )


def _read_back(bound: Bound, read: Plain, proved: Mapping[int, Sequence[str]]) -> Iterator[Finding]:
    yield from findings.about_pages(int(read["pages"]), bound.pages)
    texts = [str(text) for text in read["texts"]][: bound.first]
    if bound.plan.volume is None or bound.plan.volume.number == 1:
        yield from findings.about_letter(bound.plan.letter, texts)
    empty, first = {int(number) for number in read["empty"]}, bound.first
    for exhibit in bound.exhibits:
        pages = [number - first + 1 for number in range(first, first + len(exhibit.sheets)) if number in empty]
        # A page that holds nothing in the original either, to the byte, such as a scan's blank back, is no loss.
        same = proved.get(exhibit.number, ())
        yield from findings.about_empty(exhibit, [page for page in pages if same[page - 1 : page] != ["bytes"]])
        first += len(exhibit.sheets)


def _poured_pages(bound: Bound) -> list[int]:
    found: list[int] = []
    first = bound.first
    for exhibit in bound.exhibits:
        if exhibit.poured:
            found.extend(range(first, first + len(exhibit.sheets)))
        first += len(exhibit.sheets)
    return found


def _proof_request(composition: Composition, bound: Bound, exhibit: Exhibit, first: int) -> dict[str, Any]:
    return {
        "source": composition.source(exhibit),
        "kind": exhibit.kind,
        "packet": str(bound.path),
        "first": first,
        "sheets": sheets_of(exhibit),
        "masks": masks_of(exhibit),
    }


def _proved(answer: Plain, exhibit: Exhibit) -> list[str]:
    proved = [str(how) for how in answer["pages"]]
    # A worker that says nothing about a page has not proved it.
    return proved + ["lost"] * (len(exhibit.sheets) - len(proved))
