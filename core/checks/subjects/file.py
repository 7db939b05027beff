"""Whether the attached files can be opened, shown and sent at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import CHANGED, Review, natural
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
    "memory": "too-large",
    "too-many-pages": "too-many-pages",
    "timed-out": "timed-out",
}
# Reasons that leave a file readable and are told by the checks below or by signature/coverage.
_ELSEWHERE: Final = frozenset({"active-content", "signature-coverage", "polyglot"})
# Every form and many a plain PDF has these; they run nothing by themselves.
_HARMLESS: Final = frozenset({"open-action", "xfa"})
_EMBEDDED: Final = "embedded-file"


@check(
    id="file/readable",
    title=mark("文件能否打开"),
    why=mark("打不开的文件，审核方看不到，也无法核对其中的内容。"),
    source="复申：用隔离进程实际读取文件的结果",
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
            yield _opened(paper, facts)
    if not review.case.papers:
        yield skip(_("还没有添加任何文件。"))


def _opened(paper: Paper, facts: FileFacts) -> Hit:
    code = _fault(facts)
    if not code and facts.reason == "partly-read":
        text = _("{file} 内容太多，只检查了一部分。")
        return skip(text.format(file=paper.file), _("请逐页核对预览，确认内容完整。"), paper=paper)
    if not code:
        text = _("{file} 可以正常打开，共 {pages} 页。")
        return passed(text.format(file=paper.file, pages=len(facts.pages)), paper=paper)
    message, fix = _SAYINGS[code]
    level = Level.WARN if code == "repaired" else _weigh(paper)
    return Hit(level, code, _(message).format(file=paper.file), _(fix), paper=paper, quote=facts.detail)


def _fault(facts: FileFacts) -> str:
    if facts.kind == "empty" or facts.size == 0:
        return "empty"
    if facts.reason in _LIMITS:
        return _LIMITS[facts.reason]
    if facts.verdict is Verdict.HOSTILE:
        return "" if facts.reason in _ELSEWHERE else "corrupt"
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


@check(
    id="file/active",
    title=mark("文件里有没有会运行的内容"),
    why=mark("证照和扫描件里不应有脚本、宏或夹带的文件；平台的安全检查可能拒收，审核方也可能起疑。"),
    source="PDF 32000-1 §12.6（动作）、§7.11.4（嵌入文件）；ECMA-376（宏）",
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
    acting = [kind for kind in kinds if kind != _EMBEDDED and kind not in _HARMLESS]
    # The reader's verdict counts even where it could not name what acts.
    if acting or (facts.verdict is Verdict.HOSTILE and facts.reason == "active-content"):
        text = _("{file} 含有会运行的内容（{kinds}）。复申没有运行它，提交包的展示页也不会带上它。")
        message = text.format(file=paper.file, kinds="、".join(acting) or _("种类不明"))
        yield Hit(Level.WARN, "active-content", message, paper=paper, quote=", ".join(acting))
    if _EMBEDDED in kinds:
        text = _("{file} 里夹带了别的文件，审核方在页面上看不到它们。")
        fix = _("请把夹带的文件另存出来；与申诉有关的，单独添加为材料。")
        yield Hit(Level.WARN, "embedded-file", text.format(file=paper.file), fix, paper=paper)


@check(
    id="file/extension",
    title=mark("扩展名与内容是否一致"),
    why=mark("平台按扩展名决定怎样打开文件；名实不符的文件会打不开，或被当作改动过。"),
    source="复申：按文件内容识别的格式",
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
    source="复申：逐字节比对（SHA-256）",
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
            text = _("{file} 与 {first}（{id}）内容完全相同。")
            message = text.format(file=paper.file, first=group[0].file, id=group[0].id)
            yield Hit(Level.WARN, "duplicate", message, paper=paper)
    if not review.case.papers:
        yield skip(_("还没有添加任何文件。"))
    elif not twice:
        yield passed(_("没有重复添加的文件。"))
