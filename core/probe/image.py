"""Facts of pictures, by decoding every pixel of every frame with Pillow."""

from __future__ import annotations

import math
import re
import warnings
from pathlib import Path
from typing import Any, Final, Literal

import pi_heif
from PIL import Image, ImageFile, UnidentifiedImageError

from core.probe.limits import Budget
from core.probe.look import look_of
from core.probe.other import plain

Plain = dict[str, Any]
# A reader that is not named here is never tried, whatever the bytes pretend to be.
FORMATS: Final = {
    "jpeg": ["JPEG", "MPO"],
    "png": ["PNG"],
    "webp": ["WEBP"],
    "tiff": ["TIFF"],
    "heic": ["HEIF"],
    "bmp": ["BMP"],
}
_SOFTWARE, _CHANGED, _TAKEN, _EXIF = 0x0131, 0x0132, 0x9003, 0x8769
# A photo takes more than a byte for 200 pixels (a 200-megapixel one of a phone: one for 83); a bomb far less.
_PHOTO_DENSITY: Final = 200
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
_SIDEWAYS: Final = frozenset({5, 6, 7, 8})
_ORIENTATION: Final = 0x0112
_POINTS: Final = 72.0
_MARK, _FILL, _SCAN = 0xFF, 0xFF, 0xDA


def read_image(path: Path, kind: str, budget: Budget) -> Plain:
    """Returns facts of a picture; a file that can't be decoded whole is named so."""
    prepare(budget.limits.pixels)
    if kind == "tiff" and _frames_loop(path):
        return plain(kind, "hostile", "structure-loop")
    try:
        with Image.open(path, formats=FORMATS[kind]) as picture:
            return _decoded(path, kind, picture, budget)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        return plain(kind, *_oversized(path, kind, str(error)), str(error))
    except UnidentifiedImageError as error:
        return plain(kind, *_unidentified(path, kind), str(error).replace(str(path), ""))
    except NotImplementedError as error:
        return plain(kind, "unsupported", "format", str(error))
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError) as error:
        # What Pillow's readers raise for damaged files; anything else is told by the worker's boundary.
        return plain(kind, *_failed(str(error)), str(error))


def prepare(pixels: int) -> None:
    """Sets Pillow to refuse bombs and half files instead of warning."""
    Image.MAX_IMAGE_PIXELS = pixels
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def _decoded(path: Path, kind: str, picture: Image.Image, budget: Budget) -> Plain:
    size, mode, dpi, orientation = picture.size, picture.mode, _dpi(picture), _orientation(picture)
    # Only the pages of a scan are pages; a moving picture is shown, and put into the packet, by its first frame.
    frames = min(int(getattr(picture, "n_frames", 1)), 1_000_000) if kind == "tiff" else 1
    if frames > budget.limits.pages:
        return plain(kind, "unsupported", "too-many-pages", f"{frames} frames")
    sizes = [_load(picture, 0)]
    look = look_of(picture, orientation)
    sizes += [_load(picture, frame) for frame in range(1, frames)]
    width, height = size[::-1] if orientation in _SIDEWAYS else size
    complaint = _complaint(path, kind, picture)
    answer = plain(kind, "repaired" if complaint else "ok", complaint)
    answer["pages"] = [_page(s, orientation, dpi) for s in sizes]
    answer["image"] = {
        "width": width, "height": height, "dpi": dpi, "orientation": orientation,
        "mode": mode[:16], "frames": frames, **_history(picture),
    }  # fmt: skip
    answer["look"] = look
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
    try:
        dpi = float(picture.info["dpi"][0])
    except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0
    return round(dpi, 2) if math.isfinite(dpi) and 1 < dpi < 20_000 else 0.0


def _orientation(picture: Image.Image) -> int:
    value = picture.getexif().get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _history(picture: Image.Image) -> dict[str, str]:
    """Returns what the file says of its own making, as it stands there."""
    exif = picture.getexif()
    taken = exif.get_ifd(_EXIF).get(_TAKEN)
    found = {"software": exif.get(_SOFTWARE), "changed": exif.get(_CHANGED), "taken": taken}
    if not found["software"]:
        found["software"] = picture.info.get("Software")
    return {name: value.strip("\0 ")[:200] if isinstance(value, str) else "" for name, value in found.items()}


def _oversized(path: Path, kind: str, message: str) -> tuple[str, str]:
    """Tells a photo of a new phone, which is too large to be read here, from a bomb."""
    pixels = re.search(r"\((\d+) pixels\)", message)
    dense = pixels is not None and path.stat().st_size * _PHOTO_DENSITY >= int(pixels[1])
    return ("unsupported", "photo-too-large") if dense and kind in {"jpeg", "heic"} else ("hostile", "too-large")


def _complaint(path: Path, kind: str, picture: Image.Image) -> str:
    """Looks at the frame of the file, because Pillow decodes some pictures whose frame is broken."""
    if kind == "jpeg":
        return _jpeg_complaint(path.read_bytes())
    if kind == "heic":
        return "" if picture.info.get("primary", True) else "damaged"  # no picture is the one to be shown
    if kind == "png":
        return "" if b"IEND\xaeB`\x82" in path.read_bytes() else "truncated"
    return ""


def _jpeg_complaint(data: bytes) -> str:
    """Goes from segment to segment up to the picture itself (ITU-T T.81, annex B)."""
    place = 2
    while place + 4 <= len(data):
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if data[place] != _MARK or length < 2:
            return "damaged"
        if marker == _FILL:
            place += 1
        elif marker == _SCAN:
            return "" if b"\xff\xd9" in data[place:] else "truncated"
        else:
            place += 2 + length
    return "truncated"


def _frames_loop(path: Path) -> bool:
    """Tells whether the chain of frames comes back to one before (TIFF 6.0, section 2)."""
    with path.open("rb") as stream:
        head = stream.read(8)
        order: Literal["little", "big"] = "little" if head[:2] == b"II" else "big"
        place, seen = int.from_bytes(head[4:8], order), set[int]()
        while place and place not in seen and head[2:4] in {b"*\0", b"\0*"}:
            seen.add(place)
            stream.seek(place)
            entries = int.from_bytes(stream.read(2), order)
            stream.seek(place + 2 + 12 * entries)
            place = int.from_bytes(stream.read(4), order)
    return place in seen


def _failed(message: str) -> tuple[str, str]:
    if message.startswith("Unsupported"):  # Pillow's word for variants that it knows and does not read
        return "unsupported", "format"
    return "corrupt", "truncated" if "truncated" in message.lower() else "damaged"


def _unidentified(path: Path, kind: str) -> tuple[str, str]:
    """Tells a damaged file from a variant of the format that Pillow does not read."""
    if kind == "bmp" and path.stat().st_size > 54:
        return "unsupported", "format"
    return "corrupt", "damaged"
