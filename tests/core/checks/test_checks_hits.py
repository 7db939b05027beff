"""Each check finds what it is there for, and is silent on a sound case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.checks import CHANGED, registered
from core.model import (
    ActiveContent,
    ClaimKind,
    Code,
    Commitment,
    ExhibitRef,
    ImageFacts,
    Judgement,
    Level,
    Obtained,
    Point,
    SecondChance,
    SecondChanceKind,
    Unavailable,
    Verdict,
    forever,
)
from tests.core.checks.cases import AGENT, OWNER, SHOP, fields, paper
from tests.core.checks.spoil import (
    Spoil,
    both,
    case_with,
    claim_with,
    entity_with,
    facts_with,
    field_of,
    late,
    link_with,
    more_papers,
    notice_with,
    paper_with,
    read_with,
    same_bytes,
    without_papers,
)

SUPPLIER = paper(
    "P8", "business-licence", "供应商执照.jpg", holder="别家商贸有限公司", uscc="91110108551385082Q", valid_to="长期"
)
STRANGE = paper("P8", "brand-authorisation", "别家授权.pdf", grantor=OWNER, grantee="别家商贸有限公司", valid_to="长期")


def qr(payload: str) -> Code:
    return Code("qr", payload, 1, (0.8, 0.1, 0.9, 0.2))


# What is spoiled, and the finding that must come of it: id, level, paper, subject; - for none.
HITS: list[tuple[str, Spoil, str]] = [
    ("an empty file", facts_with("P6", kind="empty", verdict=Verdict.CORRUPT, size=0), "file/empty fail P6 -"),
    ("a program", facts_with("P6", kind="unknown", verdict=Verdict.UNSUPPORTED), "file/unsupported fail P6 -"),
    ("a torn file", facts_with("P6", verdict=Verdict.CORRUPT, reason="truncated"), "file/corrupt fail P6 -"),
    (
        "a file changed in the vault",
        facts_with("P1", verdict=Verdict.CORRUPT, reason=CHANGED),
        "file/corrupt fail P1 -",
    ),
    ("a torn old file", facts_with("P1", verdict=Verdict.CORRUPT), "file/corrupt warn P1 -"),
    ("a loop", facts_with("P6", verdict=Verdict.HOSTILE, reason="structure-loop"), "file/corrupt fail P6 -"),
    ("a mended file", facts_with("P6", verdict=Verdict.REPAIRED, reason="damaged"), "file/repaired warn P6 -"),
    ("a locked file", facts_with("P6", verdict=Verdict.ENCRYPTED), "file/encrypted fail P6 -"),
    ("a huge file", facts_with("P6", verdict=Verdict.UNSUPPORTED, reason="too-large"), "file/too-large fail P6 -"),
    ("a bomb", facts_with("P6", verdict=Verdict.HOSTILE, reason="memory"), "file/too-large fail P6 -"),
    (
        "a thousand pages",
        facts_with("P6", verdict=Verdict.UNSUPPORTED, reason="too-many-pages"),
        "file/too-many-pages fail P6 -",
    ),
    ("a slow file", facts_with("P6", verdict=Verdict.HOSTILE, reason="timed-out"), "file/timed-out fail P6 -"),
    ("a file half read", facts_with("P6", reason="partly-read"), "file/readable-skipped skip P6 -"),
    (
        "a script",
        facts_with("P6", verdict=Verdict.HOSTILE, reason="active-content", active=(ActiveContent("javascript"),)),
        "file/active-content warn P6 -",
    ),
    ("a file in a file", facts_with("P6", active=(ActiveContent("embedded-file"),)), "file/embedded-file warn P6 -"),
    ("a renamed picture", facts_with("P6", kind="png"), "file/extension-mismatch warn P6 -"),
    (
        "two formats in one",
        facts_with("P6", verdict=Verdict.HOSTILE, reason="polyglot"),
        "file/extension-mismatch warn P6 -",
    ),
    ("the same file twice", same_bytes("P7", "P6"), "file/duplicate warn P7 -"),
    (
        "a gap in a signature",
        facts_with("P6", verdict=Verdict.HOSTILE, reason="signature-coverage"),
        "signature/partial-coverage warn P6 -",
    ),
    ("what was rejected", same_bytes("P5", "P1"), "reuse/same-as-rejected fail P5 -"),
    (
        "what was wrongly rejected",
        both(same_bytes("P5", "P1"), paper_with("P1", judgement=Judgement.GENUINE)),
        "reuse/same-as-rejected warn P5 -",
    ),
    ("a forgery offered", paper_with("P5", judgement=Judgement.FORGED), "reuse/judged-not-genuine fail P5 -"),
    (
        "a forgery's copy offered",
        both(same_bytes("P5", "P1"), paper_with("P1", judgement=Judgement.ALTERED)),
        "reuse/judged-not-genuine fail P5 -",
    ),
    (
        "a forgery cited",
        both(paper_with("P1", judgement=Judgement.FORGED), claim_with(1, exhibits=(ExhibitRef("P1"),))),
        "reuse/judged-not-genuine warn P1 -",
    ),
    ("a forgery put away", paper_with("P1", judgement=Judgement.FORGED), "reuse/judged-not-genuine info P1 -"),
    ("a code too short", field_of("P6", buyer_uscc="9135010"), "number/format fail P6 buyer_uscc"),
    ("a wrong check digit", field_of("P6", buyer_uscc="91350100M000100Y4Z"), "number/format fail P6 buyer_uscc"),
    ("an invented code", field_of("P6", buyer_uscc="91350100M000100Y44"), "number/checksum fail P6 buyer_uscc"),
    ("an odd number, rejected", field_of("P1", trademark_number="第号"), "number/format warn P1 trademark_number"),
    ("the case's own code", entity_with(uscc="91350100M000100Y44"), "number/checksum fail - uscc"),
    ("an odd invoice number", field_of("P6", invoice_number="12"), "number/format warn P6 invoice_number"),
    ("the 30th of February", field_of("P6", invoice_date="2026-02-30"), "number/date-impossible fail P6 invoice_date"),
    (
        "an invoice of tomorrow",
        field_of("P6", invoice_date="2026-11-23"),
        "number/date-impossible fail P6 invoice_date",
    ),
    ("a term that ends first", field_of("P5", valid_to="2025-12-31"), "number/date-impossible fail P5 valid_to"),
    ("an endless trademark", field_of("P3", valid_to="长期"), "number/format warn P3 valid_to"),
    ("a paper out of date", field_of("P2", valid_to="2026-11-21"), "validity/expired fail P2 valid_to"),
    ("a paper of next year", field_of("P5", valid_from="2027-01-01"), "validity/not-yet-valid fail P5 valid_to"),
    ("a paper that ends today", field_of("P2", valid_to="2026-11-22"), "validity/expires-soon fail P2 valid_to"),
    (
        "a paper that ends in three days",
        field_of("P2", valid_to="2026-11-25"),
        "validity/ends-before-review warn P2 valid_to",
    ),
    ("a term nobody read", field_of("P2", valid_to=""), "validity/missing warn P2 valid_to"),
    (
        "a buyer one word off",
        field_of("P6", buyer=SHOP.replace("有限公司", "有限责任公司")),
        "match/buyer fail P6 buyer",
    ),
    ("an invoice of upstream", field_of("P6", buyer=AGENT), "match/buyer info P6 buyer"),
    (
        "another's licence to sell",
        more_papers(paper("P8", "food-business-licence", "食品.jpg", holder="别家", valid_to="2028-01-01")),
        "match/holder fail P8 holder",
    ),
    ("a buyer nobody confirmed", field_of("P6", buyer=""), "match/party-skipped skip P6 buyer"),
    ("another's code", field_of("P6", buyer_uscc="91110108551385082Q"), "match/uscc fail P6 buyer_uscc"),
    (
        "another head",
        field_of("P2", legal_representative="何秋实"),
        "match/legal-representative fail P2 legal_representative",
    ),
    (
        "another's ID card",
        more_papers(paper("P8", "id-card", "身份证.jpg", holder="何秋实", valid_to="长期")),
        "match/legal-representative warn P8 holder",
    ),
    ("another address", field_of("P2", address="星河路17号"), "match/address warn P2 address"),
    ("another brand authorised", field_of("P4", brand="朝露"), "match/brand fail P4 brand"),
    ("another brand bought", field_of("P7", brand="朝露"), "match/brand warn P7 brand"),
    (
        "another trademark",
        field_of("P4", trademark_number="87654321"),
        "match/trademark-number fail P4 trademark_number",
    ),
    ("another trademark in the chain", link_with(2, trademark="87654321"), "match/trademark-number fail P5 L2"),
    (
        "another class",
        more_papers(replace(STRANGE, fields=fields(classes="24,25", grantee=SHOP, valid_to="长期"))),
        "match/class fail P8 classes",
    ),
    ("an authorisation for a stranger", more_papers(STRANGE), "match/other-party warn P8 grantee"),
    ("a seller without contract", field_of("P6", seller="别家"), "match/other-party warn P6 seller"),
    ("a link that its paper denies", field_of("P5", grantor="别家"), "match/other-party warn P5 L2"),
    ("another's licence", both(without_papers("P2"), more_papers(SUPPLIER)), "entity/name-mismatch fail P8 holder"),
    ("a stranger's licence beside", more_papers(SUPPLIER), "entity/name-mismatch warn P8 holder"),
    ("a renamed firm", field_of("P2", holder="宁波朝露有限公司"), "entity/name-mismatch fail P2 holder"),
    ("another code on the licence", field_of("P2", uscc="91110108551385082Q"), "entity/uscc-mismatch fail P2 uscc"),
    ("no chain", case_with(links=()), "chain/missing warn - -"),
    ("a link without paper", link_with(2, paper="P99"), "chain/missing fail - L2"),
    ("a link on a rejected paper", link_with(2, paper="P1"), "chain/missing fail P1 L2"),
    (
        "a link on a wrongly rejected paper",
        both(link_with(2, paper="P1"), paper_with("P1", judgement=Judgement.GENUINE)),
        "chain/missing warn P1 L2",
    ),
    (
        "a licence filing without end",
        more_papers(paper("P8", "trademark-licence-filing", "备案.pdf")),
        "validity/missing info P8 valid_to",
    ),
    ("a link without names", both(link_with(2, grantor=""), field_of("P5", grantor="")), "chain/missing warn P5 L2"),
    ("a broken chain", link_with(2, grantor="别家"), "chain/broken-name fail P5 L2"),
    ("a chain to another shop", link_with(2, grantee="别家"), "chain/broken-name fail P5 L2"),
    ("a chain from a stranger", link_with(1, grantor="别家"), "chain/root-not-owner fail P4 L1"),
    (
        "a chain from an affiliate",
        both(link_with(1, grantor="别家"), more_papers(paper("P8", "control-relation-proof", "关系.pdf"))),
        "chain/root-not-owner warn P4 L1",
    ),
    (
        "an owner who sold",
        more_papers(
            paper("P8", "trademark-transfer", "转让.pdf", trademark_number="12345678", grantor=OWNER, owner="新权利人")
        ),
        "chain/root-not-owner fail P4 L1",
    ),
    ("an owner nobody confirmed", field_of("P3", owner=""), "chain/root-skipped skip - L1"),
    ("a shop authorised too early", link_with(1, valid_from=date(2026, 2, 1)), "chain/period-gap fail P5 L2"),
    ("a shop authorised too long", link_with(2, valid_to=forever), "chain/outlives-parent fail P5 L2"),
    (
        "a link without days",
        both(link_with(2, valid_to=None), field_of("P5", valid_to="")),
        "chain/periods-skipped skip P5 L2",
    ),
    ("an agent who may not pass on", link_with(1, sublicence=False), "chain/sublicence fail P4 L1"),
    (
        "an agent of whom nothing is said",
        both(link_with(1, sublicence=None), field_of("P4", sublicence="")),
        "chain/sublicence warn P4 L1",
    ),
    ("another platform", link_with(2, platforms=("淘宝",)), "chain/platform fail P5 L2"),
    ("a platform of nearly this name", link_with(2, platforms=("天猫国际",)), "chain/platform warn P5 L2"),
    ("one province", link_with(2, territory="浙江省"), "chain/territory warn P5 L2"),
    ("a class too many", link_with(2, classes=(24, 25)), "chain/class fail P5 L2"),
    ("a brand of half the name", link_with(1, brand="晨露/Dew"), "chain/brand warn P5 L2"),
    ("two brands", link_with(2, brand="朝露"), "chain/brand fail P5 L2"),
    ("no licence", without_papers("P2"), "requirement/missing fail - licence"),
    (
        "no licence to be had",
        both(without_papers("P2"), case_with(unavailable=(Unavailable("licence", "登记机关停办"),))),
        "requirement/unavailable info - licence",
    ),
    (
        "no licence but something that the pack does not know",
        both(without_papers("P2"), case_with(unavailable=(Unavailable("licence", "登记机关停办", "电子执照"),))),
        "requirement/unavailable warn - licence",
    ),
    (
        "no licence and no reason",
        both(without_papers("P2"), case_with(unavailable=(Unavailable("licence", "", "电子执照"),))),
        "requirement/unavailable warn - licence",
    ),
    (
        "a paper from nowhere",
        paper_with("P5", obtained=Obtained()),
        "requirement/provenance-missing warn P5 authorisation",
    ),
    ("a paper nobody looked up", paper_with("P2", verified=None), "requirement/verification-missing warn P2 licence"),
    ("an unknown playbook", case_with(playbook="gone"), "requirement/missing fail - playbook"),
    ("a paper nobody sorted", paper_with("P6", type_confirmed=False), "requirement/types-skipped skip P6 -"),
    ("no points", notice_with(points=()), "notice/no-points fail - -"),
    (
        "a point without a word",
        notice_with(points=(Point("N1", "甲", "F3a", True), Point("N2", "乙", "F2a", True))),
        "notice/point-unanswered fail - N2",
    ),
    ("a point without an answer", claim_with(1, kind=ClaimKind.CAUSE), "notice/point-unanswered warn - N1"),
    ("a point of no kind", notice_with(points=(Point("N1", "甲"),)), "notice/reason-unknown warn - N1"),
    ("a guessed kind", notice_with(points=(Point("N1", "甲", "F3a"),)), "notice/reason-unknown warn - N1"),
    ("too late", late(30), "deadline/passed fail - -"),
    ("nearly too late", late(17), "deadline/soon warn - -"),
    ("no deadline", notice_with(deadline=None), "deadline/unknown warn - -"),
    (
        "too late but elsewhere",
        both(late(30), case_with(second_chance=SecondChance(SecondChanceKind.FALLBACK, False))),
        "deadline/passed info - -",
    ),
    (
        "a closed door",
        case_with(second_chance=SecondChance(SecondChanceKind.SUPPLEMENT, False)),
        "deadline/entry-closed fail - -",
    ),
    (
        "a door nobody tried",
        case_with(second_chance=SecondChance(SecondChanceKind.SUPPLEMENT)),
        "deadline/entry-skipped skip - -",
    ),
    ("a blank", claim_with(1, text="于 XX 年取得授权书。"), "narrative/placeholder fail - C1"),
    ("a doubtful blank", claim_with(1, text="由某某公司出具。"), "narrative/placeholder warn - C1"),
    ("a deed without proof", claim_with(2, exhibits=()), "narrative/claim-without-exhibit fail - C2"),
    ("a fact without proof", claim_with(1, exhibits=()), "narrative/claim-without-exhibit warn - C1"),
    ("a deed of tomorrow", claim_with(2, on=date(2026, 11, 23)), "narrative/will-for-done fail - C2"),
    ("a promise of yesterday", claim_with(3, on=date(2026, 11, 21)), "narrative/will-for-done warn - C3"),
    ("a promise by nobody", claim_with(3, owner=""), "narrative/empty-phrase warn - C3"),
    ("a page too far", claim_with(1, exhibits=(ExhibitRef("P4", 3),)), "narrative/unknown-exhibit fail - C1"),
    ("a paper that is not there", claim_with(1, exhibits=(ExhibitRef("P99"),)), "narrative/unknown-exhibit fail - C1"),
    ("a claim on no point", claim_with(3, point="N9"), "narrative/points-missing fail - C3"),
    ("a claim beside the point", claim_with(3, point=""), "narrative/points-missing info - C3"),
    (
        "a paper nobody mentions",
        more_papers(paper("P8", "other", "照片.jpg", valid_to="长期")),
        "narrative/exhibit-not-used info P8 -",
    ),
    ("no commitment", case_with(commitment=Commitment()), "commitment/missing fail - -"),
    (
        "half a commitment",
        case_with(commitment=Commitment("沈星野", date(2026, 11, 21), True, ("材料真实。",))),
        "commitment/unconfirmed fail - -",
    ),
    (
        "another firm's commitment",
        case_with(commitment=Commitment(AGENT, date(2026, 11, 21), True)),
        "commitment/entity-mismatch fail - -",
    ),
    (
        "another person's commitment",
        case_with(commitment=Commitment("何秋实", date(2026, 11, 21), True)),
        "commitment/entity-mismatch warn - -",
    ),
    ("fuzzy print", read_with("P2", sharpness=0.05), "image/blurred warn P2 -"),
    ("no print", read_with("P2", sharpness=0.0, line_height=0.0), "image/blurred warn P2 -"),
    ("small print", read_with("P2", line_height=11.0), "image/low-resolution warn P2 -"),
    ("a thumbnail", read_with("P2", width=300, height=400), "image/very-small warn P2 -"),
    ("a leaning photo", read_with("P2", skew=-6.5), "image/skewed warn P2 -"),
    ("a photo on its side", read_with("P2", turned=90), "image/rotated warn P2 -"),
    ("a flash", read_with("P2", glare=0.06), "image/glare warn P2 -"),
    ("a cropped photo", read_with("P2", cut=("left",)), "image/cut-off warn P2 -"),
    (
        "a licence on a screen",
        facts_with("P2", kind="png", image=ImageFacts(1170, 2532)),
        "image/screenshot info P2 -",
    ),
    ("a torn code", read_with("P6", qr("")), "qr/unreadable warn P6 -"),
    (
        "a blotted code",
        read_with("P6", qr("01,32,,26427000000375586818,10.70,20260430,,FAFC")),
        "qr/checksum warn P6 -",
    ),
    (
        "another invoice's code",
        read_with("P6", qr("01,32,,26427000000375586818,10.70,20260430,,FAFB")),
        "qr/mismatch fail P6 invoice_number",
    ),
    (
        "another invoice's blotted code",
        read_with("P6", qr("01,32,,26427000000375586818,10.70,20260430,,FAFC")),
        "qr/mismatch warn P6 invoice_date",
    ),
    ("a code that leads astray", read_with("P2", qr("https://gsxt.gov.cn.example/x")), "qr/foreign-domain warn P2 -"),
    ("nothing read", lambda r: replace(r, readings={}), "qr/payload-skipped skip - -"),
    ("nothing measured", lambda r: replace(r, readings={}), "image/legible-skipped skip - -"),
    ("no code compared", lambda r: replace(r, readings={}), "qr/agrees-skipped skip - -"),
    ("a smile", claim_with(1, text="感谢😀"), "packet/missing-glyph fail - C1"),
    ("no category", lambda r: case_with(shop=replace(r.case.shop, category=""))(r), "pack/shop-named warn - -"),
]


def test_a_sound_case_has_nothing_to_mend(review, ask):
    assert {code: [f.message for f in found] for code, found in ask(review).items()} == {}


@pytest.mark.parametrize(("spoil", "expected"), [pytest.param(s, e, id=name) for name, s, e in HITS])
def test_one_spoiled_thing_is_found_where_it_is(review, ask, spoil, expected):
    code, level, paper_id, subject = expected.split()
    everything = ask(spoil(review))
    assert [f.id for findings in everything.values() for f in findings if f.level == "error"] == []
    found = everything.get(code, [])
    assert (level, paper_id, subject) in [(f.level, f.paper or "-", f.subject or "-") for f in found]
    for finding in found:
        assert finding.message
        assert finding.why
        assert finding.source
        assert finding.fix or finding.level == "skip"


def test_no_check_passes_what_it_also_faults(review):
    for name, spoil, _expected in HITS:
        spoiled = spoil(review)
        for one in registered():
            hits = list(one.run(spoiled))
            faulted = any(hit.level.weight >= Level.WARN.weight for hit in hits)
            passed_whole = any(hit.level is Level.PASS and not hit.paper and not hit.subject for hit in hits)
            assert not (faulted and passed_whole), (name, one.id)


def test_every_finding_of_a_spoiled_case_has_a_key_of_its_own(review, ask):
    for name, spoil, _expected in HITS:
        keys = [f.key for found in ask(spoil(review)).values() for f in found if f.level != "skip"]
        assert len(keys) == len(set(keys)), name


@pytest.mark.parametrize("address", ["https://www.gsxt.gov.cn/%7B1%7D", "http://zzlz.gsxt.gov.cn/x", "文字", "ABC"])
def test_a_licence_code_may_lead_to_its_register_or_nowhere(review, ask, address):
    assert ask(read_with("P2", qr(address))(review)) == {}


def test_an_invoice_code_that_says_the_same_is_no_finding(review, ask):
    same = field_of("P6", invoice_number="26427000000375586818", invoice_date="2026-04-30", total="10.7")
    read = read_with("P6", qr("01,32,,26427000000375586818,10.70,20260430,,FAFB"))
    assert not {code for code in ask(read(same(review))) if code.startswith("qr/")}


def test_screenshots_of_screens_are_what_they_should_be(review, ask):
    screen = facts_with("P2", kind="png", image=ImageFacts(1170, 2532))
    assert ask(screen(paper_with("P2", type="chat-record")(review))).get("image/screenshot") is None
