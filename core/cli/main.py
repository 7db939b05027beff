"""The entry of `fushen`: language, streams, faults and exit statuses; each command is a file in `commands/`."""

from __future__ import annotations

import importlib
import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Final

from core import versions
from core.cli.language import choose_language
from core.cli.parser import Arguments, parser
from core.cli.terminal import Terminal, standard
from core.errors import Cancelled, FushenError, MemoryShort
from core.frozen import serve_if_started_as_worker
from core.i18n import _, use_language
from core.settings import SettingsFile

OK: Final = 0
TROUBLE: Final = 2
INTERRUPTED: Final = 130  # 128 + SIGINT, as shells have it
PIPE_CLOSED: Final = 141  # 128 + SIGPIPE

Command = Callable[[Arguments, Terminal], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command.

    Returns:
        The exit status of the contract; 2 for what a person must mend first.
    """
    own_process = argv is None
    if own_process:
        serve_if_started_as_worker()
    words = list(sys.argv[1:] if argv is None else argv)
    terminal = standard()
    if own_process:
        sys.excepthook = _tell_of_a_fault_of_ours
    logging.basicConfig(level=os.environ.get("FUSHEN_LOG", "ERROR"), stream=sys.stderr)
    use_language(choose_language(words, SettingsFile().read().language, os.environ))
    with _interruptible():
        return _guarded(words, terminal)


def _guarded(words: list[str], terminal: Terminal) -> int:
    """Turns everything a person can mend into a sentence and a status."""
    try:
        status = _run(words, terminal)
        terminal.settle()
    except SystemExit as leaving:  # argparse: help was shown, or the words made no sense
        return leaving.code if isinstance(leaving.code, int) else OK
    except (KeyboardInterrupt, Cancelled):
        terminal.note(_("已取消，没有留下未完成的文件。"))
        return INTERRUPTED
    except BrokenPipeError:
        _discard_the_rest(terminal)
        return PIPE_CLOSED
    except FushenError as error:
        _tell(error, terminal)
        return TROUBLE
    except MemoryError:
        _tell(MemoryShort(), terminal)
        return TROUBLE
    return status


def _tell(error: FushenError, terminal: Terminal) -> None:
    try:
        terminal.note(error.message)
    except FushenError:  # the result has nowhere to go: that is the fault, or comes on top of it
        _discard_the_rest(terminal)
        terminal.note(error.message)


def _run(words: list[str], terminal: Terminal) -> int:
    arguments = parser().parse_args(words)
    for sentence in versions.refuse_or_warn():
        terminal.note(sentence)
    module = importlib.import_module(f"core.cli.commands.{arguments.command}")
    command: Command = module.run
    return command(arguments, terminal)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Lets Ctrl-C and a polite kill unwind the work once; a second one must not disturb the tidying up."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    numbers = (signal.SIGINT, signal.SIGTERM)
    try:
        before = {number: signal.signal(number, interrupt) for number in numbers}
    except ValueError:  # not the main thread: whoever called has its own way
        before = {}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _discard_the_rest(terminal: Terminal) -> None:
    """Points stdout at nothing, so that the interpreter does not complain when it closes it."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, terminal.out.fileno())


def _tell_of_a_fault_of_ours(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Reports what no command foresaw. Python would exit with 1, which the contract keeps for findings."""
    traceback.print_exception(kind, error, trace)
    sys.stderr.write(
        _("程序出现意外错误，原有文件未受影响。请把以上内容发给开发者；其中若有文件名等信息，可先删去。") + "\n"
    )
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(TROUBLE)
