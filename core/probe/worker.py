"""What the probe's worker does with a request. Libraries are imported at the first file that needs them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from core.probe.limits import Budget, Limits
from core.probe.serving import Answer, Plain, serve_with


def serve(requests: Connection, answers: Connection, limits: Plain, folder: str) -> None:
    """Answers requests until the parent closes the pipe or this process runs out of memory."""
    serve_with(_answer, (requests, answers), limits, folder)


def _answer(request: Plain, limits: Limits) -> Answer:
    return _TASKS[request["task"]](request, Budget(limits, monotonic() + limits.seconds * 0.6))


def _facts(request: Plain, budget: Budget) -> tuple[Plain, None]:
    from core.probe.sniff import second_nature, sniff

    path = Path(request["path"])
    kind = sniff(path)
    answer = _read(path, kind, budget)
    # An attached archive that lies in a PDF as it is looks the same from behind, and is named already.
    attached = any(active["kind"] == "embedded-file" for active in answer["active"])
    if answer["verdict"] in {"ok", "repaired"} and not attached and (other := second_nature(path, kind)):
        answer |= {"verdict": "hostile", "reason": "polyglot", "detail": f"{kind} and {other}"}
    return answer, None


def _read(path: Path, kind: str, budget: Budget) -> Plain:
    if kind == "pdf":
        from core.probe.pdf import read_pdf

        return read_pdf(path, budget)
    if kind in {"jpeg", "png", "webp", "tiff", "bmp", "heic"}:
        from core.probe.image import read_image

        return read_image(path, kind, budget)
    from core.probe.other import read_other

    return read_other(path, kind, budget)


def _take(request: Plain, budget: Budget) -> tuple[Plain, None]:
    from core.probe.archive import take

    return take(Path(request["path"]), str(request["entry"]), Path(tempfile.gettempdir()), budget.limits), None


def _render(request: Plain, budget: Budget) -> Answer:
    from core.probe.render import render
    from core.probe.sniff import sniff

    path = Path(request["path"])
    return render(path, sniff(path), int(request["page"]), int(request["width"]), budget.limits)


def _warm(_request: Plain, _budget: Budget) -> tuple[Plain, None]:
    """Loads the libraries ahead of the first file."""
    import core.probe.image
    import core.probe.pdf
    import core.probe.render  # noqa: F401  # for its imports

    return {"warm": True}, None


_TASKS: dict[str, Callable[[Plain, Budget], Answer]] = {
    "facts": _facts,
    "render": _render,
    "take": _take,
    "warm": _warm,
}
