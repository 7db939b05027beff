"""Sets a paper's Typst template with its words, offline and with the product's own fonts only."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

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

    def pdf(self, template: str, words: Mapping[str, Any]) -> bytes:
        """Returns the paper as a PDF with a text layer and no time in it."""
        return self._compile(template, words, "pdf", None)[0]

    def pages(self, template: str, words: Mapping[str, Any], ppi: float) -> list[bytes]:
        """Returns each page as a PNG."""
        return self._compile(template, words, "png", ppi)

    def _compile(self, template: str, words: Mapping[str, Any], form: str, ppi: float | None) -> list[bytes]:
        made = typst.compile(
            str(self._folder / f"{template}.typ"),
            root=str(self._folder),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format=form,
            ppi=ppi,
            sys_inputs={"words": json.dumps(words, ensure_ascii=False)},
        )
        return made if isinstance(made, list) else [made]
