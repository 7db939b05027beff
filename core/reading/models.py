"""The recogniser's models, opened so that they give the same text for less work. Nothing is ever fetched."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from omegaconf import flag_override
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_det import TextDetector
from rapidocr.ch_ppocr_det.utils import DetPreProcess
from rapidocr.ch_ppocr_rec import TextRecInput, TextRecognizer, TextRecOutput

from core.reading.pixels import Pixels

# Pinned by name: a package without them is told to be incomplete, and never asks a server for others.
MODELS: Final = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}
_MOST_HANDS: Final = 8  # a page has a few dozen lines


@cache
def engine() -> RapidOCR:
    """Returns the recogniser of this process, its models open."""
    # Nothing is thrown away for a low score: whoever proposes decides what a score is good for.
    # Lines are read one by one: in a batch the shorter are filled up to the longest, a tenth more work.
    made = _Engine(params={"Global.log_level": "critical", "Global.text_score": 0.0, "Rec.rec_batch_num": 1})
    with flag_override(made.cfg, "allow_objects", values=True):
        for part, path in model_paths().items():
            made.cfg[part].session = session(path, threads=1 if part == "Rec" else 0)
    return made


def model_paths() -> dict[str, Path]:
    """Returns where the models are; raises ImportError when the package came without one."""
    spec = find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec and spec.origin else Path()
    paths = {part: folder / name for part, name in MODELS.items()}
    if missing := [path.name for path in paths.values() if not path.is_file()]:
        raise ImportError(", ".join(missing))
    return paths


def session(path: Path, *, threads: int = 0) -> onnxruntime.InferenceSession:
    """Opens a model in a way that is kind to a busy machine and a small one; 0 threads are one a core."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False
    options.intra_op_num_threads = threads
    # Threads that wait by spinning take a tenth more processor time and make a busy machine twice as slow.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Blank paper fills the detector's layers with numbers below 1e-38, for which many processors have no wiring:
    # two thirds of its time. They are nothing beside what they are added to. The first session of a process decides.
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])


class _Engine(RapidOCR):
    """The recogniser, its steps between the models done faster and with the same outcome."""

    def _load_det_model(self) -> TextDetector:
        detector: TextDetector = super()._load_det_model()  # type: ignore[no-untyped-call]
        shipped = detector.get_preprocess()
        levels = _Levels(shipped.limit_side_len, shipped.limit_type, shipped.mean, shipped.std)
        detector.get_preprocess = lambda: levels  # type: ignore[method-assign]
        return detector

    def recognize_txt(self, img: list[Pixels]) -> TextRecOutput:
        """Reads lines on all cores at once, each line on one: they are too short to be shared out."""
        model: TextRecognizer = self._load_rec_model()  # type: ignore[no-untyped-call]
        hands = min(os.cpu_count() or 1, _MOST_HANDS, len(img))
        by_length = sorted(range(len(img)), key=lambda i: img[i].shape[1] / img[i].shape[0])
        shares = [by_length[hand::hands] for hand in range(hands)]
        with ThreadPoolExecutor(hands) as pool:
            parts = list(pool.map(lambda share: model(TextRecInput(img=[img[i] for i in share])), shares))
        return _in_order(shares, parts)


class _Levels(DetPreProcess):
    """What the detector is shown: of each brightness there are only 256, so its level is looked up."""

    def normalize(self, img: Pixels) -> NDArray[np.float32]:
        """Returns the same numbers as the original, which reckons in twice the precision pixel by pixel."""
        levels = super().normalize(np.arange(256, dtype=np.uint8).reshape(1, 256, 1).repeat(3, axis=2))
        return np.asarray(cv2.LUT(img, levels.astype(np.float32)), np.float32)


def _in_order(shares: Sequence[Sequence[int]], parts: Sequence[TextRecOutput]) -> TextRecOutput:
    """Puts lines back into the order of the page."""
    read = ((text, score) for part in parts for text, score in zip(part.txts or (), part.scores, strict=True))
    lines = sorted(zip(chain.from_iterable(shares), read, strict=True))
    return TextRecOutput(txts=tuple(line[0] for _, line in lines), scores=[line[1] for _, line in lines])  # type: ignore[arg-type]  # any number of texts
