"""Whether an electronic signature vouches for the whole file."""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.i18n import _, mark
from core.model import Level, Verdict


@check(
    id="signature/coverage",
    title=mark("电子签名是否覆盖整份文件"),
    why=mark("签名没有覆盖的部分可以被换掉而签名仍显示有效，审核方的软件可能因此提示异常。"),
    source="PDF 32000-1 §12.8：ByteRange 应覆盖签名以外的全部内容",
    fix=mark("请向出具方索取签名后未再另存的原始电子文件，重新添加。"),
    codes=("partial-coverage",),
    files=True,
)
def coverage(review: Review) -> Iterator[Hit]:
    signed = [(p, f) for p in review.case.papers if (f := review.facts_of(p)) and f.pdf and f.pdf.signatures]
    partial = [
        p
        for p in review.case.papers
        if (f := review.facts_of(p)) and f.verdict is Verdict.HOSTILE and f.reason == "signature-coverage"
    ]
    for paper in partial:
        text = _("{file} 的电子签名没有覆盖整份文件，签名不能说明未覆盖部分的来历。")
        yield Hit(Level.WARN, "partial-coverage", text.format(file=paper.file), paper=paper)
    if not review.facts:
        yield skip(_("还没有读取过任何文件，未检查电子签名。"))
    elif not partial:
        text = _("有电子签名的 {count} 份文件，签名都覆盖了整份文件；签名人和证书尚未验证。")
        yield passed(text.format(count=len(signed)) if signed else _("文件里没有发现电子签名。"))
