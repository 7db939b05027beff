"""Everything that can go wrong and that a person can mend: one class a fault, with its sentence inside.

Each says what is so and what to do next. Builtin exceptions do not leave a room's public functions.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from core.i18n import _

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class FushenError(Exception):
    """The root of all faults that are told to the person."""

    def __init__(self, message: str) -> None:
        # A name on Linux may be no text at all; what can't be written is shown as such. All else is kept as it is: it
        # may be part of a finding, to be said again in another language.
        shown = message.encode(errors="replace").decode()
        self.message = message if shown == message else shown
        super().__init__(self.message)


class Cancelled(FushenError):
    """The person cancelled. Not a fault: nothing is reported, and no half work is left."""

    def __init__(self) -> None:
        super().__init__(_("已取消。"))


class ManyMistakes(FushenError):
    """An input with mistakes, all of them gathered.

    Attributes:
        mistakes: One sentence each.
    """

    def __init__(self, headline: str, mistakes: Sequence[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join((headline, *(f"  · {m}" for m in self.mistakes))))


class DamagedDocument(ManyMistakes):
    """JSON that does not fit the model."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__(_("案件内容与格式不符。请用备份恢复，或换用写入它的版本打开。"), mistakes)


class BadIntake(ManyMistakes):
    """An intake file with mistakes; nothing was written."""

    def __init__(self, path: Path, mistakes: Sequence[str]) -> None:
        headline = _("受理文件 {file} 有 {count} 处错误，尚未写入任何内容。请逐条改正后重试。")
        super().__init__(headline.format(file=path.name, count=len(mistakes)), mistakes)


class BadPacks(ManyMistakes):
    """Rule packs with mistakes."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        headline = _("规则包有 {count} 处错误。请按下列位置改正，或重新安装规则包。")
        super().__init__(headline.format(count=len(mistakes)), mistakes)


class BadLetterhead(ManyMistakes):
    """A letterhead's template that can't be used."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        headline = _("信头模板有 {count} 处不能用。请在 Word 中改正后重新选择。")
        super().__init__(headline.format(count=len(mistakes)), mistakes)


class CaseFileError(FushenError):
    """A case file that can't be used as asked."""


class NotACaseFile(CaseFileError):
    def __init__(self, path: Path) -> None:
        text = _("{file} 不是复申案件文件，或已损坏。请选择 .fushen 文件，或从备份恢复。")
        super().__init__(text.format(file=path.name))


class DamagedCaseFile(CaseFileError):
    """A case file whose inside does not hold together.

    Attributes:
        detail: What was found.
    """

    def __init__(self, path: Path, detail: str) -> None:
        self.detail = detail
        text = _("{file} 已损坏：{detail}。请从备份恢复；也可先复制一份，再以只读方式查看。")
        super().__init__(text.format(file=path.name, detail=detail))


class AlreadyThere(CaseFileError):
    """A file that must not be overwritten."""

    def __init__(self, path: Path) -> None:
        text = _("{file} 已经存在，未作任何改动。请换一个名称或位置。")
        super().__init__(text.format(file=path.name))


class NewerCaseFile(CaseFileError):
    def __init__(self, path: Path, version: int) -> None:
        text = _("{file} 由更新的版本写成（格式 {version}），未作任何改动。请升级复申后再打开。")
        super().__init__(text.format(file=path.name, version=version))


class ReadOnlyCase(CaseFileError):
    """The case is open elsewhere, or its file can't be written.

    Attributes:
        holder: Who has it, as a sentence part such as “电脑 PC-3 上的 li（14:02 起）”; "" when not known.
    """

    def __init__(self, path: Path, holder: str = "") -> None:
        self.holder = holder
        text = _("{file} 正由{who}使用，目前只能查看。请在那边关闭后重新打开。")
        if not holder:
            text = _("{file} 是以只读方式打开的，不能保存修改。请在可写入的位置、且没有别处占用时重新打开。")
        super().__init__(text.format(file=path.name, who=holder))


