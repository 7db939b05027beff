"""The checks, one file a subject. A new file is added to `MODULES`, nothing else."""

from __future__ import annotations

from typing import Final

from core.checks.subjects import (
    chain,
    chain_scope,
    commitment,
    deadline,
    deposit,
    entity,
    file,
    image,
    invoice,
    match,
    match_mark,
    narrative,
    notice,
    number,
    pack,
    packet,
    qr,
    report,
    requirement,
    reuse,
    signature,
    trace,
    validity,
)

MODULES: Final = (
    chain,
    chain_scope,
    commitment,
    deadline,
    deposit,
    entity,
    file,
    image,
    invoice,
    match,
    match_mark,
    narrative,
    notice,
    number,
    pack,
    packet,
    qr,
    report,
    requirement,
    reuse,
    signature,
    trace,
    validity,
)
