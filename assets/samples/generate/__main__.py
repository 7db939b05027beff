"""Draws the sample papers: `python -m assets.samples.generate [folder]`, from the top of the project."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from assets.samples.generate.papers import all_papers, seals
from assets.samples.generate.press import Press

SAMPLES = Path(__file__).parents[1]


def draw_all(target: Path) -> tuple[Path, ...]:
    """Writes every sample paper below `target` and returns where each went."""
    made: list[Path] = []
    with TemporaryDirectory() as folder:
        press = Press(Path(folder), seals())
        for paper in all_papers():
            out = target / paper.path
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(paper.form(press, paper.template, paper.words))
            made.append(out)
    return tuple(made)


if __name__ == "__main__":
    for path in draw_all(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES):
        print(path)
