"""What the probe found inside a file, in a few lines for people; all of it is in the JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.i18n import _
from core.model import FileFacts
from core.model.facts import EntryFacts, SignatureFacts

_MOST: Final = 20


def contents(facts: FileFacts) -> Iterator[str]:
    """Yields a line for each thing inside a file that a person may want to know, none for a plain one.

    Names and signers are a stranger's words: what would steer the terminal is shown as a mark.
    """
    for line in _lines(facts):
        yield "".join(c if c.isprintable() else "�" for c in line)


def _lines(facts: FileFacts) -> Iterator[str]:
    for signature in facts.signatures[:_MOST]:
        yield _signature(signature)
    for entry in facts.entries[:_MOST]:
        yield _entry(entry)
    if len(facts.entries) > _MOST:
        yield _("……共 {count} 个文件").format(count=len(facts.entries))
    if facts.office:
        letters = sum(len(text) for _part, text in facts.office.parts)
        yield _("文字 {letters} 字，分 {count} 个部分").format(letters=letters, count=len(facts.office.parts))
    if facts.ofd:
        text = _("签章 {seals} 个，图片 {pictures} 张（其中 JBIG2 {jbig2} 张），附件 {count} 个")
        of = facts.ofd
        yield text.format(seals=of.seals, pictures=of.pictures, jbig2=of.jbig2, count=len(of.attachments))
    if facts.invoice:
        yield _("电子发票数据 {count} 项").format(count=len(facts.invoice.values))
    made = [name for name in _makers(facts) if name]
    if made:
        yield _("制作软件：{names}").format(names=_("；").join(dict.fromkeys(made)))


def _signature(signature: SignatureFacts) -> str:
    states = {"intact": _("签名后未改动"), "broken": _("已失效"), "unverifiable": _("本机不能验证")}
    text = _("电子签名 {field}：{state}；自称签名人 {signer}，未核实")
    signer = signature.signer or _("（未写明）")
    return text.format(field=signature.field, state=states.get(signature.state, signature.state), signer=signer)


def _entry(entry: EntryFacts) -> str:
    line = _("内含 {name}（{size} 字节）").format(name=entry.name, size=entry.size)
    return line + _("，不能取出：{reason}").format(reason=entry.reason) if entry.reason else line


def _makers(facts: FileFacts) -> tuple[str, ...]:
    of_picture = (facts.image.software,) if facts.image else ()
    return (*of_picture, facts.pdf.creator, facts.pdf.producer) if facts.pdf else of_picture
