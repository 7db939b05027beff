"""Characters, by the models that come inside the recogniser's own package. Nothing is ever fetched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import onnxruntime
from omegaconf import flag_override
from rapidocr import RapidOCR

from core.reading.pixels import Pixels
from core.reading.straighten import Points

# Pinned by name: a package without them is told to be incomplete, and never asks a server for others.
MODELS: Final = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}
_UPSIDE_DOWN: Final = "180"
_SLENDER: Final = 4  # a strip longer than this is blown up to gigabytes on its way to the detector
_SMALLEST: Final = 64


@dataclass(frozen=True, slots=True)
class Found:
    """A recognised line: its four corners in pixels, clockwise from where its text begins."""

    text: str
    score: float
    corners: Points
    flipped: bool  # the line stands on its head

    @property
    def upright(self) -> bool:
        """Whether the line is taller than wide, as all are on a page that lies on its side."""
        width, height = np.ptp(self.corners, axis=0)
        return bool(height > 1.5 * width)


def recognise(pixels: Pixels) -> tuple[Found, ...]:
    """Reads the lines of a picture (red, green, blue), from top to bottom."""
    height, width = pixels.shape[:2]
    padded, left, top = _padded(pixels[:, :, ::-1])
    engine = _engine()
    image, record = engine.preprocess_img(padded)
    boxes, turns, texts, _crops = engine.run_ocr_steps(image, record)
    if boxes.boxes is None or texts.txts is None or turns.cls_res is None:
        return ()
    ratio = record["preprocess"]["ratio_w"], record["preprocess"]["ratio_h"]
    places = np.asarray(boxes.boxes, np.float64) - [0, record.get("padding_1", {}).get("top", 0)]
    places = np.clip(places * ratio - (left, top), 0, (width, height))
    found = zip(texts.txts, texts.scores, places, turns.cls_res, strict=True)
    return tuple(Found(t.strip(), float(s), p, c[0] == _UPSIDE_DOWN) for t, s, p, c in found if t.strip())


def model_paths() -> dict[str, Path]:
    """Returns where the models are; raises ImportError when the package came without one."""
    spec = find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec and spec.origin else Path()
    paths = {part: folder / name for part, name in MODELS.items()}
    if missing := [path.name for path in paths.values() if not path.is_file()]:
        raise ImportError(", ".join(missing))
    return paths


def session(path: Path) -> onnxruntime.InferenceSession:
    """Opens a model in a way that is kind to a busy machine and a small one."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False
    # Threads that wait by spinning take a tenth more processor time and make a busy machine twice as slow.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])


def _padded(pixels: Pixels) -> tuple[Pixels, int, int]:
    """Puts strips and specks on paper that the detector can bear (RapidOCR issues 538 and 317)."""
    height, width = pixels.shape[:2]
    right = max(0, _SMALLEST - width, -(-height // _SLENDER) - width)
    below = max(0, _SMALLEST - height, -(-width // _SLENDER) - height)
    if not right and not below:
        return np.ascontiguousarray(pixels), 0, 0
    left, top = right // 2, below // 2
    paper = [int(v) for v in np.median(pixels.reshape(-1, 3), axis=0)]
    around = (top, below - top, left, right - left)
    return np.asarray(cv2.copyMakeBorder(pixels, *around, cv2.BORDER_CONSTANT, value=paper), np.uint8), left, top


@cache
def _engine() -> RapidOCR:
    # Nothing is thrown away for a low score: whoever proposes decides what a score is good for.
    # Lines are read one by one: in a batch the shorter are filled up to the longest, a tenth more work.
    engine = RapidOCR(params={"Global.log_level": "critical", "Global.text_score": 0.0, "Rec.rec_batch_num": 1})
    with flag_override(engine.cfg, "allow_objects", values=True):
        for part, path in model_paths().items():
            engine.cfg[part].session = session(path)
    return engine
