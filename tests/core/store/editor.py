"""Goes on with scripted edits of a case file until it has so many, saying each confirmed one. Run by the kill test.

Every twentieth edit stores an original first.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from core import store


def main(path: Path, edits: int) -> None:
    source = path.with_name("原件.bin")
    with store.open(path) as opened:
        done = int(opened.case.client.removeprefix("甲") or 0)
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()
        for n in range(done + 1, edits + 1):
            if n % 20 == 0:
                own = path.with_name(f"原件-{n}.bin")
                own.write_bytes(f"{n}".encode() + source.read_bytes())
                opened.add_original(own)
            opened.apply(replace(opened.case, client=f"甲{n}"), f"第{n}次")
            sys.stdout.write(f"{n}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
