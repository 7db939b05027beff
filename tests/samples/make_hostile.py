"""Hostile files of our own, made on the fly: what an attacker, or a broken program, may hand to a merchant.

`HOSTILE` maps a file name to what makes its bytes and to the verdict and reason that it must get. All
are harmless samples of a feature; nothing in them is taken from anybody's file.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.samples.make_awkward import bomb_png, plain_jpeg, plain_pdf

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
OFD = "http://www.ofdspec.org/2016"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB_TYPE = f'<!DOCTYPE x [<!ENTITY l0 "哈">{LAUGHS}]>'
REACH_TYPE = '<!DOCTYPE x [<!ENTITY reach SYSTEM "file:///etc/hostname">]>'
Parts = dict[str, bytes | str]


def zipped(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Packs parts in the order given, without a clock."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2026, 3, 1, 9, 0, 0))
            info.compress_type = method
            archive.writestr(info, content)
    return out.getvalue()


def docx_parts(text: str = "情况说明", doctype: str = "", types: str = "", relations: str = "") -> Parts:
    """The least that Word and python-docx open."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{P}"><Relationship Id="r1" Type="{R}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{P}">{relations}</Relationships>',
        "word/document.xml": f'{doctype}<w:document xmlns:w="{W}"><w:body>{paragraphs}</w:body></w:document>',
    }


def xlsx_parts(cells: str, strings: str = "") -> Parts:
    """The least that makes a workbook of one sheet."""
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{P}"><Relationship Id="r1" Type="{R}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{S}"/>',
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}"><sheetData>{cells}</sheetData></worksheet>',
    }


def ofd_parts(text: str = "电子发票", doctype: str = "", attachment: bytes = b"") -> Parts:
    """A page of OFD, with an attached XML when one is given."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>{doctype}'
    attached = "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>" if attachment else ""
    parts: Parts = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{OFD}"><ofd:DocBody><ofd:DocInfo><ofd:DocID>d1</ofd:DocID>'
        "<ofd:CreationDate>2026-03-01</ofd:CreationDate></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{OFD}"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 '
        "140</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID='1' "
        f"BaseLoc='Pages/Page_0/Content.xml'/></ofd:Pages>{attached}</ofd:Document>",
        "Doc_0/Pages/Page_0/Content.xml": f'{head}<ofd:Page xmlns:ofd="{OFD}"><ofd:Content><ofd:Layer><ofd:TextObject '
        f'Boundary="10 10 50 5"><ofd:TextCode X="0" Y="4">{text}</ofd:TextCode></ofd:TextObject></ofd:Layer>'
        "</ofd:Content></ofd:Page>",
    }
    if attachment:
        parts["Doc_0/Attachs/Attachments.xml"] = (
            f'<ofd:Attachments xmlns:ofd="{OFD}"><ofd:Attachment ID="1" Name="original_invoice">'
            "<ofd:FileLoc>invoice.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>"
        )
        parts["Doc_0/Attachs/invoice.xml"] = attachment
    return parts


def slipping_zip() -> bytes:
    """Unpacked carelessly, it writes beside or above the folder it was unpacked to."""
    return zipped({"授权书.pdf": plain_pdf(1), "../../开机启动.bat": "echo"})


def slipping_windows_zip() -> bytes:
    """The same with the drive letter and the strokes of Windows."""
    # Written under a plain name and renamed in the bytes, for the library would mend it.
    return zipped({"C_/evil/a.bat": "echo"}).replace(b"C_/evil/a.bat", b"C:\\evil\\a.bat")


def linking_zip() -> bytes:
    """An entry that is a symbolic link to somebody else's file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("link")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def flat_bomb_zip() -> bytes:
    """A hundred kilobytes that unpack to a hundred megabytes of nothing."""
    return zipped({"a.pdf": bytes(100 * 2**20)})


def nested_bomb_zip() -> bytes:
    """Archives in archives in archives: each is small, together they fill a disk."""
    inner = zipped({f"{n}.bin": bytes(7 * 2**20) for n in range(4)})
    for _level in range(3):
        inner = zipped({f"{n}.zip": inner for n in range(8)})
    return inner


def endless_zip() -> bytes:
    """One archive in another, deeper than anybody sends."""
    inner = zipped({"a.txt": "a"})
    for _level in range(8):
        inner = zipped({"a.zip": inner})
    return inner