class CaseFileGone(CaseFileError):
    """The open file is no longer in its place."""

    def __init__(self, path: Path) -> None:
        text = _("{file} 已被移走、改名或删除，刚才的修改没有保存。请把它放回原处后再改一次。")
        super().__init__(text.format(file=path.name))


class DiskFault(FushenError):
    """The disk is full or refuses; what was there before is whole.

    Attributes:
        detail: Why, in a few words.
    """

    def __init__(self, path: Path, why: str | OSError) -> None:
        self.detail = why if isinstance(why, str) else reason(why, _("没有写入权限"))
        text = _("无法写入 {file}：{detail}。原有内容未受影响；请检查磁盘空间和权限后重试。")
        super().__init__(text.format(file=path.name, detail=self.detail))


def reason(error: OSError, forbidden: str = "") -> str:
    """Returns why the system refused, in the person's language wherever it is one of the usual reasons.

    Args:
        error: What the system raised.
        forbidden: What to say where the right is lacking.
    """
    if error.errno in _FULL:
        return _("磁盘已满")
    if error.errno in _FORBIDDEN:
        return forbidden or _("没有读取权限")
    told = {
        errno.ENOENT: _("没有这个文件"),
        errno.EEXIST: _("那里已有同名的文件或文件夹"),
        errno.ENOTDIR: _("路径当中有一段不是文件夹"),
        errno.EISDIR: _("那是一个文件夹"),
        errno.ENAMETOOLONG: _("名称太长"),
        errno.EBUSY: _("正被别的程序使用"),
        errno.EIO: _("磁盘读写出错"),
        errno.EMFILE: _("同时打开的文件太多"),
        errno.ENFILE: _("同时打开的文件太多"),
        errno.ENOMEM: _("内存不足"),
        errno.ENODEV: _("磁盘已被移除"),
        errno.ENXIO: _("磁盘已被移除"),
    }
    return told.get(error.errno or 0) or error.strerror or str(error)


def where(path: Path) -> str:
    """Returns where something lies, as short as the system's own words allow: `~` is the home on Unix."""
    home = Path.home()
    short = os.name != "nt" and path.is_relative_to(home) and path != home
    return f"~/{path.relative_to(home).as_posix()}" if short else str(path)


class MemoryShort(FushenError):
    """The system gave no more memory; what was being done was given up, and nothing was written half."""

    def __init__(self) -> None:
        super().__init__(_("内存不足，刚才的操作没有完成，原有文件未受影响。请关闭一些程序后重试。"))


class NotReadable(FushenError):
    """A path that can't be read as a file at all."""

    def __init__(self, path: Path, detail: str) -> None:
        text = _("无法读取 {file}：{detail}。请检查路径和权限。")
        super().__init__(text.format(file=where(path), detail=detail))


class NotATable(FushenError):
    """A file out of which no table of clients can be taken; the detail says what to do."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(_("无法从 {file} 导入：{detail}。").format(file=path.name, detail=detail))


class PathNotText(FushenError):
    """A path on Linux that is no text in the system's encoding, which half of what handles papers can't be told of."""

    def __init__(self, path: Path) -> None:
        text = _("{file} 的路径里有无法识别的文字（不是 UTF-8）。请把它和所在的文件夹改成能正常显示的名称后重试。")
        super().__init__(text.format(file=str(path)))


class PathTooLong(FushenError):
    """A path that is longer than the database under a case file opens."""

    def __init__(self, path: Path) -> None:
        text = _("{file} 的路径太长，无法打开或保存。请把它移到层数少、名称短的文件夹，或改短文件名后重试。")
        super().__init__(text.format(file=path.name))


class FileTooLarge(FushenError):
    """A file that is larger than a case takes in."""

    def __init__(self, path: Path, most: int) -> None:
        text = _("{file} 超过 {most} MB，案件收不下，没有收入。请只取与本次申诉有关的页或片段，或压缩后再添加。")
        super().__init__(text.format(file=path.name, most=most >> 20))


class ReaderUnavailable(FushenError):
    """The worker process that reads files can't be started; this says nothing about any file."""

    def __init__(self, detail: str) -> None:
        text = _("文件读取程序无法启动：{detail}。请重新启动复申；若仍如此，请检查安全软件是否拦截。")
        super().__init__(text.format(detail=detail))


