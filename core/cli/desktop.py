"""Starts the desktop program; the only place in core that knows there is one."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from core.errors import FushenError
from core.i18n import _


class NoDesktop(FushenError):
    """The desktop program can't be shown here.

    Attributes:
        detail: What the system said, or "".
    """

    def __init__(self, sentence: str, detail: str = "") -> None:
        self.detail = detail
        super().__init__(sentence.format(detail=detail))


def has_display() -> bool:
    """Whether there is a screen; without one Qt would end the process without a sentence."""
    if os.environ.get("QT_QPA_PLATFORM") or sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def start(case: Path | None = None) -> int:
    """Runs the desktop program until it is closed.

    Raises:
        NoDesktop: There is no screen, or system libraries that Qt needs are not there.
    """
    if not has_display():
        raise NoDesktop(_("这里没有图形界面，无法打开桌面程序。命令行仍可使用：fushen --help"))
    try:
        from gui import app  # here, so that no other command waits for Qt
    except ImportError as error:
        text = _("缺少桌面程序所需的系统组件（{detail}）。请运行 scripts/setup，按提示安装后重试。")
        raise NoDesktop(text, str(error)) from error
    # Every edit is on the disk already; an exception in the middle of Qt's own code would end nothing.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    return app.main([str(case)] if case is not None else [])
