"""Where the data that ships with the product lies."""

from __future__ import annotations

from pathlib import Path


def data_root() -> Path:
    """Returns the folder that holds `templates/` and `assets/`: in a wheel `core/_data`, in a checkout its top."""
    packed = Path(__file__).parent / "_data"
    return packed if packed.is_dir() else Path(__file__).parents[1]