def overlapping_bomb_zip(files: int = 100) -> bytes:
    """Many entries of the directory that all lead to the same packed bytes (a quoted-overlap bomb).

    Each entry's packed data begin with the next one's local header, quoted as a stored block, and end
    in the one kernel that all share.
    """
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = kernel.compress(bytes(2**20)) + kernel.flush()
    body, unpacked = packed, bytes(2**20)
    places: list[tuple[str, bytes, int, int, int]] = []
    for number in range(files):
        name = f"{files - number:04d}.bin"
        header = _local_header(name, zlib.crc32(unpacked), len(body), len(unpacked))
        places.append((name, header, zlib.crc32(unpacked), len(body), len(unpacked)))
        quoted = struct.pack("<BHH", 0, len(header), len(header) ^ 0xFFFF) + header
        body, unpacked = quoted + body, header + unpacked
    whole = body[5:]  # the outermost header stands unquoted
    return whole + _directory(whole, places)


def encrypted_zip() -> bytes:
    """Every entry says that it is under a password."""
    return _flagged(zipped({"授权书.pdf": plain_pdf(1)}))


def encrypted_ofd() -> bytes:
    """An OFD whose parts are under a password."""
    return _flagged(zipped(ofd_parts()))


def pdf_and_zip() -> bytes:
    """Opens as a paper in one program and as an archive in another."""
    return plain_pdf(1) + zipped({"别的.txt": "x"})


