"""What the reader's worker does with a request: one page.

The recogniser's libraries are imported with the first page: the parent, which imports this module to
start the worker, never loads them.
"""

from __future__ import annotations

import os
from multiprocessing.connection import Connection

from core.probe import Limits
from core.probe.serving import Answer, Plain, serve_with
from core.reading.pixels import NotDrawn


def serve(requests: Connection, answers: Connection, limits: Plain, folder: str) -> None:
    """Answers requests until the parent closes the pipe or this process runs out of memory."""
    serve_with(_answer, (requests, answers), limits, folder, cores=os.cpu_count() or 1)


def _answer(request: Plain, limits: Limits) -> Answer:
    try:
        from core.reading.page import read_page

        return read_page(request, limits), None
    except NotDrawn as error:
        return {"failed": str(error)}, None
    except ImportError as error:  # the program is incomplete, which is not the page's fault
        return {"unavailable": str(error)[:300]}, None
