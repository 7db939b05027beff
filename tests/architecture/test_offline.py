"""The walls that tests/conftest.py builds, tried from inside and from a child process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest


def test_no_test_can_connect_to_anything() -> None:
    with socket.socket() as plain, pytest.raises(RuntimeError, match="never opens a network socket"):
        plain.connect(("127.0.0.1", 9))


def test_no_test_can_listen_either() -> None:
    with socket.socket() as plain, pytest.raises(RuntimeError, match=r"socket\.bind"):
        plain.bind(("127.0.0.1", 0))


def test_no_test_can_ask_for_a_name() -> None:
    with pytest.raises(RuntimeError, match=r"socket\.getaddrinfo"):
        socket.getaddrinfo("localhost", 80)


def test_a_child_python_is_shut_in_as_well() -> None:
    code = "import socket; socket.socket().connect(('127.0.0.1', 9))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "NetworkShut" in done.stderr


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no sockets in its file system")
def test_sockets_of_the_file_system_still_work() -> None:
    left, right = socket.socketpair(socket.AF_UNIX)
    with left, right:
        left.sendall(b"here")
        assert right.recv(4) == b"here"


def test_home_and_settings_are_the_tests_own(home: Path) -> None:
    assert Path.home() == home
    assert os.environ["FUSHEN_HOME"].startswith(str(home))
    assert os.environ["LANG"] == "zh_CN.UTF-8"
