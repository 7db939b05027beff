"""The command line's words: all commands, their options and help, in Chinese and English."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, NoReturn, Protocol, TypeAlias

from core.cli.moments import moment
from core.i18n import _

Arguments: TypeAlias = argparse.Namespace
JOBS: Final = max(1, min(4, (os.cpu_count() or 1) // 2))  # a build keeps two processors busy by itself


def parser() -> argparse.ArgumentParser:
    """Returns the parser; `arguments.command` names the module of `core.cli.commands` to run."""
    top = _Parser(prog="fushen", description=_("复申：二次申诉的离线助手。不带命令时打开桌面程序。"))
    _common(top)
    top.add_argument("--version", action="version", version=f"fushen {_version()}", help=_("显示版本后退出"))
    top.set_defaults(command="desktop", case=None)
    commands = top.add_subparsers(title=_("命令"), metavar=_("命令"), parser_class=_Parser)
    for add in (_demo, _new, _open, _inspect, _convert, _check, _build, _batch, _verify, _export, _packs):
        add(commands)
    return top


class _Commands(Protocol):
    def add_parser(self, name: str, *, help: str, description: str) -> _Parser: ...  # noqa: A002  # argparse's own word


def _demo(commands: _Commands) -> None:
    command = _command(commands, "demo", _("用样例案件走一遍：检查有问题的样例，生成齐备的样例"))
    command.add_argument("--out", type=Path, metavar="DIR", default=Path("fushen-demo"), help=_("放在哪个文件夹"))
    command.add_argument("--no-gui", action="store_true", help=_("不打开桌面程序"))


def _new(commands: _Commands) -> None:
    command = _command(commands, "new", _("由受理文件（TOML）新建案件，原件一并收入"))
    command.add_argument("case", type=Path, metavar="CASE.fushen", help=_("新案件文件"))
    command.add_argument("--from", dest="intake", type=Path, metavar="INTAKE.toml", required=True, help=_("受理文件"))
    says = _("受理文件要收入所在文件夹之外的文件时，不新建案件；用于别人给的受理文件")
    command.add_argument("--inside-only", action="store_true", help=says)


def _open(commands: _Commands) -> None:
    command = _command(commands, "open", _("在桌面程序中打开案件"), module="desktop")
    _case(command)


def _inspect(commands: _Commands) -> None:
    command = _command(commands, "inspect", _("查看任意文件的情况和文件级问题，不需要案件"))
    command.add_argument("files", type=Path, metavar="FILE", nargs="+", help=_("文件"))
    _json(command)
    _ocr(command, _("是否识别图片和扫描件上的文字与二维码（每页需数秒）"))


def _convert(commands: _Commands) -> None:
    command = _command(commands, "convert", _("用本机的 LibreOffice 把 Word 文档（.docx）转换为 PDF，文字逐段核对"))
    command.add_argument("document", type=Path, metavar="FILE.docx", help=_("Word 文档，不会被改动；或案件文件"))
    where = command.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, metavar="FILE.pdf", help=_("写到哪个文件"))
    says = _("转换案件里的这份材料，PDF 存入案件，提交包排入它的各页")
    where.add_argument("--paper", metavar="P3", help=says)


def _check(commands: _Commands) -> None:
    command = _command(commands, "check", _("检查案件，列出全部结果"))
    _case(command)
    _json(command)
    says = _("识别图片和扫描件上的文字与二维码（每页需数秒，结果留在案件里）；--no-ocr 连以前识别的也不用")
    _ocr(command, says)
    _on(command)


def _build(commands: _Commands) -> None:
    command = _command(commands, "build", _("生成提交包，并核验"))
    _case(command)
    command.add_argument("--out", type=Path, metavar="DIR", required=True, help=_("放在哪个文件夹"))
    command.add_argument("--draft", action="store_true", help=_("仍有必须解决的问题时，生成带标记的草稿"))
    _on(command)


def _batch(commands: _Commands) -> None:
    command = _command(commands, "batch", _("检查文件夹里的每个案件，逐个生成提交包；一个有问题，不影响其他"))
    command.add_argument("folder", type=Path, metavar="DIR", help=_("案件所在的文件夹，连同其中的文件夹"))
    command.add_argument("--out", type=Path, metavar="DIR", required=True, help=_("提交包放在哪个文件夹"))
    says = _("同时处理几个案件，默认 {count} 个").format(count=JOBS)
    command.add_argument("--jobs", type=_count, metavar="N", default=JOBS, help=says)
    _json(command)
    _on(command)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 4 and int(text) > 0):
        raise argparse.ArgumentTypeError(_("“{text}”不行。请写 1 到 999 的整数。").format(text=text))
    return int(text)


def _verify(commands: _Commands) -> None:
    command = _command(commands, "verify", _("核验提交包：逐项与清单比对"))
    command.add_argument("packet", type=Path, metavar="PACKET.zip", help=_("提交包"))
    _json(command)


def _export(commands: _Commands) -> None:
    command = _command(commands, "export", _("把案件导出为受理文件和原件"))
    _case(command)
    command.add_argument("--intake", type=Path, metavar="DIR", required=True, help=_("导出到哪个文件夹"))


def _packs(commands: _Commands) -> None:
    group = _command(commands, "packs", _("规则包：检查写法，列出已安装的"))
    actions = group.add_subparsers(
        title=_("命令"), metavar=_("命令"), required=True, dest="action", parser_class=_Parser
    )
    lint = _command(actions, "lint", _("列出规则包的全部错误"), module="packs")
    lint.add_argument("folder", type=Path, metavar="DIR", nargs="?", help=_("规则包文件夹，默认为已安装的"))
    shown = _command(actions, "list", _("列出已安装的规则包：版本、日期、来源"), module="packs")
    says = _("列出全部编号和含义：检查项、问题、材料要求、原因")
    shown.add_argument("--checks", action="store_true", help=says)
    _json(shown)
    _packs_moving(actions)


def _packs_moving(actions: _Commands) -> None:
    taken = _command(actions, "import", _("导入规则包文件，或一年的放假安排（.toml）；有错误就不导入"), module="packs")
    taken.add_argument("file", type=Path, metavar="FILE", help=_("规则包文件"))
    _json(taken)
    given = _command(actions, "export", _("把规则包导出为一个文件"), module="packs")
    given.add_argument("packs", metavar="PACK", nargs="*", help=_("规则包，如 platforms/编号；不写则为全部"))
    given.add_argument("--out", type=Path, metavar="FILE", required=True, help=_("写到哪个文件"))
    back = _command(actions, "rollback", _("把一个规则包退回上一个版本"), module="packs")
    back.add_argument("pack", metavar="PACK", help=_("规则包，如 platforms/编号"))
    _json(back)
    changes = _command(actions, "changes", _("列出新旧规则对案件的不同之处；有不同时退出码为 1"), module="packs")
    _case(changes)
    _json(changes)
    moved = _command(actions, "move", _("让案件改用现在安装的规则，可以撤销"), module="packs")
    _case(moved)
    _json(moved)


def _command(commands: _Commands, name: str, says: str, module: str = "") -> _Parser:
    command = commands.add_parser(name, help=says, description=says)
    command.set_defaults(command=module or name)
    _common(command)
    return command


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument("-h", "--help", action="help", help=_("显示帮助后退出"))
    # SUPPRESS: what was said before the command is not undone by the command's own default.
    says = _("界面语言：中文或英文")
    command.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=says)


def _case(command: argparse.ArgumentParser) -> None:
    command.add_argument("case", type=Path, metavar="CASE.fushen", help=_("案件文件"))


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help=_("输出 JSON，供其他程序读取"))


def _ocr(command: argparse.ArgumentParser, says: str) -> None:
    command.add_argument("--ocr", action=argparse.BooleanOptionalAction, help=says)


def _on(command: argparse.ArgumentParser) -> None:
    says = _("以这一天为“今天”（北京时间），使结果可以重现")
    command.add_argument("--on", type=moment, metavar="DATE", help=says)


def _version() -> str:
    try:
        return version("fushen")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "0"


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks the language in use."""

    def __init__(self, **settings: object) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **settings)  # type: ignore[arg-type]  # handed on as given
        self._positionals.title = _("参数")
        self._optionals.title = _("选项")

    def format_help(self) -> str:
        # argparse repeats the word for commands above their list, and ends headings with its own colon.
        shown = _with_own_usage(super().format_help()).replace(f"\n  {_('命令')}\n", "\n")
        return re.sub(r"^(\S.*):$", lambda found: _("{heading}：").format(heading=found[1]), shown, flags=re.MULTILINE)

    def format_usage(self) -> str:
        return _with_own_usage(super().format_usage())

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.format_usage()}{_in_own_words(message)}\n")


def _with_own_usage(text: str) -> str:
    return text.replace("usage: ", _("用法："), 1)


# argparse's own sentences, as far as our commands can call them forth.
_SENTENCES: Final[tuple[tuple[str, Callable[[], str]], ...]] = (
    (r"the following arguments are required: (?P<names>.+)", lambda: _("缺少：{names}。")),
    (r"unrecognized arguments: (?P<names>.+)", lambda: _("不认识：{names}。请用 --help 查看可用的选项。")),
    (r"argument (?P<name>.+?): expected .*argument.*", lambda: _("{name} 后面缺少内容。")),
    (
        r"argument (?P<name>.+?): invalid choice: (?P<given>.+?) \(choose from (?P<choices>.+)\)",
        lambda: _("没有“{given}”这个选择（{name}）。可用的有：{choices}。"),
    ),
    (r"argument (?P<name>.+?): ignored explicit argument (?P<given>.+)", lambda: _("{name} 不带内容。")),
    (r"argument (?P<name>.+?): (?P<sentence>.+)", lambda: _("{name}：{sentence}")),
)


def _in_own_words(message: str) -> str:
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return sentence().format(**{name: part.replace("'", "") for name, part in found.groupdict().items()})
    return message
