"""`inspect` says in words what lies inside a file."""

from __future__ import annotations

from dataclasses import replace

from core.cli.contents import contents
from core.model import FileFacts, PdfFacts, Verdict
from core.model.facts import EntryFacts, InvoiceFacts, OfdFacts, OfficeFacts, SignatureFacts

PLAIN = FileFacts("a.pdf", "pdf", "0" * 64, 1, Verdict.OK)


def test_a_plain_file_needs_no_words() -> None:
    assert list(contents(PLAIN)) == []


def test_everything_inside_is_told() -> None:
    facts = replace(
        PLAIN,
        signatures=(SignatureFacts("Seal", "某公司", state="broken"), SignatureFacts("S2", algorithm="sm2")),
        entries=(EntryFacts("授权书.pdf", 12), EntryFacts("锁.pdf", 3, "encrypted")),
        office=OfficeFacts(parts=(("word/document.xml", "四个汉字"),)),
        ofd=OfdFacts(seals=2, pictures=3, jbig2=1, attachments=("x",)),
        invoice=InvoiceFacts("", (("InvoiceNo", "1"),)),
        pdf=PdfFacts(creator="WPS", producer="WPS"),
    )
    told = "\n".join(contents(facts))
    for words in (
        "Seal：已失效",
        "某公司，未核实",
        "S2：本机不能验证",
        "（未写明）",
        "授权书.pdf（12 字节）",
        "不能取出：encrypted",
    ):
        assert words in told
    for words in (
        "文字 4 字，分 1 个部分",
        "签章 2 个，图片 3 张（其中 JBIG2 1 张），附件 1 个",
        "数据 1 项",
        "制作软件：WPS",
    ):
        assert words in told


def test_a_strangers_words_do_not_steer_the_terminal() -> None:
    steering = replace(PLAIN, signatures=(SignatureFacts("a\x1b[2Jb", "c\u202ed"),))
    [line] = contents(steering)
    assert "\x1b" not in line
    assert "\u202e" not in line
