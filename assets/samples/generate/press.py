"""Sets a paper's Typst template with its words, offline and with the product's own fonts only."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import typst

from assets.samples.generate.story import Words

HERE = Path(__file__).parent
FONTS = HERE.parents[1] / "fonts"


class Press:
    """Compiles papers in one folder that holds the templates and the seals."""

    def __init__(self, folder: Path, seals: Mapping[str, bytes]) -> None:
        shutil.copytree(HERE / "typst", folder, dirs_exist_ok=True)
        (folder / "seals").mkdir(exist_ok=True)
        for name, png in seals.items():
            (folder / "seals" / f"{name}.png").write_bytes(png)
        self._folder = folder
        # One compiler for all papers: it reads the fonts, 50 MB of them, only once.
        self._compiler = typst.Compiler(root=str(folder), font_paths=[str(FONTS)], ignore_system_fonts=True)

    def pdf(self, template: str, words: Words) -> bytes:
        """Returns the paper as a PDF with a text layer and no time in it."""
        made: object = self._compiler.compile(self._source(template), format="pdf", sys_inputs=_inputs(words))
        return next(_pages(made))

    def pages(self, template: str, words: Words, ppi: float) -> list[bytes]:
        """Returns each page as a PNG."""
        inputs = _inputs(words)
        made: object = self._compiler.compile(self._source(template), format="png", ppi=ppi, sys_inputs=inputs)
        return list(_pages(made))

    def _source(self, template: str) -> str:
        return str(self._folder / f"{template}.typ")


def _inputs(words: Words) -> dict[str, str]:
    return {"words": json.dumps(words, ensure_ascii=False)}


def _pages(made: object) -> Iterator[bytes]:
    # One page comes back as bytes, several as a list of them.
    for page in made if isinstance(made, list) else [made]:
        assert isinstance(page, bytes)  # noqa: S101  # the library's stubs know only the single form
        yield page
