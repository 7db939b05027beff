"""Makes clean pages look scanned or photographed: tone, skew, noise, shadow, perspective."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

PAPER = (250, 248, 242)
DESK = (121, 98, 76)
# Where the sheet's corners lie in the picture: upper left, upper right, lower right, lower left.
HELD = ((0.045, 0.046), (0.948, 0.060), (0.958, 0.954), (0.040, 0.944))
EXIF_ORIENTATION = 0x0112
EXIF_MAKE = 0x010F
EXIF_MODEL = 0x0110


def scanned(png: bytes, *, skew: float, seed: int, dpi: int, quality: int = 62) -> bytes:
    """Returns a JPEG as a flatbed scanner would give it; `skew` in degrees anticlockwise, half a one is usual."""
    page = _toned(Image.open(BytesIO(png)).convert("RGB"))
    page = page.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=PAPER)
    chance = np.random.default_rng(seed)
    pixels = np.asarray(page, dtype=np.float64)
    edge = np.linspace(0, 1, pixels.shape[1]) ** 8 * 16  # the lid never closes tight on one side
    pixels = pixels - edge[None, :, None] + chance.normal(0, 2.2, pixels.shape[:2])[:, :, None]
    return _jpeg(_image(pixels), quality, dpi)


def photographed(png: bytes, *, seed: int, orientation: int = 1, quality: int = 68) -> bytes:
    """Returns a JPEG as a phone would give it: on a desk, seen aslant, in uneven light.

    `orientation` is the EXIF value; 6 stores the picture on its side and tells viewers to turn it.
    """
    page = _toned(Image.open(BytesIO(png)).convert("RGB"))
    width, height = page.size
    frame = (int(width * 1.12), int(height * 1.12))
    chance = np.random.default_rng(seed)
    held = np.array(HELD) + chance.uniform(-0.016, 0.016, (4, 2))  # nobody holds a phone twice the same
    corners = tuple((frame[0] * x, frame[1] * y) for x, y in held.tolist())
    warp = _coefficients(corners, ((0, 0), (width, 0), (width, height), (0, height)))
    seen = page.transform(frame, Image.Transform.PERSPECTIVE, warp, Image.Resampling.BICUBIC)
    cover = Image.new("L", page.size, 255).transform(frame, Image.Transform.PERSPECTIVE, warp, Image.Resampling.BICUBIC)
    desk = _desk(frame, chance)
    shade = _shadow(cover)
    mask = np.asarray(cover, dtype=np.float64)[:, :, None] / 255
    pixels = np.asarray(seen, dtype=np.float64) * mask + desk * shade * (1 - mask)
    pixels = pixels * _light(frame)[:, :, None] + chance.normal(0, 2.6, (frame[1], frame[0], 1))
    return _phone_jpeg(_image(pixels), orientation, quality)


def _toned(page: Image.Image) -> Image.Image:
    tone = np.asarray(PAPER, dtype=np.float64) / 255
    return _image(np.asarray(page, dtype=np.float64) * tone * 0.97 + 6)


def _desk(size: tuple[int, int], chance: np.random.Generator) -> NDArray[np.float64]:
    grain = chance.normal(0, 1, (48, 6))
    grey = ((grain - grain.min()) / np.ptp(grain) * 255).astype(np.uint8)
    rows = Image.fromarray(grey).resize(size, Image.Resampling.BICUBIC)
    return np.asarray(DESK, dtype=np.float64) + (np.asarray(rows, dtype=np.float64)[:, :, None] - 128) * 0.13


def _shadow(cover: Image.Image) -> NDArray[np.float64]:
    # A small, blurred copy of the sheet, moved: enough lifting off the desk to look real.
    small = cover.resize((cover.width // 24, cover.height // 24), Image.Resampling.BOX)
    soft = small.resize(cover.size, Image.Resampling.BICUBIC)
    moved = np.roll(np.asarray(soft, dtype=np.float64), (16, 12), (0, 1))
    return 1 - 0.45 * moved[:, :, None] / 255


def _light(size: tuple[int, int]) -> NDArray[np.float64]:
    x = np.linspace(0, 1, size[0])[None, :]
    y = np.linspace(0, 1, size[1])[:, None]
    hand = np.exp(-(((x - 1.05) / 0.5) ** 2 + ((y - 1.1) / 0.4) ** 2))
    return 1.02 - 0.10 * x - 0.05 * y - 0.16 * hand


def _coefficients(seen: tuple[tuple[float, float], ...], flat: tuple[tuple[float, float], ...]) -> tuple[float, ...]:
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    return tuple(np.linalg.solve(np.array(rows), np.array(flat).reshape(8)).tolist())


def _image(pixels: NDArray[np.float64]) -> Image.Image:
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _jpeg(page: Image.Image, quality: int, dpi: int) -> bytes:
    out = BytesIO()
    page.save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()


def _phone_jpeg(page: Image.Image, orientation: int, quality: int) -> bytes:
    stored = page.transpose(Image.Transpose.ROTATE_90) if orientation == 6 else page
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    exif[EXIF_MAKE], exif[EXIF_MODEL] = "SAMPLE", "Sample Phone 1"
    out = BytesIO()
    stored.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()