def jpeg_and_pdf() -> bytes:
    """A photo that a PDF reader takes for a PDF: the header may stand anywhere in the first kilobyte."""
    comment = b"%PDF-1.7 1 0 obj<</Type/Catalog>>endobj"
    return plain_jpeg()[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + plain_jpeg()[2:]


def ofd_and_docx() -> bytes:
    """One package that is a Word document and an OFD."""
    return zipped(docx_parts() | ofd_parts())


def drawing_bomb_pdf() -> bytes:
    """Some kilobytes that ask for 1.2 gigapixels when they are drawn."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    picture = pikepdf.Stream(pdf, b"\0" * 100, Type=Name.XObject, Subtype=Name.Image, Width=35_000, Height=35_000)
    picture.ColorSpace, picture.BitsPerComponent, picture.Filter = Name.DeviceGray, 8, Name.CCITTFaxDecode
    picture.DecodeParms = Dictionary(K=-1, Columns=35_000, Rows=35_000)
    page.Resources = Dictionary(XObject=Dictionary(Im0=picture))
    page.Contents = pikepdf.Stream(pdf, b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    return _saved(pdf)


def giant_page_pdf() -> bytes:
    """A page of three hundred metres."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200)).MediaBox = Array([0, 0, 200, 1_000_000])
    return _saved(pdf)


def ten_thousand_pages_pdf() -> bytes:
    """Ten thousand empty pages."""
    count = 10_000  # written by hand, for a library takes twenty seconds over it
    kids = " ".join(f"{number} 0 R" for number in range(3, count + 3))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {count}/Kids[{kids}]>>"]
    objects += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>"] * count
    body, places = "%PDF-1.7\n", []
    pieces = [body]
    place = len(body)
    for number, content in enumerate(objects, 1):
        pieces.append(f"{number} 0 obj{content}endobj\n")
        places.append(f"{place:010d} 00000 n \n")
        place += len(pieces[-1])
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{''.join(places)}"
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{place}\n%%EOF\n"
    return "".join([*pieces, table, trailer]).encode("ascii")


def laughing_docx() -> bytes:
    """Entities in entities: a kilobyte of XML that says ten to the ninth characters."""
    return zipped(docx_parts("&l9;", BOMB_TYPE))


def laughing_xml() -> bytes:
    """The same as an e-invoice."""
    return f"<?xml version='1.0'?>{BOMB_TYPE}<x><InvoiceNo>&l9;</InvoiceNo></x>".encode()


def laughing_ofd() -> bytes:
    """The same on a page of OFD."""
    return zipped(ofd_parts("&l9;", BOMB_TYPE))


def reaching_docx() -> bytes:
    """Asks the reader to put one of its own files into the text (XXE)."""
    return zipped(docx_parts("&reach;", REACH_TYPE))


def reaching_ofd() -> bytes:
    """The same on a page of OFD."""
    return zipped(ofd_parts("&reach;", REACH_TYPE))


def reaching_attachment_ofd() -> bytes:
    """The same in the attached data of an invoice, which are read apart."""
    return zipped(ofd_parts(attachment=f"{REACH_TYPE}<x><InvoiceNo>&reach;</InvoiceNo></x>".encode()))


def wide_doctype_docx() -> bytes:
    """A document type hidden in UTF-16, where a search for plain letters does not see it."""
    parts = docx_parts()
    parts["word/document.xml"] = str(parts["word/document.xml"]).replace("<w:document", f"{REACH_TYPE}<w:document")
    parts["word/document.xml"] = f"<?xml version='1.0' encoding='UTF-16'?>{parts['word/document.xml']}".encode("utf-16")
    return zipped(parts)


def repeating_xlsx() -> bytes:
    """One long text that thousands of cells repeat: small in the file, gigabytes when shown."""
    strings = f"<si><t>{'长' * 1_000_000}</t></si>"
    return zipped(xlsx_parts("<row>" + "<c t='s'><v>0</v></c>" * 2000 + "</row>", strings))


def macro_docx() -> bytes:
    """A Word document that carries a program."""
    types = '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    return zipped(docx_parts(types=types) | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def starting_docx() -> bytes:
    """A field that starts another program when the document is opened."""
    parts = docx_parts()
    field = "<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe</w:instrText></w:r></w:p></w:body>"
    parts["word/document.xml"] = str(parts["word/document.xml"]).replace("</w:body>", field)
    return zipped(parts)


Case = tuple[Callable[[], bytes], str, str]

HOSTILE: Mapping[str, Case] = MappingProxyType(
    {
        "越界.zip": (slipping_zip, "hostile", "unsafe-path"),
        "越界盘符.zip": (slipping_windows_zip, "hostile", "unsafe-path"),
        "链接.zip": (linking_zip, "hostile", "unsafe-path"),
        "膨胀.zip": (flat_bomb_zip, "hostile", "archive-bomb"),
        "层层.zip": (nested_bomb_zip, "hostile", "archive-bomb"),
        "无底.zip": (endless_zip, "hostile", "archive-bomb"),
        "重叠.zip": (overlapping_bomb_zip, "hostile", "archive-bomb"),
        "加密.zip": (encrypted_zip, "encrypted", "encrypted"),
        "加密.ofd": (encrypted_ofd, "encrypted", "encrypted"),
        "双重身份.pdf": (pdf_and_zip, "hostile", "polyglot"),
        "双重身份.jpg": (jpeg_and_pdf, "hostile", "polyglot"),
        "双重身份.ofd": (ofd_and_docx, "hostile", "polyglot"),
        "绘制.pdf": (drawing_bomb_pdf, "hostile", "too-large"),
        "巨页.pdf": (giant_page_pdf, "hostile", "too-large"),
        "巨图.png": (bomb_png, "hostile", "too-large"),
        "万页.pdf": (ten_thousand_pages_pdf, "unsupported", "too-many-pages"),
        "实体.docx": (laughing_docx, "hostile", "doctype"),
        "实体.xml": (laughing_xml, "hostile", "doctype"),
        "实体.ofd": (laughing_ofd, "hostile", "doctype"),
        "外部实体.docx": (reaching_docx, "hostile", "doctype"),
        "外部实体.ofd": (reaching_ofd, "hostile", "doctype"),
        "附件外部实体.ofd": (reaching_attachment_ofd, "hostile", "doctype"),
        "宽字符声明.docx": (wide_doctype_docx, "hostile", "doctype"),
        "重复长文.xlsx": (repeating_xlsx, "hostile", "archive-bomb"),
        "宏.docx": (macro_docx, "hostile", "active-content"),
        "动态数据.docx": (starting_docx, "hostile", "active-content"),
    }
)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _flagged(archive: bytes) -> bytes:
    """Sets the flag of encryption in every header, and garbles what is packed as a password would."""
    flagged = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = flagged.find(mark)
        while place >= 0:
            flagged[place + offset] |= 1
            place = flagged.find(mark, place + 4)
    return bytes(flagged)


def _local_header(name: str, crc: int, packed: int, size: int) -> bytes:
    encoded = name.encode("ascii")
    return struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0x5C61, crc, packed, size, len(encoded), 0) + encoded


def _directory(whole: bytes, places: list[tuple[str, bytes, int, int, int]]) -> bytes:
    entries = b""
    for name, header, crc, packed, size in reversed(places):
        fields = (20, 20, 0, 8, 0, 0x5C61, crc, packed, size, len(name), 0, 0, 0, 0, 0, whole.index(header))
        entries += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *fields) + name.encode("ascii")
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(places), len(places), len(entries), len(whole), 0)
    return entries + end
