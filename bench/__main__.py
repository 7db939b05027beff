"""Prints the table: `python -m bench [NAME…]`, all of them without a name. 1 when a limit does not hold."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
from collections.abc import Iterator, Sequence

from bench.measure import Row
from core.cli.terminal import fill, width

NAMES = (
    "packet",
    "heavy",
    "letter",
    "preview",
    "start",
    "board",
    "desk",
    "rules",
    "checks",
    "facts",
    "naive",
    "ocr",
    "reading",
    "proposals",
)
# Only when they are asked for by name: they take minutes.
LONG = ("whole",)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Side-by-side measurements.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join((*NAMES, *LONG)))
    names = parser.parse_args(argv).names or NAMES
    if unknown := set(names) - {*NAMES, *LONG}:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join((*NAMES, *LONG))}")
    rows = list(_rows(names))
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(_table(rows))
    return 0 if all(row.holds for row in rows) else 1


def _rows(names: Sequence[str]) -> Iterator[Row]:
    for name in names:
        print(f"… {name}", file=sys.stderr, flush=True)
        for row in importlib.import_module(f"bench.{name}").rows():
            print(f"  {row.what}", file=sys.stderr, flush=True)  # the long ones tell how far they are
            yield row


def _table(rows: Sequence[Row]) -> str:
    lines = [("what", "ours: median (min–max)", "peer", "peer: median (min–max)", "ratio", "limit", "")]
    for row in rows:
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else "–"
        limit = f"≤ {row.limit:g}" if row.limit is not None else "–"
        verdict = row.skipped or ("NOT MET" if not row.met else "ok" if row.holds else "TOO SLOW")
        lines.append((row.what, str(row.ours or "–"), row.peer or "–", str(row.theirs or "–"), ratio, limit, verdict))
    widths = [max(width(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join("  ".join(fill(cell, widths[i]) for i, cell in enumerate(line)).rstrip() for line in lines)


if __name__ == "__main__":
    sys.exit(main())
