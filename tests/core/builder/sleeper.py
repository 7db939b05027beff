"""A contained worker that does nothing for a minute."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection

from core.probe.limits import Limits
from core.probe.serving import Answer, Plain, serve_with


def serve(requests: Connection, answers: Connection, limits: Plain, folder: str) -> None:
    serve_with(_sleep, (requests, answers), limits, folder)


def _sleep(_request: Plain, _limits: Limits) -> Answer:
    time.sleep(60)
    return {}, None
