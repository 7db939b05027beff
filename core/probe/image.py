"""Facts of pictures, by decoding every pixel of every frame with Pillow."""

from __future__ import annotations

import math
import warnings
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageFile, UnidentifiedImageError

from core.probe.limits import Budget
from core.probe.other import plain

Plain = dict[str, Any]
# A reader that is not named here is never tried, whatever the bytes pretend to be.
FORMATS: Final = {"jpeg": ["JPEG", "MPO"], "png": ["PNG"], "webp": ["WEBP"], "tiff": ["TIFF"], "bmp": ["BMP"]}
_SIDEWAYS: Final = frozenset({5, 6, 7, 8})
_ORIENTATION: Final = 0x0112
_POINTS: Final = 72.0


def read_image(path: Path, kind: str, budget: Budget) -> Plain:
    """Returns facts of a picture; a file that can't be decoded whole is named so."""
    prepare(budget.limits.pixels)
    try:
        with Image.open(path, formats=FORMATS[kind]) as picture:
            return _decoded(path, kind, picture, budget)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        return plain(kind, "hostile", "too-large", str(error))
    except UnidentifiedImageError as error:
        return plain(kind, *_unidentified(path, kind), str(error).replace(str(path), ""))
    except NotImplementedError as error:
        return plain(kind, "unsupported", "format", str(error))
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError) as error:
        # What Pillow's readers raise for damaged files; anything else is told by the worker's boundary.
        return plain(kind, "corrupt", "truncated" if "truncated" in str(error) else "damaged", str(error))


def prepare(pixels: int) -> None:
    """Sets Pillow to refuse bombs and half files instead of warning."""
    Image.MAX_IMAGE_PIXELS = pixels
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def _decoded(path: Path, kind: str, picture: Image.Image, budget: Budget) -> Plain:
    size, mode, dpi, orientation = picture.size, picture.mode, _dpi(picture), _orientation(picture)
    frames = min(int(getattr(picture, "n_frames", 1)), 1_000_000) if kind in {"tiff", "webp"} else 1
    if frames > budget.limits.pages:
        return plain(kind, "unsupported", "too-many-pages", f"{frames} frames")
    sizes = [_load(picture, frame) for frame in range(frames)] if frames > 1 else [_load(picture, 0)]
    width, height = size[::-1] if orientation in _SIDEWAYS else size
    complaint = _complaint(path, kind)
    answer = plain(kind, "corrupt" if complaint else "ok", complaint)
    answer["pages"] = [_page(s, orientation, dpi) for s in sizes]
    answer["image"] = {
        "width": width, "height": height, "dpi": dpi, "orientation": orientation,
        "mode": mode[:16], "frames": frames,
    }  # fmt: skip
    return answer


def _load(picture: Image.Image, frame: int) -> tuple[int, int]:
    if frame:
        picture.seek(frame)
    picture.load()
    return picture.size


def _page(size: tuple[int, int], orientation: int, dpi: float) -> Plain:
    width, height = size[::-1] if orientation in _SIDEWAYS else size
    scale = _POINTS / (dpi or _POINTS)
    return {"width": width * scale, "height": height * scale, "rotation": 0, "text": ""}


def _dpi(picture: Image.Image) -> float:
    """Returns dots an inch, or 0 when the file names none or nonsense."""
    named = picture.info.get("dpi")
    try:
        dpi = float(named[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0
    return round(dpi, 2) if math.isfinite(dpi) and 1 < dpi < 20_000 else 0.0


def _orientation(picture: Image.Image) -> int:
    value = picture.getexif().get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _complaint(path: Path, kind: str) -> str:
    """Looks for the end that a whole file has; Pillow decodes some files that lack it."""
    data = path.read_bytes()
    if kind == "png":
        return "" if b"IEND" in data[-64:] or b"IEND\xaeB`\x82" in data else "truncated"
    if kind == "jpeg":
        return "" if b"\xff\xd9" in data else "truncated"
    return ""


def _unidentified(path: Path, kind: str) -> tuple[str, str]:
    """Tells a damaged file from a variant of the format that Pillow does not read."""
    if kind == "bmp" and path.stat().st_size > 54:
        return "unsupported", "format"
    return "corrupt", "damaged"
