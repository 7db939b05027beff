"""Real files of many makers go in, and every page of them is proved."""

from __future__ import annotations

from pathlib import Path

from core.derive import proof
from tests.core.packet.test_packet_seals import poured

_LARGEST = 60_000


def test_every_page_of_small_real_files_is_proved(corpus: Path, tmp_path: Path) -> None:
    files = sorted(path for path in (corpus / "valid").glob("*.pdf") if path.stat().st_size <= _LARGEST)
    lost = {}
    for number, path in enumerate(files):
        folder = tmp_path / str(number)
        folder.mkdir()
        proved = proof.task(poured(folder, path))["pages"]
        if "lost" in proved:
            lost[path.name] = proved
    assert len(files) > 20
    assert lost == {}
