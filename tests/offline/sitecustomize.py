"""Shuts the network for one Python process: imported by tests/conftest.py, and by every child Python of a test.

An audit hook sees each socket call of the interpreter, whichever library makes it, and can't be
taken back. Sockets within the machine's own file system (AF_UNIX) stay open: multiprocessing and the
X server speak through them.
"""

from __future__ import annotations

import socket
import sys

_WATCHED = frozenset(
    {
        "socket.connect",
        "socket.bind",
        "socket.sendto",
        "socket.sendmsg",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.gethostbyaddr",
    },
)


class NetworkShut(RuntimeError):
    """Something tried to reach a network."""


def shut(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _WATCHED:
        return
    unix = getattr(socket, "AF_UNIX", None)
    if unix is not None and getattr(arguments[0], "family", None) == unix:
        return
    message = f"{event} in a product that never opens a network socket: {arguments[1:]!r}"
    raise NetworkShut(message)


sys.addaudithook(shut)
