"""What the recogniser's sessions and steps are told may make it faster, and nothing else."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.probe import Limits
from core.reading.straighten import skew_of
from tests.core.reading.pages import draw_page

# More lines than cores, of all lengths, so that whatever is shared out has to be put in order again.
LINES = ("短", *(f"第 {number} 行 " + "启明星辰电子商务" * (number % 3 + 1) for number in range(9)), "2016年11月01日")


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("same") / "page.png"
    draw_page(LINES, (1100, 900)).save(path)
    return path


def test_text_scores_and_places_are_those_of_the_recogniser_as_it_comes(page_file: Path) -> None:
    ours, theirs = _in_own_process(_ours, page_file), _in_own_process(_theirs, page_file)
    texts, scores, boxes = ours.result()
    assert texts == theirs.result()[0]
    assert len(texts) == len(LINES)
    assert scores == pytest.approx(theirs.result()[1], abs=1e-4)
    assert np.array_equal(boxes, theirs.result()[2])


def test_what_the_detector_is_shown_is_the_same_to_the_bit(page_file: Path) -> None:
    shown, original = _in_own_process(_levels, page_file).result()
    assert shown.dtype == original.dtype == np.float32
    assert np.array_equal(shown, original)


@pytest.mark.parametrize("lean", [0.0, 2.0, -4.0])
def test_a_lean_is_measured_to_a_tenth(lean: float) -> None:
    page = draw_page(LINES, (1100, 900)).rotate(-lean, Image.Resampling.BICUBIC, fillcolor=(226, 224, 218))
    assert skew_of(np.asarray(page)) == pytest.approx(lean, abs=0.15)


def _in_own_process(work: Any, path: Path) -> Any:
    # The first session of a process decides how its main thread reckons, which is nothing for the test run's own.
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    try:
        return pool.submit(work, path)
    finally:
        pool.shutdown(wait=False)


def _ours(path: Path) -> Any:
    from core.reading.models import engine

    return _read(engine(), path)


def _theirs(path: Path) -> Any:
    from rapidocr import RapidOCR

    # Line by line like ours: in a batch, what the shorter are filled up with changes their last digits.
    params = {"Global.log_level": "critical", "Global.text_score": 0.0, "Rec.rec_batch_num": 1}
    return _read(RapidOCR(params=params), path)


def _read(engine: Any, path: Path) -> Any:
    image, record = engine.preprocess_img(_pixels(path))
    boxes, _turns, texts, _crops = engine.run_ocr_steps(image, record)
    return tuple(texts.txts), tuple(texts.scores), boxes.boxes


def _levels(path: Path) -> Any:
    from rapidocr.ch_ppocr_det.utils import DetPreProcess

    from core.reading.models import engine

    shown = engine()._load_det_model().get_preprocess()
    original = DetPreProcess(shown.limit_side_len, shown.limit_type, shown.mean, shown.std)
    return shown(_pixels(path)), original(_pixels(path))


def _pixels(path: Path) -> Any:
    from core.reading.pixels import draw

    return np.ascontiguousarray(draw(path, "png", 1, 1100, Limits())[:, :, ::-1])
