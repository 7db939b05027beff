"""What becomes of a paper on its way to the merchant's folder: print, scan, photo, and what spoils them.

The same twenty for every kind of paper, so that no kind is spared any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assets.samples.generate.bind import of_scans
from bench.papers import press

Pixels = NDArray[np.uint8]
DPI = 170
EXIF_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True)
class Form:
    """How a paper reaches the merchant.

    Attributes:
        carrier: text (a PDF with its own text), scan (a PDF of a picture), photo (aslant, on a desk), jpeg (straight).
        skew: Degrees; `exif` how the camera was held.
        noise: Standard deviation in grey levels; `blur` in pixels.
        sealed, over: As in `Style`.
        small: Of the full size of the picture.
    """

    name: str
    carrier: str
    skew: float = 0.0
    noise: float = 2.0
    blur: float = 0.0
    quality: int = 72
    exif: int = 1
    sealed: bool = False
    over: bool = False


FORMS = (
    Form("文字 PDF", "text"),
    Form("文字 PDF·章", "text", sealed=True),
    Form("文字 PDF·章压字", "text", sealed=True, over=True),
    Form("文字 PDF·另一版式", "text"),
    Form("扫描", "scan", sealed=True),
    Form("扫描·斜 3°", "scan", skew=3.0, sealed=True),
    Form("扫描·斜 −3°", "scan", skew=-3.0),
    Form("扫描·噪点", "scan", noise=14.0, sealed=True),
    Form("扫描·JPEG 40", "scan", quality=40, sealed=True),
    Form("扫描·章压字", "scan", sealed=True, over=True),
    Form("JPEG 40", "jpeg", quality=40),
    Form("图·章压字", "jpeg", sealed=True, over=True),
    Form("照片", "photo", sealed=True),
    Form("照片·JPEG 40", "photo", quality=40),
    Form("照片·噪点", "photo", noise=12.0, sealed=True),
    Form("照片·轻微模糊", "photo", blur=1.1),
    Form("照片·章压字", "photo", sealed=True, over=True),
    Form("照片·EXIF 6", "photo", exif=6, sealed=True),
    Form("照片·EXIF 3", "photo", exif=3),
    Form("照片·斜 3°·噪点·模糊·JPEG 40", "photo", skew=3.0, noise=7.0, blur=0.8, quality=40, sealed=True),
)


def made(form: Form, words: dict[str, object], seed: int) -> tuple[str, bytes]:
    """Returns the ending of the file's name and its bytes."""
    if form.carrier == "text":
        return "pdf", press.pdf(words)
    chance = np.random.default_rng(seed)
    page = cv2.imdecode(np.frombuffer(press.picture(words, DPI), np.uint8), cv2.IMREAD_COLOR)
    page = np.asarray(page[:, :, :3], np.uint8)
    if form.carrier == "photo":
        page = _photographed(page, form.skew, chance)
    elif form.skew:
        page = _turned(page, form.skew)
    jpeg = _jpeg(_spoilt(page, form, chance), form)
    return ("pdf", of_scans([jpeg], DPI)) if form.carrier == "scan" else ("jpg", jpeg)


def _spoilt(page: Pixels, form: Form, chance: np.random.Generator) -> Pixels:
    if form.blur:
        page = np.asarray(cv2.GaussianBlur(page, (0, 0), form.blur), np.uint8)
    noise = chance.normal(0, form.noise, page.shape[:2]).astype(np.float32)
    return np.clip(page.astype(np.float32) + noise[:, :, None], 0, 255).astype(np.uint8)


def _turned(page: Pixels, skew: float) -> Pixels:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    return np.asarray(
        cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(248, 250, 250)), np.uint8
    )


def _photographed(page: Pixels, skew: float, chance: np.random.Generator) -> Pixels:
    """A sheet on a desk, seen aslant, in light from one side."""
    height, width = page.shape[:2]
    frame = (int(width * 1.1), int(height * 1.1))
    held = np.array([[0.05, 0.05], [0.95, 0.06], [0.96, 0.95], [0.04, 0.94]]) + chance.uniform(-0.025, 0.025, (4, 2))
    turn = cv2.getRotationMatrix2D((frame[0] / 2, frame[1] / 2), skew, 1.0)
    seen = (held * frame) @ turn[:, :2].T + turn[:, 2]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    warp = cv2.getPerspectiveTransform(flat, seen.astype(np.float32))
    desk = np.full((frame[1], frame[0], 3), (76, 98, 121), np.uint8)
    sheet = cv2.warpPerspective(
        page, warp, frame, dst=desk.copy(), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    )
    x, y = (
        np.linspace(0, 1, frame[0], dtype=np.float32)[None, :],
        np.linspace(0, 1, frame[1], dtype=np.float32)[:, None],
    )
    light = 1.0 - 0.12 * x * float(chance.uniform(0.4, 1.4)) - 0.10 * y * float(chance.uniform(0, 1.4))
    return np.clip(sheet.astype(np.float32) * light[:, :, None], 0, 255).astype(np.uint8)


def _jpeg(page: Pixels, form: Form) -> bytes:
    turned = {6: np.rot90(page, 1), 3: np.rot90(page, 2), 1: page}[form.exif]
    image = Image.fromarray(np.ascontiguousarray(turned[:, :, ::-1]))
    exif = Image.Exif()
    if form.exif != 1:
        exif[EXIF_ORIENTATION] = form.exif
    out = BytesIO()
    image.save(out, "JPEG", quality=form.quality, dpi=(DPI, DPI), exif=exif)
    return out.getvalue()
