"""Makes the worker process small and harmless before it opens a stranger's file.

What each platform gives: the Python-level ban on sockets and child processes holds everywhere and
cannot be lifted again; limits on memory, processor time, written files and core dumps hold on POSIX
(macOS ignores the one on memory); on Linux for x86-64 and ARM64 the kernel itself refuses new
sockets and programs, native code included.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from core.probe.limits import Limits

if sys.platform != "win32":
    import resource

# fmt: off
_BANNED: Final = frozenset({
    "socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname",
    "subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile",
    "os.system", "pty.spawn", "webbrowser.open",
})
# fmt: on
WRITTEN_MB: Final = 512


def contain(limits: Limits, folder: Path, written_mb: int = WRITTEN_MB) -> None:
    """Gives up, for the rest of this process, what reading a file does not need."""
    tempfile.tempdir = str(folder)
    _hush()
    _limit(limits, written_mb)
    _die_at_once()
    sys.addaudithook(_refuse)
    _seal_kernel()


def allow_seconds(seconds: float) -> None:
    """Lets this process use that much more processor time; beyond it the kernel ends the process."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _hush() -> None:
    """Drops what native libraries print of damaged files: the answers say it, and the screen is the parent's."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _limit(limits: Limits, written_mb: int) -> None:
    if sys.platform == "win32":
        return
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, written_mb * 2**20)
    if sys.platform == "linux":
        _lower(resource.RLIMIT_AS, limits.memory_mb * 2**20)


def _lower(kind: int, amount: int) -> None:
    _soft, hard = resource.getrlimit(kind)
    ceiling = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(kind, (ceiling, ceiling))


def _die_at_once() -> None:
    # A handler written in Python would only run once native code came back, which a hang never does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in _BANNED:
        raise PermissionError(event)


# Linux system calls by machine: AUDIT_ARCH value, then socket, socketpair, execve, execveat, ptrace, io_uring_setup.
# Numbers from the kernel's uapi headers (asm/unistd_64.h; asm-generic/unistd.h).
_CALLS: Final = {
    "x86_64": (0xC000003E, (41, 53, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, (198, 199, 221, 281, 117, 425)),
}
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_X32 = 0x40000000  # the same calls under other numbers, on x86-64
_ALLOW, _EPERM = 0x7FFF0000, 0x00050001


def _seal_kernel() -> None:
    """Asks the kernel to refuse sockets and programs (seccomp); elsewhere the audit hook has to do."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _CALLS:
        return
    code = _filter(*_CALLS[machine])
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        libc.prctl(_PR_SET_SECCOMP, _FILTER, program, 0, 0)


def _filter(arch: int, calls: tuple[int, ...]) -> bytes:
    """Builds the filter: another architecture or a listed call is refused, all else is allowed."""
    refuse = len(calls)
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 0, refuse + 3, arch), (_LOAD, 0, 0, 0), (_AT_LEAST, refuse + 1, 0, _X32)]
    steps += [(_EQUAL, refuse - i, 0, call) for i, call in enumerate(calls)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _EPERM)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
