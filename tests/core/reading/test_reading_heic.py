from __future__ import annotations

from pathlib import Path

from core.probe import probe_file
from core.reading import Reader, pages_to_read


def test_a_phone_photo_in_heic_is_read_like_any_other(corpus: Path) -> None:
    photo = corpus / "images" / "pillow_heif__arrow.heic"
    facts = probe_file(photo)
    (request,) = pages_to_read(photo, facts)
    with Reader() as reader:
        reading = reader.submit(request).result(timeout=60)
    assert (reading.recognised, reading.reason) == (True, "")
