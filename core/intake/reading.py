"""Reading an intake file: its shape, then what it says, every mistake of both told at once."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from core import library
from core.errors import BadIntake, BadPacks, NotReadable, reason
from core.i18n import _
from core.intake.checking import Wrong, mistakes_in
from core.intake.naming import named
from core.intake.reach import leads_out, leads_out_unseen, told_of_link
from core.intake.shapes import IntakeShape
from core.model import PackPin
from core.packs import Packs
from core.packs.bundle import BYTES_MAX
from core.packs.locate import Lines, Place, line_at, lines_of
from core.packs.mistakes import Mistake, dotted, from_validation
from core.packs.syntax import explain

_TEXT_MAX: Final = 1_000_000
_INTEGERS: Final = 2**63  # what TOML promises, and what SQLite and other programs can hold
_DEEPEST: Final = 12  # twice as deep as anything an intake has


@dataclass(frozen=True, slots=True)
class Intake:
    """An intake without mistakes.

    Attributes:
        path: The file it was read from.
        shape: What it says; every point, paper and claim has its id, and a text file's text is in place.
        pins: The versions of the packs it was read with, unless it names its own.
        files: Where each paper's file lies, by the paper's id.
        conversions: Where the PDFs lie that stand for documents, by the paper's id.
        packs: What the case is to go by: its own packs where it brings them, else those it was read with.
        outside: Files that lie outside the intake's own folder, as it writes them; whoever takes in somebody
            else's intake should know of them.
    """

    path: Path
    shape: IntakeShape
    pins: tuple[PackPin, ...]
    files: Mapping[str, Path]
    packs: Packs
    outside: tuple[str, ...] = ()
    conversions: Mapping[str, Path] = field(default_factory=dict)


def read(path: Path, packs: Packs) -> Intake:
    """Reads an intake file.

    Raises:
        NotReadable: The path is not a file that can be read.
        BadIntake: With every mistake, each at its line and key.
    """
    path = Path(path)
    text = _text_of(path)
    plain = _toml_of(path, text)
    lines = lines_of(text)
    unbearable = _without_unbearable(path, plain, lines)
    shape, mistakes = _shape_of(path, plain, lines)
    mistakes.extend(unbearable)
    named_files = (*_files(shape), shape.notice.text_file)
    shape, more = _with_text_file(shape, path.parent)
    shape = named(shape)
    packs, wrong = _own_packs(shape, packs, path.parent)
    more += wrong
    reported = {(m.line, m.key) for m in mistakes}
    for place, sentence in (*more, *mistakes_in(shape, packs, path.parent)):
        mistake = Mistake(path.name, line_at(lines, place), dotted(place), sentence)
        if (mistake.line, mistake.key) not in reported:
            mistakes.append(mistake)
    if mistakes:
        raise BadIntake(path, [str(mistake) for mistake in sorted(mistakes)])
    files = {paper.id: path.parent / paper.file for paper in shape.paper}
    outside = tuple(dict.fromkeys(file for file in named_files if file and leads_out(path.parent, file)))
    pins = library.pins_of(shape.playbook, shape.platform, packs)
    made = {paper.id: path.parent / paper.conversion.file for paper in shape.paper if paper.conversion}
    return Intake(path, shape, pins, files, packs, outside, made)


def _files(shape: IntakeShape) -> Iterator[str]:
    for paper in shape.paper:
        yield paper.file
        if paper.conversion:
            yield paper.conversion.file


def _own_packs(shape: IntakeShape, packs: Packs, folder: Path) -> tuple[Packs, list[Wrong]]:
    """Returns the packs that an exported case brings with it, with the years of working days known here."""
    if not shape.rules:
        return packs, []
    try:
        own = library.from_text(_short_file(folder / shape.rules, BYTES_MAX))
    except OSError as error:
        sentence = _("无法读取 {file}：{detail}。请检查路径。")
        told = sentence.format(file=shape.rules, detail=reason(error))
        return packs, [(("rules",), told)]
    except BadPacks as error:
        return packs, [(("rules",), mistake) for mistake in error.mistakes[:1]]
    return own, []


def _text_of(path: Path) -> str:
    try:
        if not path.is_file():
            raise NotReadable(path, _("没有这个文件"))
        with path.open("rb") as file:
            content = file.read(BYTES_MAX + 1)
        if len(content) > BYTES_MAX:
            text = _("文件超过 {most} MB，不像受理文件。请确认选对了文件；材料本身不写在受理文件里。")
            raise BadIntake(path, [text.format(most=BYTES_MAX // 1_000_000)])
        # Notepad writes a byte order mark and CRLF; both are harmless.
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise BadIntake(path, [_("文件不是 UTF-8 编码。请另存为 UTF-8 后重试。")]) from error
    except OSError as error:
        raise NotReadable(path, reason(error)) from error


def _toml_of(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    # ValueError: a TOMLDecodeError, or Python's own for a number of thousands of digits.
    except (ValueError, RecursionError) as error:
        line, message = 1, _("TOML 语法错误：数字太长，或括号嵌套太深。请对照受理文件的格式说明改写。")
        if isinstance(error, tomllib.TOMLDecodeError):
            line, message = explain(str(error), text)
        raise BadIntake(path, [str(Mistake(path.name, line, "", message))]) from error


def _without_unbearable(path: Path, plain: dict[str, Any], lines: Lines) -> list[Mistake]:
    """Takes out, and tells of, what no case file could hold: numbers beyond 64 bits, tables within tables for ever."""
    found: list[tuple[Place, str]] = []
    waiting: list[tuple[Place, Any]] = [((), plain)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, int) and not -_INTEGERS <= value < _INTEGERS:
            found.append((place, _("这个整数太大。请核对位数；号码请加引号写成文字。")))
        elif isinstance(value, dict | list) and len(place) > _DEEPEST:
            found.append((place, _("表和列表嵌套得太深。请对照受理文件的格式说明改写。")))
        elif isinstance(value, dict | list):
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            waiting.extend(((*place, key), inner) for key, inner in pairs)
    _leave_all_out(plain, [place for place, _sentence in found])
    return [Mistake(path.name, line_at(lines, place), dotted(place), sentence) for place, sentence in found]


def _shape_of(path: Path, plain: dict[str, Any], lines: Lines) -> tuple[IntakeShape, list[Mistake]]:
    mistakes: list[Mistake] = []
    rest = copy.deepcopy(plain)
    # What is mistaken is left out, so that the rest can be checked in the same run. Once more, and once more at most
    # for each level: a list that lost an element may be mistaken as a whole.
    for attempt in range(_DEEPEST):
        try:
            return IntakeShape.model_validate(rest), mistakes
        except ValidationError as error:
            if attempt == 0:
                mistakes = from_validation(path.name, lines, IntakeShape, error)
            _leave_all_out(rest, [tuple(d["loc"]) for d in error.errors(include_url=False, include_input=False)])
    raise BadIntake(path, [str(mistake) for mistake in sorted(mistakes)])


def _leave_all_out(plain: dict[str, Any], places: list[Place]) -> None:
    """Takes the places away, the last elements of a list first: what stands before them keeps its number."""
    for place in sorted(places, key=lambda place: [(isinstance(part, int), part) for part in place], reverse=True):
        _leave_out(plain, place)


def _leave_out(plain: dict[str, Any], place: Place) -> None:
    """Takes away the innermost thing of a path that stands in the data."""
    inside: Any = plain
    for part, following in zip(place, (*place[1:], None), strict=True):
        try:
            inner = inside[part]
        except (KeyError, IndexError, TypeError):
            return
        if following is None or not isinstance(inner, dict | list):
            del inside[part]
            return
        inside = inner


def _with_text_file(shape: IntakeShape, folder: Path) -> tuple[IntakeShape, list[Wrong]]:
    notice, place = shape.notice, ("notice", "text_file")
    if not notice.text_file:
        return shape, []
    if notice.text:
        return shape, [(place, _("text 和 text_file 只能写一个。"))]
    try:
        raw = _short_file(folder / notice.text_file)
    except OSError as error:
        sentence = _("无法读取 {file}：{detail}。请检查路径。")
        return shape, [(place, sentence.format(file=notice.text_file, detail=reason(error)))]
    if leads_out_unseen(folder, notice.text_file):
        return shape, [(place, told_of_link(notice.text_file))]
    text = _decoded(raw)
    if text is None:
        sentence = _("{file} 不是 UTF-8 或 GB18030 编码的文本，或超过 {size} 字节。")
        return shape, [(place, sentence.format(file=notice.text_file, size=_TEXT_MAX))]
    return shape.model_copy(update={"notice": notice.model_copy(update={"text": text, "text_file": ""})}), []


def _short_file(path: Path, most: int = _TEXT_MAX) -> bytes:
    if not path.is_file():  # a pipe would be waited for, and a name with a NUL is no path at all
        raise OSError(_("没有这个文件"))
    with path.open("rb") as file:
        return file.read(most + 1)


def _decoded(raw: bytes) -> str | None:
    if len(raw) > _TEXT_MAX:
        return None
    # What Notepad and the portals' downloads are written in.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    return None
