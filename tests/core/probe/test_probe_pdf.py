"""What the probe says of PDFs, one made for each thing it should say."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from core.errors import PageNotShown
from core.model import FileFacts, Verdict
from core.probe import VERSION, Limits, Prober

MakePdf = Callable[..., Path]


def kinds(facts: FileFacts) -> set[str]:
    return {a.kind for a in facts.active}


def test_a_whole_pdf_tells_its_pages_as_they_are_shown(prober: Prober, make_pdf: MakePdf) -> None:
    def turn(pdf: Pdf) -> None:
        pdf.pages[1].Rotate = 90
        pdf.docinfo["/Producer"] = "Scanner 5"

    facts = prober.facts(make_pdf("授权书.pdf", pages=3, change=turn))
    assert (facts.file, facts.kind, facts.verdict, facts.reason) == ("授权书.pdf", "pdf", Verdict.OK, "")
    assert [(p.width, p.height, p.rotation) for p in facts.pages] == [(595, 842, 0), (842, 595, 90), (595, 842, 0)]
    assert [p.text.strip() for p in facts.pages] == ["Page 1", "Page 2", "Page 3"]
    assert facts.probe == VERSION
    assert facts.pdf is not None
    assert (facts.pdf.reader, facts.pdf.producer, facts.pdf.revisions, facts.pdf.signatures) == (
        "qpdf+pdfium",
        "Scanner 5",
        1,
        0,
    )


def test_a_pdf_under_a_password_is_called_encrypted(prober: Prober, make_pdf: MakePdf) -> None:
    lock = pikepdf.Encryption(user="open sesame", owner="other", R=6)
    facts = prober.facts(make_pdf(encryption=lock))
    assert (facts.verdict, facts.reason, facts.pages) == (Verdict.ENCRYPTED, "encrypted", ())


def test_a_pdf_that_only_forbids_printing_is_taken(prober: Prober, make_pdf: MakePdf) -> None:
    facts = prober.facts(make_pdf(encryption=pikepdf.Encryption(user="", owner="other", R=6)))
    assert (facts.verdict, facts.reason, len(facts.pages)) == (Verdict.OK, "owner-encrypted", 1)


def test_a_page_that_a_reader_shows_nothing_of_is_no_sound_page(prober: Prober, make_pdf: MakePdf) -> None:
    def crop_away(pdf: Pdf) -> None:
        pdf.pages[1].CropBox = Array([2000, 2000, 2500, 2500])

    facts = prober.facts(make_pdf(pages=3, change=crop_away))
    assert facts.verdict is Verdict.CORRUPT


@pytest.mark.parametrize("kept", [0.97, 0.6, 0.2])
def test_a_truncated_pdf_is_never_taken_silently(kept: float, prober: Prober, make_pdf: MakePdf) -> None:
    path = make_pdf(pages=5)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    facts = prober.facts(path)
    assert facts.verdict in {Verdict.REPAIRED, Verdict.CORRUPT}
    assert facts.reason == "truncated"


def test_a_pdf_that_lost_its_last_line_is_called_repaired(prober: Prober, make_pdf: MakePdf) -> None:
    path = make_pdf(pages=2, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    path.write_bytes(path.read_bytes().rstrip().removesuffix(b"%%EOF"))
    facts = prober.facts(path)
    assert (facts.verdict, facts.reason, len(facts.pages)) == (Verdict.REPAIRED, "truncated", 2)


def test_a_pdf_that_counts_its_pages_wrongly_is_not_called_whole(prober: Prober, make_pdf: MakePdf) -> None:
    path = make_pdf(pages=2, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    whole = path.read_bytes()
    assert b"/Count 2" in whole
    path.write_bytes(whole.replace(b"/Count 2", b"/Count 7"))
    facts = prober.facts(path)
    assert facts.verdict in {Verdict.REPAIRED, Verdict.CORRUPT}
    assert facts.reason in {"readers-disagree", "damaged", "one-reader-only"}


ACTIONS = {
    "javascript": Dictionary(S=Name.JavaScript, JS="app.alert(1)"),
    "launch": Dictionary(S=Name.Launch, F="cmd.exe"),
    "submit-form": Dictionary(S=Name.SubmitForm, F="form"),
    "import-data": Dictionary(S=Name.ImportData, F="data.fdf"),
    "goto-remote": Dictionary(S=Name.GoToR, F="other.pdf"),
    "goto-embedded": Dictionary(S=Name.GoToE),
}


@pytest.mark.parametrize("kind", sorted(ACTIONS))
@pytest.mark.parametrize("compressed", [False, True])
def test_what_acts_is_found_wherever_it_hides(
    kind: str, *, compressed: bool, prober: Prober, make_pdf: MakePdf
) -> None:
    def act(pdf: Pdf) -> None:
        pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=Name.GoTo, Next=Array([ACTIONS[kind]])))

    mode = pikepdf.ObjectStreamMode.generate if compressed else pikepdf.ObjectStreamMode.disable
    facts = prober.facts(make_pdf(change=act, object_stream_mode=mode))
    assert facts.verdict is Verdict.HOSTILE
    assert kind in kinds(facts)
    assert len(facts.pages) == 1


def test_what_acts_is_found_by_its_bytes_in_a_pdf_that_no_reader_opens(prober: Prober, make_pdf: MakePdf) -> None:
    def act(pdf: Pdf) -> None:
        pdf.Root.OpenAction = ACTIONS["launch"]

    lock = pikepdf.Encryption(user="secret", owner="secret", R=4)
    facts = prober.facts(make_pdf(change=act, encryption=lock, object_stream_mode=pikepdf.ObjectStreamMode.disable))
    assert facts.verdict is Verdict.ENCRYPTED
    assert kinds(facts) == {"launch"}


def test_a_name_written_with_escapes_is_still_found(prober: Prober, make_pdf: MakePdf) -> None:
    path = make_pdf()
    path.write_bytes(path.read_bytes() + b"\n9 0 obj <</S /J#61vaScript /J#53 (x)>> endobj\n%%EOF\n")
    assert "javascript" in kinds(prober.facts(path))


def test_words_that_come_about_by_chance_in_a_scan_are_not_believed(prober: Prober, make_pdf: MakePdf) -> None:
    def noise(pdf: Pdf) -> None:
        pdf.pages[0].Resources.Noise = Stream(pdf, b"\x80/JS \x81/XFA(/Launch \x00/GoToR " * 200)

    facts = prober.facts(make_pdf(change=noise, compress_streams=False))
    assert (facts.verdict, facts.active) == (Verdict.OK, ())


def test_an_attachment_is_shown_and_not_condemned(prober: Prober, make_pdf: MakePdf) -> None:
    def attach(pdf: Pdf) -> None:
        pdf.attachments["发票.xml"] = b"<eInvoice/>"

    facts = prober.facts(make_pdf(change=attach))
    assert (facts.verdict, kinds(facts)) == (Verdict.OK, {"embedded-file"})


def test_a_pdf_that_is_an_archive_too_is_hostile(prober: Prober, make_pdf: MakePdf) -> None:
    path = make_pdf()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("hidden.txt", "x")
    facts = prober.facts(path)
    assert (facts.kind, facts.verdict, facts.reason) == ("pdf", Verdict.HOSTILE, "polyglot")


def test_each_save_on_top_of_another_is_counted(prober: Prober, make_pdf: MakePdf) -> None:
    path = make_pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    whole = path.read_bytes()
    start = whole.rindex(b"startxref")
    tail = b"\nxref\n0 1\n0000000000 65535 f \ntrailer <</Size 1 /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    path.write_bytes(whole + tail % (int(whole[start + 9 :].split()[0]), len(whole) + 1))
    facts = prober.facts(path)
    assert facts.pdf is not None
    assert facts.pdf.revisions == 2


def test_seals_and_stamps_are_counted_and_links_are_not(prober: Prober, make_pdf: MakePdf) -> None:
    facts = prober.facts(make_pdf(change=stamp))
    assert facts.pdf is not None
    assert facts.pdf.annotations == 1


def test_a_page_is_drawn_with_its_seal(prober: Prober, make_pdf: MakePdf) -> None:
    page = prober.render(make_pdf(change=stamp), 1, 595)
    assert (page.width, page.height, len(page.rgb)) == (595, 842, 595 * 842 * 3)
    middle = Image.frombytes("RGB", (page.width, page.height), page.rgb).getpixel((200, 842 - 200))
    assert middle == (255, 0, 0)


def test_a_picture_bomb_in_a_tiny_pdf_is_named_and_never_drawn(prober: Prober, make_pdf: MakePdf) -> None:
    path = make_pdf(change=bomb)
    assert path.stat().st_size < 20_000
    facts = prober.facts(path)
    assert (facts.verdict, facts.reason) == (Verdict.HOSTILE, "too-large")
    with pytest.raises(PageNotShown) as caught:
        prober.render(path, 1, 800)
    assert caught.value.code == "too-large"


def test_a_page_of_kilometres_is_named_and_never_drawn(prober: Prober, make_pdf: MakePdf) -> None:
    def stretch(pdf: Pdf) -> None:
        pdf.pages[0].MediaBox = Array([0, 0, 200, 1_000_000])

    path = make_pdf(change=stretch)
    assert prober.facts(path).reason == "too-large"
    with pytest.raises(PageNotShown):
        prober.render(path, 1, 4000)


def test_a_document_of_too_many_pages_is_not_read_through(make_pdf: MakePdf) -> None:
    with Prober(limits=Limits(pages=5)) as prober:
        facts = prober.facts(make_pdf(pages=6))
        assert (facts.verdict, facts.reason, facts.pages) == (Verdict.UNSUPPORTED, "too-many-pages", ())


def test_text_is_cut_at_the_limit(make_pdf: MakePdf) -> None:
    with Prober(limits=Limits(text_chars_per_page=4, text_chars=6)) as prober:
        facts = prober.facts(make_pdf(pages=3))
        assert [p.text for p in facts.pages] == ["Page", "Pa", ""]


def test_a_form_that_draws_itself_is_not_pretended_to_be_read(prober: Prober, make_pdf: MakePdf) -> None:
    def form(pdf: Pdf) -> None:
        pdf.Root.NeedsRendering = True
        pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Stream(pdf, b"<xdp/>"))

    facts = prober.facts(make_pdf(change=form))
    assert (facts.verdict, facts.reason) == (Verdict.UNSUPPORTED, "xfa")


def test_a_tree_of_fields_that_bites_its_tail_is_hostile(prober: Prober, make_pdf: MakePdf) -> None:
    def ring(pdf: Pdf) -> None:
        top = pdf.make_indirect(Dictionary(T="a"))
        top.Kids = Array([pdf.make_indirect(Dictionary(T="b", Kids=Array([top])))])
        pdf.Root.AcroForm = Dictionary(Fields=Array([top]))

    facts = prober.facts(make_pdf(change=ring))
    assert (facts.verdict, facts.reason) == (Verdict.HOSTILE, "structure-loop")


@pytest.mark.parametrize(("page", "width"), [(0, 100), (9, 100)])
def test_a_page_that_is_not_there_is_said_so(page: int, width: int, prober: Prober, make_pdf: MakePdf) -> None:
    with pytest.raises(PageNotShown) as caught:
        prober.render(make_pdf(), page, width)
    assert caught.value.code == "no-such-page"


def stamp(pdf: Pdf) -> None:
    """Puts a red square on the page as a signature field, as electronic seals are, and a link beside it."""
    red = Stream(pdf, b"1 0 0 rg 0 0 100 100 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 100]))
    square = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T="seal",
        Rect=Array([150, 150, 250, 250]),
        F=4,
        AP=Dictionary(N=red),
    )
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    seal = pdf.make_indirect(square)
    pdf.pages[0].Annots = Array([seal, pdf.make_indirect(link)])
    pdf.Root.AcroForm = Dictionary(Fields=Array([seal]))


def bomb(pdf: Pdf) -> None:
    """Hangs a picture of 35,000 by 35,000 on the page; empty data decode to white for as long as asked."""
    image = Stream(pdf, b"\0" * 100, Type=Name.XObject, Subtype=Name.Image, Width=35_000, Height=35_000)
    image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceGray, 8, Name.CCITTFaxDecode
    image.DecodeParms = Dictionary(K=-1, Columns=35_000, Rows=35_000)
    page = pdf.pages[0]
    page.Resources.XObject = Dictionary(Im0=image)
    page.Contents = Stream(pdf, b"q 595 0 0 842 0 0 cm /Im0 Do Q")
