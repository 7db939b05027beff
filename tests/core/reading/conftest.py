"""Pages drawn for the tests, and one warm reader for those that need nothing but its answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from core.model import FileFacts, PageReading
from core.probe import Prober
from core.reading import Reader
from tests.core.reading.pages import draw_page


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path = tmp_path_factory.mktemp("warm") / "blank.png"
    Image.new("RGB", (40, 40), "white").save(path)
    with Prober() as prober, Reader(idle_seconds=600) as reader:
        reader.read(path, prober.facts(path))
        yield reader


@pytest.fixture
def read_image(reader: Reader, prober: Prober, tmp_path: Path) -> Callable[..., PageReading]:
    """Saves a picture and reads it the way the product does."""

    def read(image: Image.Image, name: str = "page.png", **save: object) -> PageReading:
        path = tmp_path / name
        image.save(path, **save)  # type: ignore[arg-type]  # whatever the test asks Pillow for
        (reading,) = reader.read(path, prober.facts(path))
        return reading

    return read


@pytest.fixture
def page_file(tmp_path: Path, prober: Prober) -> tuple[Path, FileFacts]:
    path = tmp_path / "执照 一.png"
    draw_page().save(path)
    return path, prober.facts(path)
