"""Every fault of a picture on a scan and on a photo: a mild one is let pass, a strong one is named."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from core.checks import run_files
from core.model import FileFacts, PageFacts, PageReading, Verdict
from tests.core.reading.pages import LINES, draw_page

ReadImage = Callable[..., PageReading]
Spoil = Callable[[Image.Image, float], Image.Image]
PAPER = (226, 224, 218)


def _blurred(page: Image.Image, radius: float) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(radius))


def _leaning(page: Image.Image, degrees: float) -> Image.Image:
    return page.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=page.getpixel((3, 3)))


def _smaller(page: Image.Image, scale: float) -> Image.Image:
    return page.resize((round(page.width * scale), round(page.height * scale)), Image.Resampling.LANCZOS)


def _glaring(page: Image.Image, share: float) -> Image.Image:
    """A lamp's reflection: burnt out in the middle and fading."""
    layer = Image.new("L", page.size)
    radius = (page.width * page.height * share / 3.1416) ** 0.5
    x, y = page.width * 0.7, page.height * 0.4
    ImageDraw.Draw(layer).ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    lit = page.copy()
    lit.paste((255, 255, 255), mask=layer.filter(ImageFilter.GaussianBlur(4)))
    return lit


def _cut(page: Image.Image, left: float) -> Image.Image:
    return page.crop((round(left), 0, page.width, page.height))


# How each is spoiled, the strongest that passes, the mildest that must be named.
SERIES: dict[str, tuple[Spoil, float, float]] = {
    "blurred": (_blurred, 1.0, 3.0),
    "skewed": (_leaning, 3.5, 6.0),
    "low-resolution": (_smaller, 0.55, 0.25),
    "glare": (_glaring, 0.002, 0.05),
    "cut-off": (_cut, 50.0, 90.0),
}


def _photo(page: Image.Image) -> Image.Image:
    """Uneven light and the grain of a small sensor, packed as a phone does."""
    light = np.linspace(1.0, 0.78, page.width)[None, :, None]
    grain = np.random.default_rng(7).normal(0, 4, (page.height, page.width, 1))
    return Image.fromarray(np.clip(np.asarray(page) * light + grain, 0, 252).astype(np.uint8))


def _named(reading: PageReading) -> set[str]:
    facts = FileFacts("x.png", "png", reading.sha256, 1, Verdict.OK, pages=(PageFacts(1, 1),))
    found = run_files([facts], {reading.sha256: (reading,)})
    return {f.code for f in found if f.check == "image" and f.level == "warn"} - {"very-small"}


def test_mild_faults_pass_and_strong_ones_are_named(read_image: ReadImage) -> None:
    page = draw_page(LINES, (1100, 520), 40)
    counts: Counter[tuple[str, str]] = Counter()
    wrong = []
    for kind, base in (("scan", page), ("photo", _photo(page))):
        for code, (spoil, mild, strong) in SERIES.items():
            for amount, truth in ((mild, "mild"), (strong, "strong")):
                reading = read_image(spoil(base, amount), f"{kind}-{code}-{amount}.jpg", quality=85)
                named = _named(reading)
                told = "named" if code in named else "silent"
                counts[truth, told] += 1
                if (told == "named") != (truth == "strong") or (truth == "mild" and named):
                    wrong.append((kind, code, amount, sorted(named), reading.quality))
    sys.stdout.write(f"\nfaults of pictures, truth against told: {dict(counts)}\n")
    assert wrong == []
