"""Whether the attached files can be opened, shown and sent at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from core.checks.hit import Hit, passed, skip
from core.checks.looks import alike
from core.checks.registry import check
from core.checks.review import CHANGED, Review, natural
from core.checks.wording import told_apart
from core.conversions import standing_for
from core.i18n import _, mark
from core.model import FileFacts, Level, Paper, Role, Verdict

# Names that a file of this content may end in. Kinds that are missing here have no usual ending.
_ENDINGS: Final = {
    "pdf": {".pdf"},
    "jpeg": {".jpg", ".jpeg", ".jpe", ".jfif"},
    "png": {".png"},
    "webp": {".webp"},
    "tiff": {".tif", ".tiff"},
    "bmp": {".bmp", ".dib"},
    "heic": {".heic", ".heif"},
    "docx": {".docx", ".docm"},
    "xlsx": {".xlsx", ".xlsm"},
    "doc": {".doc", ".wps"},
    "xls": {".xls", ".et"},
    "ofd": {".ofd"},
    "xml": {".xml"},
    "zip": {".zip"},
}
# Reasons of the probe that are codes of their own, whatever the verdict.
_LIMITS: Final = {
    "too-large": "too-large",
    "photo-too-large": "too-large",
    "memory": "too-large",
    "too-many-pages": "too-many-pages",
    "timed-out": "timed-out",
}
# Reasons that leave a file readable and are told by the checks below or by signature/coverage.
_ELSEWHERE: Final = frozenset({"active-content", "signature-coverage", "polyglot"})
# Hostile in themselves: nothing of them can be shown, and each has its own words below.
_TRAPS: Final = frozenset({"archive-bomb", "unsafe-path", "doctype"})
# Read for what they say; a reviewer who opens the bound PDF does not see them.
_NOT_SHOWN: Final = frozenset({"xlsx", "docx", "ofd", "xml", "zip"})
# Every form and many a plain PDF has these; they run nothing by themselves.
_HARMLESS: Final = frozenset({"open-action", "xfa"})
_EMBEDDED: Final = frozenset({"embedded-file", "ole-object"})
_OUTSIDE: Final = "external-link"


@check(
    id="file/readable",
    title=mark("文件能否打开"),
    why=mark("打不开的文件，审核方看不到，也无法核对其中的内容。"),
    source=mark("复申：用隔离进程实际读取文件的结果"),
    fix=mark("请换一份能正常打开的原始文件，重新添加。"),
    codes=("empty", "unsupported", "corrupt", "repaired", "encrypted", "too-large", "too-many-pages", "timed-out"),
    files=True,
)
def readable(review: Review) -> Iterator[Hit]:
    for paper in review.case.papers:
        facts = review.facts_of(paper)
        if facts is None:
            text = _("{file} 还没有读取，未检查能否打开。")
            yield skip(text.format(file=paper.file), _("请等读取完成后再检查一次。"), paper=paper)
        elif facts.reason == CHANGED:
            # A case file that lost one original is not to be trusted with the others, so whatever the paper's role.
            text = _("{file} 在案件文件中的内容已不是存入时的内容（与校验值不符或缺失），不能提交。")
            fix = _("请从案件文件的备份恢复，或把这份文件重新添加一次。")
            yield Hit(Level.FAIL, "corrupt", text.format(file=paper.file), fix, paper=paper)
        else:
            yield _opened(paper, facts, standing_for(paper, review.facts))
    if not review.case.papers:
        yield skip(_("还没有添加任何文件。"))


def _opened(paper: Paper, facts: FileFacts, converted: FileFacts | None) -> Hit:
    code = _fault(facts)
    if not code and converted is not None:
        text = _("{file} 已转换为 PDF，文字与原文一致，共 {pages} 页。")
        return passed(text.format(file=paper.file, pages=len(converted.pages)), paper=paper)
    if not code and facts.reason == "partly-read":
        text = _("{file} 内容太多，只检查了一部分。")
        return skip(text.format(file=paper.file), _("请逐页核对预览，确认内容完整。"), paper=paper)
    if not code and facts.kind in _NOT_SHOWN:
        message, fix = _NOT_SHOWN_SAYINGS[facts.kind]
        return Hit(Level.WARN, "unsupported", _(message).format(file=paper.file), _(fix), paper=paper)
    if not code:
        text = _("{file} 可以正常打开，共 {pages} 页。")
        return passed(text.format(file=paper.file, pages=len(facts.pages)), paper=paper)
    message, fix = _sayings(facts, code)
    level = Level.WARN if code == "repaired" else _weigh(paper)
    return Hit(level, code, _(message).format(file=paper.file), _(fix), paper=paper, quote=facts.detail)


def _sayings(facts: FileFacts, code: str) -> tuple[str, str]:
    """Returns what is said of a fault: of its own reason, of its kind of file, or of its code."""
    by_reason = _REASON_SAYINGS.get(facts.reason)
    by_kind = _OLD_SAYINGS.get(facts.kind) if code == "unsupported" else None
    return by_reason or by_kind or _SAYINGS[code]


def _fault(facts: FileFacts) -> str:
    if facts.kind == "empty" or facts.size == 0:
        return "empty"
    if facts.reason in _LIMITS:
        return _LIMITS[facts.reason]
    if facts.verdict is Verdict.HOSTILE:
        return "" if facts.reason in _ELSEWHERE else "unsupported" if facts.reason in _TRAPS else "corrupt"
    return "" if facts.verdict is Verdict.OK else facts.verdict.value


def _weigh(paper: Paper) -> Level:
    # What was rejected is not sent again; that it can't be opened only hinders the self-audit.
    return Level.WARN if paper.role is Role.REJECTED else Level.FAIL


_SAYINGS: Final = {
    "empty": (mark("{file} 是空文件，没有任何内容。"), mark("请从来源处重新取得或重新扫描，再重新添加。")),
    "unsupported": (
        mark("{file} 的格式无法放入提交包。"),
        mark("请用原来的软件另存为 PDF，或拍照、扫描为 JPG、PNG，再重新添加。"),
    ),
    "corrupt": (mark("{file} 已损坏，无法可靠读取。"), mark("请从来源处重新取得完整的文件，再重新添加。")),
    "repaired": (
        mark("{file} 有损坏，修复后才能读取，内容可能不全。"),
        mark("请逐页核对预览；有缺漏时，请从来源处重新取得完整的文件。"),
    ),
    "encrypted": (
        mark("{file} 已加密，无法读取。"),
        mark("请用密码打开后另存为未加密的副本，再重新添加。"),
    ),
    "too-large": (
        mark("{file} 太大，超出了可以安全读取的范围。"),
        mark("请拆分文件，或以较低的分辨率（如 300 dpi）重新扫描，再重新添加。"),
    ),
    "too-many-pages": (
        mark("{file} 页数太多，超出了可以读取的范围。"),
        mark("请只保留与本次申诉有关的完整文件，拆分后再重新添加。"),
    ),
    "timed-out": (
        mark("{file} 在限定时间内没有读完，内容未经检查。"),
        mark("请用原来的软件打开后另存为 PDF，再重新添加。"),
    ),
}


_REASON_SAYINGS: Final = {
    "photo-too-large": (
        mark("{file} 是一张像素极高的照片，超出了可以安全读取的范围。照片本身没有问题。"),
        mark("请在手机相机设置里改用普通分辨率（如 1200 万像素）重拍，或用看图软件另存为较小的 JPG，再重新添加。"),
    ),
    "archive-bomb": (
        mark("{file} 解开后会异常巨大或内容互相重叠，已拒绝打开。"),
        mark("请不要打开它；请向提供方索取一份普通的文件。"),
    ),
    "unsafe-path": (
        mark("{file} 里有的文件名会写到别的文件夹去，已拒绝打开。"),
        mark("请不要解压它；请向提供方索取单独的文件。"),
    ),
    "doctype": (
        mark("{file} 里的数据带有不允许的声明，可能借此读取本机文件，已拒绝打开。"),
        mark("请从出具方重新取得，或用原来的软件另存为 PDF，再重新添加。"),
    ),
}
_OLD_SAYINGS: Final = {
    "doc": (
        mark("{file} 是旧版 Word 文档，复申不读取这种格式。"),
        mark("请用 Word 或 WPS 打开，另存为 PDF，再重新添加。"),
    ),
    "xls": (
        mark("{file} 是旧版 Excel 表格，复申不读取这种格式。"),
        mark("请用 Excel 或 WPS 打开，另存为 PDF，再重新添加。"),
    ),
}
_NOT_SHOWN_SAYINGS: Final = {
    "docx": (
        mark("{file} 的文字可以读取，但它不是 PDF 或图片，不会排进合订的 PDF。"),
        mark("请在“材料”页把它转换为 PDF（本机需有 LibreOffice），或用 Word、WPS 另存为 PDF 后重新添加。"),
    ),
    "xlsx": (
        mark("{file} 的内容可以读取，但表格不会排进合订的 PDF。"),
        mark("请用 Excel 或 WPS 另存为 PDF，核对无误后添加这份 PDF。"),
    ),
    "ofd": (
        mark("{file} 的文字可以读取，但 OFD 不会排进合订的 PDF，原件会随包附上。"),
        mark("请向开票方或出具方索取同一份文件的 PDF，一并添加；OFD 原件请保留。"),
    ),
    "xml": (
        mark("{file} 是电子发票的数据，可以读取，但审核方看不到版式，不会排进合订的 PDF。"),
        mark("请一并添加这张发票的 PDF；数据原件请保留。"),
    ),
    "zip": (
        mark("{file} 是压缩包，不能作为一份材料提交。"),
        mark("请把需要的文件逐个取出，分别添加。"),
    ),
}


@check(
    id="file/active",
    title=mark("文件里有没有会运行的内容"),
    why=mark("证照和扫描件里不应有脚本、宏或夹带的文件；平台的安全检查可能拒收，审核方也可能起疑。"),
    source=mark("PDF 32000-1 §12.6（动作）、§7.11.4（嵌入文件）；ECMA-376（宏）"),
    fix=mark("请向出具方索取不含脚本和附件的版本；确需使用时，在说明中交代来源。"),
    codes=("active-content", "embedded-file"),
    files=True,
)
def active(review: Review) -> Iterator[Hit]:
    looked = found = False
    for paper in review.case.papers:
        facts = review.facts_of(paper)
        looked = looked or facts is not None
        for hit in _active_hits(paper, facts) if facts else ():
            found = True
            yield hit
    if not looked:
        yield skip(_("还没有读取过任何文件，未检查其中有没有会运行的内容。"))
    elif not found:
        yield passed(_("文件里没有发现脚本、宏或夹带的文件。"))


def _active_hits(paper: Paper, facts: FileFacts) -> Iterator[Hit]:
    kinds = sorted({item.kind for item in facts.active})
    acting = [kind for kind in kinds if kind not in _EMBEDDED | _HARMLESS and kind != _OUTSIDE]
    # The reader's verdict counts even where it could not name what acts.
    if acting or (facts.verdict is Verdict.HOSTILE and facts.reason == "active-content"):
        text = _("{file} 含有会运行的内容（{kinds}）。复申没有运行它，提交包的展示页也不会带上它。")
        message = text.format(file=paper.file, kinds=_("、").join(acting) or _("种类不明"))
        yield Hit(Level.WARN, "active-content", message, paper=paper, quote=", ".join(acting))
    if _EMBEDDED & set(kinds) and not (facts.ofd and facts.invoice):  # invoices carry their data so, by rule
        text = _("{file} 里夹带了别的文件，审核方在页面上看不到它们。")
        fix = _("请把夹带的文件另存出来；与申诉有关的，单独添加为材料。")
        yield Hit(Level.WARN, "embedded-file", text.format(file=paper.file), fix, paper=paper)
    if _OUTSIDE in kinds:
        text = _("{file} 要从别处取一部分内容才完整，换一台电脑看到的可能不同。复申没有去取。")
        fix = _("请在原来的软件里断开外部链接，另存为 PDF，再重新添加。")
        yield Hit(Level.WARN, "active-content", text.format(file=paper.file), fix, paper=paper, quote=_OUTSIDE)


@check(
    id="file/extension",
    title=mark("扩展名与内容是否一致"),
    why=mark("平台按扩展名决定怎样打开文件；名实不符的文件会打不开，或被当作改动过。"),
    source=mark("复申：按文件内容识别的格式"),
    fix=mark("请把文件名的扩展名改成与内容一致，再重新添加；不要用改名来转换格式。"),
    codes=("extension-mismatch",),
    files=True,
)
def extension(review: Review) -> Iterator[Hit]:
    known = [(p, f) for p in review.case.papers if (f := review.facts_of(p)) and f.kind in _ENDINGS]
    hits = [hit for paper, facts in known for hit in _misnamed(paper, facts)]
    yield from hits
    if not known:
        yield skip(_("没有已识别格式的文件，未核对扩展名。"))
    elif not hits:
        yield passed(_("文件的扩展名都与内容一致。"))


def _misnamed(paper: Paper, facts: FileFacts) -> Iterator[Hit]:
    ending = PurePath(paper.file).suffix
    if ending.lower() not in _ENDINGS[facts.kind]:
        text = _("{file} 的内容是 {kind}，扩展名却是“{ending}”。")
        message = text.format(file=paper.file, kind=facts.kind.upper(), ending=ending or _("（无）"))
        yield Hit(Level.WARN, "extension-mismatch", message, paper=paper, quote=ending)
    elif facts.reason == "polyglot":
        text = _("{file} 同时也是另一种格式的文件，不同软件打开会看到不同的内容。")
        fix = _("请用原来的软件另存为新的 PDF 或图片，或从来源处重新取得。")
        yield Hit(Level.WARN, "extension-mismatch", text.format(file=paper.file), fix, paper=paper)


@check(
    id="file/duplicate",
    title=mark("同一文件有没有重复添加"),
    why=mark("同一份文件出现两次会让证据目录难读，也容易引错编号。"),
    source=mark("复申：逐字节比对（SHA-256）"),
    fix=mark("请保留一份，删去重复的；需要回应多条理由时，在一份上勾选多条即可。"),
    codes=("duplicate",),
    files=True,
)
def duplicate(review: Review) -> Iterator[Hit]:
    groups: dict[tuple[str, bool], list[Paper]] = defaultdict(list)
    for paper in review.case.papers:
        groups[paper.sha256, paper.role is Role.REJECTED].append(paper)
    twice = [sorted(group, key=lambda p: natural(p.id)) for group in groups.values() if len(group) > 1]
    for group in twice:
        for paper in group[1:]:
            text = _("{file} 与 {first}内容完全相同。")
            message = text.format(file=paper.file, first=told_apart(group[0], paper))
            yield Hit(Level.WARN, "duplicate", message, paper=paper)
    if not review.case.papers:
        yield skip(_("还没有添加任何文件。"))
    elif not twice:
        yield passed(_("没有重复添加的文件。"))


@check(
    id="file/similar",
    title=mark("有没有看起来相同的两份文件"),
    why=mark("同一份材料的两个扫描件会让证据目录难读，也容易引错编号。"),
    source=mark("复申：首页外观比对（拉正后的感知哈希），只提示，不作结论"),
    fix=mark("请对照两份文件：是同一份材料的，留清楚的一份；是不同材料的，不必理会。"),
    codes=("near-duplicate",),
    files=True,
)
def near(review: Review) -> Iterator[Hit]:
    offered = sorted((p for p in review.case.papers if p.role is not Role.REJECTED), key=lambda p: natural(p.id))
    read = [(paper, f) for paper in offered if (f := review.facts_of(paper))]
    hits = []
    for place, (paper, facts) in enumerate(read):
        like = [before for before, f in read[:place] if alike(f, facts)]
        if like:
            hits.append(_like(paper, like))
    yield from hits
    if not read:
        yield skip(_("还没有读取过任何文件，未比对外观。"))
    elif not hits:
        yield passed(_("没有看起来相同的两份文件。"))


def _like(paper: Paper, like: list[Paper]) -> Hit:
    """Says it once for each paper: of twenty invoices of one seller, each pair would be told otherwise."""
    first = like[0]
    text = _("{file} 的首页与 {first} 看起来很像，可能是同一份材料。")
    if len(like) > 1:
        text = _("{file} 的首页与 {first} 等 {count} 份看起来很像，可能是同一份材料。")
    message = text.format(file=paper.file, first=told_apart(first, paper), count=len(like))
    return Hit(Level.INFO, "near-duplicate", message, paper=paper, subject=first.id)
