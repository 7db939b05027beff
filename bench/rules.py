"""What rules cost: loading all packs, and evaluating a thousand rules and two hundred requirements at one edit.

In processor time, so that other work on the machine does not count.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from bench.measure import Row, repeated
from core import packs
from core.interview import path, requirements
from core.model import Answer, Case
from core.model.values import CHINA
from core.packs.answers import on_path
from core.packs.conditions import holds
from core.packs.shapes import PackCheck, Playbook, Requirement

T = TypeVar("T", PackCheck, Requirement)
RULES, REQUIREMENTS = 1000, 200
NOW = datetime(2026, 11, 22, tzinfo=CHINA)
_COLD = """
import time
from core import packs
begin = time.process_time()
packs.load()
print(time.process_time() - begin)
"""


def rows() -> Iterator[Row]:
    """A new process for the cold load; one edit for the rules."""
    yield Row("load all packs, cold (new process)", ours=repeated(_cold, runs=5))
    packs.load()
    yield Row("load all packs, cached", ours=repeated(lambda: _cpu(_load), runs=25))
    book, case = _large()
    told = f"{RULES} rules and {REQUIREMENTS} requirements after one edit"
    yield Row(told, ours=repeated(lambda: _cpu(partial(_evaluate, book, case)), runs=25))


def _cold() -> float:
    done = subprocess.run([sys.executable, "-c", _COLD], check=True, capture_output=True, cwd=Path(__file__).parents[1])
    return float(done.stdout)


def _cpu(work: Callable[[], None]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _load() -> None:
    packs.load()


def _evaluate(book: Playbook, case: Case) -> None:
    path(book, case)
    requirements(book, case)
    seen = on_path(book, case)
    for check in book.checks:
        if holds(check.when, seen):
            holds(check.must, seen)


def _large() -> tuple[Playbook, Case]:
    """The largest playbook with its checks and requirements repeated until there are enough."""
    shipped = packs.load().playbooks.values()
    book = max(shipped, key=lambda one: len(one.questions))
    checks = tuple(_again(book.checks[n % len(book.checks)], n) for n in range(RULES))
    wanted = tuple(_again(book.requirements[n % len(book.requirements)], n) for n in range(REQUIREMENTS))
    answers = tuple(
        Answer(q.id, True if q.kind == "yes-no" else q.options[0].value)
        for q in book.questions
        if q.options or q.kind == "yes-no"
    )
    case = Case("c", NOW, book.id, book.platforms[0], answers=answers)
    return book.model_copy(update={"checks": checks, "requirements": wanted}), replace(case, answers=answers)


def _again(item: T, number: int) -> T:
    return item.model_copy(update={"id": f"{item.id}-{number}"})
