"""A sound case as values, from which each test spoils one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from core.model import (
    AuthorisationLink,
    Case,
    Claim,
    ClaimKind,
    Code,
    Commitment,
    Entity,
    ExhibitRef,
    Field,
    FileFacts,
    ImageFacts,
    Judgement,
    Notice,
    Obtained,
    PageFacts,
    PageQuality,
    PageReading,
    Paper,
    PdfFacts,
    Point,
    Role,
    SecondChance,
    SecondChanceKind,
    Shop,
    ShopKind,
    Verdict,
    Verified,
)
from core.model.values import CHINA
from core.packs.shapes import PackCheck, Platform, Playbook, Requirement, ShopLevel, Source

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=CHINA)
SHOP, OWNER, AGENT = "宁波晨露电子商务有限公司", "嘉兴晨露纺织有限公司", "杭州晨露品牌管理有限公司"
USCC = "91350100M000100Y43"
FACT = Source(source="测试用的来源", as_of=date(2026, 11, 1), certainty="A")
SENTENCES = ("材料真实。", "不存在伪造。")


def playbook() -> Playbook:
    return Playbook(
        id="test-reappeal", title="测试", title_en="Test", version="1", effective=date(2026, 1, 1), sources=(FACT,),
        summary="", platforms=("test-platform",), letter_title="{number}", stages=(), commitment=SENTENCES,
        review_days=5, review_fact=FACT,
        requirements=(
            Requirement(id="licence", title="营业执照", title_en="", why="证明主体", any_of=("business-licence",),
                        verification=True, fact=FACT),
            Requirement(id="authorisation", title="授权书", title_en="", why="证明授权",
                        any_of=("brand-authorisation",),
                        provenance=True, fact=FACT),
        ),
        checks=(
            PackCheck(id="shop-named", title="店铺有类目", must={"present": "@shop.category"}, level="warn",
                      message="没有填写店铺类目。", why="类目决定要求。", fix="请填写类目。", fact=FACT),
        ),
    )  # fmt: skip


def platform() -> Platform:
    return Platform(
        id="test-platform", title="天猫", title_en="Tmall", version="1", effective=date(2026, 1, 1), sources=(FACT,),
        addressee="天猫规则审核团队", names=("天猫", "tmall"), min_remaining_days=3, min_remaining_fact=FACT,
        shop_levels=(ShopLevel(kind="specialty", levels_max=2, fact=FACT),),
    )  # fmt: skip


def fields(**values: str) -> tuple[Field, ...]:
    return tuple(Field(name, value, confirmed=True) for name, value in values.items())


def paper(paper_id: str, kind: str, file: str, role: Role = Role.EVIDENCE, **values: str) -> Paper:
    return Paper(
        paper_id, file, sha256=f"{paper_id:0>64}", size=1000, type=kind, type_confirmed=True, role=role,
        fields=fields(**values), obtained=Obtained("出具方", date(2026, 11, 1), "原件"),
        verified=Verified("官方渠道", date(2026, 11, 2), "一致"),
    )  # fmt: skip


def _papers() -> tuple[Paper, ...]:
    term = {"valid_from": "2026-01-01", "valid_to": "2027-12-31"}
    mark = {"brand": "晨露", "trademark_number": "12345678", "classes": "24"}
    old = paper("P1", "brand-authorisation", "旧授权书.pdf", Role.REJECTED, grantor=OWNER, grantee=SHOP)
    return (
        replace(old, judgement=Judgement.EXPIRED),
        paper("P2", "business-licence", "营业执照.jpg", holder=SHOP, uscc=USCC, legal_representative="沈星野",
              address="宁波市星河路17号", valid_to="长期"),
        paper("P3", "trademark-certificate", "商标注册证.pdf", owner=OWNER, **mark, **term),
        paper("P4", "brand-authorisation", "授权书一.pdf", Role.REPLACEMENT, grantor=OWNER, grantee=AGENT,
              **mark, **term, platforms="天猫", sublicence="true"),
        paper("P5", "brand-authorisation", "授权书二.pdf", Role.REPLACEMENT, grantor=AGENT, grantee=SHOP,
              **mark, **term, platforms="天猫"),
        paper("P6", "invoice", "发票.pdf", invoice_number="26332000000000000017", invoice_date="2026-09-10",
              buyer=SHOP, buyer_uscc=USCC, seller=AGENT),
        paper("P7", "purchase-contract", "合同.pdf", buyer=SHOP, seller=AGENT, issued_on="2026-09-01",
              brand="晨露"),
    )  # fmt: skip


def _link(paper_id: str, grantor: str, grantee: str, *, sublicence: bool | None) -> AuthorisationLink:
    return AuthorisationLink(
        paper_id, grantor, grantee, "晨露", "12345678", (24,), date(2026, 1, 1), date(2027, 12, 31),
        ("天猫",), "中国大陆", sublicence,
    )  # fmt: skip


def _claims() -> tuple[Claim, ...]:
    cites = (ExhibitRef("P4", 1), ExhibitRef("P5"), ExhibitRef("P3"), ExhibitRef("P6"), ExhibitRef("P7"))
    done = (ExhibitRef("P5", 2),)
    return (
        Claim("C1", "N1", ClaimKind.FACT, "授权链从权利人到本店完整。", cites),
        Claim("C2", "N1", ClaimKind.DONE, "已停用旧授权书。", done, date(2026, 11, 20), "何秋实"),
        Claim("C3", "N1", ClaimKind.WILL, "到期前三十日续签。", (), date(2026, 12, 1), "何秋实"),
    )


def sound_case() -> Case:
    return Case(
        id="0", created_at=NOW, playbook="test-reappeal", platform="test-platform",
        shop=Shop("晨露专营店", "1", ShopKind.SPECIALTY, "家纺"),
        entity=Entity(SHOP, USCC, "沈星野", "宁波市星河路17号", "何秋实"),
        notice=Notice("S-1", "提供虚假凭证", datetime(2026, 11, 19, 9, tzinfo=CHINA),
                      datetime(2026, 12, 10, 18, tzinfo=CHINA), "授权链路不完整",
                      (Point("N1", "授权链路不完整", "F3a", reason_confirmed=True),)),
        second_chance=SecondChance(SecondChanceKind.SUPPLEMENT, True),
        papers=_papers(),
        links=(_link("P4", OWNER, AGENT, sublicence=True), _link("P5", AGENT, SHOP, sublicence=False)),
        claims=_claims(),
        commitment=Commitment("沈星野", date(2026, 11, 21), True, SENTENCES),
    )  # fmt: skip


def facts_of(one: Paper, **changes: object) -> FileFacts:
    page = PageFacts(595, 842)
    ending = one.file.rpartition(".")[2]
    kind = "jpeg" if ending == "jpg" else ending
    base = FileFacts(one.file, kind, one.sha256, one.size, Verdict.OK, pages=(page, page))
    detail = {"pdf": PdfFacts("1.7", "pikepdf")} if base.kind == "pdf" else {"image": ImageFacts(1000, 1400)}
    return replace(base, **{**detail, **changes})  # type: ignore[arg-type]


def readings_of(one: Paper, *codes: Code, **changes: object) -> tuple[PageReading, ...]:
    """What was recognised on a clear photo of the paper; `changes` are those of its quality."""
    clear = PageQuality(width=2000, height=2800, line_height=34.0, sharpness=1.5, skew=0.4)
    quality = replace(clear, **changes)  # type: ignore[arg-type]  # named by the tests
    return (PageReading(one.sha256, 1, 1, recognised=True, codes=codes, quality=quality),)