class PageNotShown(FushenError):
    """A page that can't be drawn.

    Attributes:
        code: Why, in the words of `FileFacts.reason`: encrypted, too-large, timed-out, no-such-page …
    """

    def __init__(self, file: str, page: int, code: str) -> None:
        self.code = code
        text = _("无法显示 {file} 第 {page} 页（{code}）。请用其他程序打开原件核对。")
        super().__init__(text.format(file=file, page=page, code=code))


class EntryNotTaken(FushenError):
    """A file in an archive that can't be taken out.

    Attributes:
        code: Why: encrypted, unsafe-path, too-large, archive-bomb, damaged, no-such-entry, timed-out …
    """

    def __init__(self, entry: str, code: str) -> None:
        self.code = code
        text = _("无法从压缩包中取出 {entry}（{code}）。请用其他程序解压后，逐个添加需要的文件。")
        super().__init__(text.format(entry=entry, code=code))


class NotConverted(FushenError):
    """A document that could not become a PDF here.

    Attributes:
        code: Why: kind, unsafe, no-program, timed-out, failed, text-differs.
    """

    def __init__(self, file: str, code: str) -> None:
        self.code = code
        sentences = {
            "kind": _("{file} 不是可以转换的 Word 文档（.docx）。"),
            "unsafe": _("{file} 里有会运行或夹带的内容，没有转换。"),
            "no-program": _("这台电脑没有 LibreOffice，不能在这里把 {file} 转换为 PDF。"),
            "text-differs": _("{file} 转换出的 PDF 与原文的文字不一致，没有采用。"),
            "timed-out": _("{file} 在限定时间内没有转换完。"),
        }
        text = sentences.get(code, _("{file} 转换失败。"))
        advice = _("请用 Word 或 WPS 打开它，另存为 PDF，核对无误后添加这份 PDF。")
        super().__init__(text.format(file=file) + advice)


class BuildRefused(ManyMistakes):
    """A packet that must not be built: each reason is an unwaived finding."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        headline = _("有 {count} 项必须先解决，提交包未生成。可逐项解决、具名豁免，或生成草稿。")
        super().__init__(headline.format(count=len(mistakes)), mistakes)


class RulesChanged(FushenError):
    """The installed rules are no longer those that the person sees the case by."""

    def __init__(self) -> None:
        super().__init__(_("打开案件之后，本机的规则有变化，提交包未生成。请重新打开案件，看过检查结果后再生成。"))


class BuildEnded(FushenError):
    """The process that builds packets ended in the middle of one."""

    def __init__(self) -> None:
        super().__init__(
            _("生成中途意外中断，原有的提交包未受影响，也没有留下未完成的文件。请关闭占用内存较多的程序后重试。")
        )


class ExhibitFailed(FushenError):
    """A file that was readable when it was added can't be put into the packet."""

    def __init__(self, file: str, code: str) -> None:
        self.code = code.partition(" ")[0]
        text = _("{file} 无法排入提交包（{code}），提交包未生成。请用其他程序打开核对，另存为 PDF 后重新添加。")
        if self.code == "field-text":
            text = _(
                "{file} 的表单里有填写的内容没有自带外观，其中有画不出的字，或内容太长、栏里放不下，提交包未生成。"
                "请用填写它的程序打开，选择“打印为 PDF”，核对后添加打印出的那一份。"
            )
        super().__init__(text.format(file=file, code=code))


class ProofFailed(ManyMistakes):
    """The finished packet does not show what the originals show; it was thrown away."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        headline = _("生成后的核对有 {count} 项不符，提交包未保存，原有的提交包未受影响。")
        super().__init__(headline.format(count=len(mistakes)), mistakes)


class NotAPacket(FushenError):
    def __init__(self, path: Path, detail: str) -> None:
        text = _("{file} 不是复申提交包：{detail}。请选择由复申生成的 ZIP 文件。")
        super().__init__(text.format(file=path.name, detail=detail))
