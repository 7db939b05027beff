"""Cases, packs and small real files for the tests of the narrative and the packet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from core.checks.report import Report
from core.model import (
    Case,
    Claim,
    ClaimKind,
    Commitment,
    Entity,
    ExhibitRef,
    FileFacts,
    Finding,
    Level,
    Notice,
    PageFacts,
    Paper,
    Point,
    Role,
    Round,
    Shop,
    Verdict,
)
from core.packs import Packs
from core.packs.shapes import Platform, Playbook, PortalLimits, Source, Stage, TextLimit
from core.packs.tree import of_folder
from core.resources import data_root

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
FACT = Source(source="test", as_of=date(2026, 11, 1), certainty="X")
CLEAN = Report((Finding("notice", "points-answered", Level.PASS, "逐条回应齐全。"),))


def packs(root: Path | None = None, **portal: object) -> Packs:
    texts = (TextLimit(amount=200, title="补充说明", fact=FACT), TextLimit(amount=500, title="申诉理由", fact=FACT))
    platform = Platform(
        id="tmall",
        title="天猫",
        title_en="Tmall",
        version="1",
        effective=date(2026, 1, 1),
        sources=(FACT,),
        addressee="天猫规则审核团队",
        portal=PortalLimits(**({"texts": texts} | portal)),
    )
    playbook = Playbook(
        id="qualification-reappeal",
        title="资质二次申诉",
        title_en="Qualification re-appeal",
        version="1",
        effective=date(2026, 1, 1),
        sources=(FACT,),
        summary="",
        platforms=("tmall",),
        letter_title="关于{number}的二次申诉说明",
        stages=(Stage(step="intake", title="收案", title_en="Intake"),),
        commitment=("本单位承诺：所提交材料均真实、合法、有效，与原件一致，不存在伪造、变造或隐瞒。",),
    )
    root = root or data_root() / "templates"
    return Packs({playbook.id: playbook}, {platform.id: platform}, {}, {}, {}, root, tree=of_folder(root))


def case(**changes: object) -> Case:
    whole = Case(
        id="0c6d2f6e-1111-4222-8333-444455556666",
        created_at=NOW,
        playbook="qualification-reappeal",
        platform="tmall",
        shop=Shop("青禾食品旗舰店", "58231907"),
        entity=Entity("杭州青禾食品有限公司", "91330106MA2CFUSH8X", "周若琳", "杭州市西湖区", "周若琳 138****0000"),
        notice=Notice(
            "TM20261108-0042",
            "提供虚假资质",
            received_at=datetime(2026, 11, 8, 2, 0, tzinfo=UTC),
            points=(
                Point("N1", "授权书与商标注册人不一致，授权链条不完整。"),
                Point("N2", "检测报告送检样品与在售商品不符。"),
            ),
        ),
        rounds=(Round(1, datetime(2026, 11, 9, 2, tzinfo=UTC), datetime(2026, 11, 12, 2, tzinfo=UTC), "凭证不足"),),
        claims=(
            Claim(
                "C1",
                "N1",
                ClaimKind.FACT,
                "商标于2024年5月转让。",
                (ExhibitRef("P2", 1),),
                date(2024, 5, 6),
            ),
            Claim(
                "C2",
                "N1",
                ClaimKind.ANSWER,
                "现补充转让证明和授权书。",
                (ExhibitRef("P2"), ExhibitRef("P1", 2)),
            ),
            Claim("C3", "N1", ClaimKind.CAUSE, "上架前未核对商标注册人。"),
            Claim("C4", "N2", ClaimKind.DONE, "重新送检在售批次。", (ExhibitRef("P3"),), date(2026, 11, 15), "李明"),
            Claim("C5", "N2", ClaimKind.WILL, "建立资质到期提醒台账。", (), date(2026, 12, 1), "李明"),
        ),
        commitment=Commitment("周若琳", date(2026, 11, 21), confirmed=True),
    )
    return replace(whole, **changes)


def paper(number: int, path: Path, **changes: object) -> Paper:
    content = path.read_bytes()
    made = Paper(
        f"P{number}", path.name, hashlib.sha256(content).hexdigest(), len(content), role=Role.REPLACEMENT, round=2
    )
    return replace(made, **changes)


def facts(made: Paper, kind: str, pages: tuple[tuple[float, float], ...], **changes: object) -> Mapping[str, FileFacts]:
    shown = tuple(PageFacts(width, height) for width, height in pages)
    whole = FileFacts(made.file, kind, made.sha256, made.size, Verdict.OK, pages=shown)
    return {made.sha256: replace(whole, **changes)}
