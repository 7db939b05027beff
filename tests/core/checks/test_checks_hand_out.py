"""What others may read of a report: neutral sentences where the person's own report gives advice."""

from __future__ import annotations

import pytest

from core.checks import Report, to_hand_out
from core.model import Finding, Level
from core.packs.names import FINDING_IDS

_OWN = "扫描件与上一轮未通过的看起来很像"
_CODES = sorted(id_ for id_ in FINDING_IDS if id_.partition("/")[0] in {"reuse", "trace"})


def _handed(id_: str) -> Finding:
    check, _, code = id_.partition("/")
    finding = Finding(check, code, Level.WARN, _OWN, why=_OWN, fix=_OWN, quote=_OWN, paper="P8", file="授权书.pdf")
    (handed,) = to_hand_out(Report((finding,)), ()).findings
    return handed


@pytest.mark.parametrize("id_", [*_CODES, "reuse/genuine-ok", "reuse/rejected-skipped", "trace/dates-ok"])
def test_what_is_said_of_reuse_and_traces_is_handed_out_as_a_neutral_sentence(id_: str) -> None:
    handed = _handed(id_)
    told = handed.message + handed.why + handed.fix + handed.quote
    assert handed.message
    assert (handed.id, handed.level, handed.paper) == (id_, Level.WARN, "P8")
    for word in (_OWN, "未通过", "伪造", "变造", "很像", "怀疑", "{file}"):
        assert word not in told
    assert ("授权书.pdf" in told) == (id_ in _CODES)


def test_other_findings_are_handed_out_as_they_are() -> None:
    handed = _handed("image/skewed")
    assert handed.message == handed.why == handed.fix == handed.quote == _OWN
