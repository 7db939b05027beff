"""Which files an intake reaches for. One made by somebody else could ask for files of the person's that it never names.

A path that leads out of the intake's folder for all to see (`../…`, or a full path) is taken and told. A link
inside the folder that leads out unseen is refused.
"""

from __future__ import annotations

import os
from pathlib import Path

from core.i18n import _


def leads_out(folder: Path, file: str) -> bool:
    """Tells whether a path, as it is written, leads out of the intake's folder."""
    inside = Path(os.path.normpath(folder.absolute() / file))
    return not inside.is_relative_to(os.path.normpath(folder.absolute()))


def leads_out_unseen(folder: Path, file: str) -> bool:
    """Tells whether a path stays in the folder as it is written, and leads out by a link."""
    if leads_out(folder, file):
        return False
    return not (folder / file).resolve().is_relative_to(folder.resolve())


def told_of_link(file: str) -> str:
    """Returns the sentence about a link that leads out unseen."""
    text = _("{file} 是链接，指向受理文件所在文件夹之外，没有收入。请把要用的文件复制进来，或写明它的完整路径。")
    return text.format(file=file)
