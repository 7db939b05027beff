"""Packs as one file: a ZIP of plain text, the same bytes for the same packs; nothing in it is ever run.

What comes from elsewhere is taken in only as far as it is small, plain and where packs lie; whether it makes sense is
for `lint` to say.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from core import zips
from core.errors import BadPacks
from core.i18n import _
from core.packs.tree import FOLDERS, SINGLES, SUFFIXES

# Where a bundle says what it holds; beside it only files of packs and notes for people.
LIST_NAME: Final = "pack.toml"
_NOTE: Final = ".md"

FILES_MAX: Final = 2000
FILE_BYTES_MAX: Final = 1_000_000
BYTES_MAX: Final = 16_000_000
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}")
_SHOWN: Final = 80


def pack(files: Mapping[str, bytes], *, small: bool = False) -> bytes:
    """Writes files as a ZIP, in the order of names, with no time of day in it.

    Args:
        files: By name.
        small: Compress. Without it the bytes do not even depend on the compressor's version.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED
            archive.writestr(entry, files[name])
    return out.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """Reads the files of a bundle.

    Raises:
        BadPacks: With everything that is not as it should be; then nothing of it is used.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = _without_outer([entry for entry in archive.infolist() if not entry.is_dir()])
            if mistakes := [*_wrong_as_a_whole(entries), *(text for one in entries for text in _wrong(one))]:
                raise BadPacks(mistakes)
            return {entry.filename: _read(archive, entry) for entry in entries}
    except zips.DAMAGE as error:
        raise BadPacks([_("这不是完好的规则包文件（ZIP）：{detail}。").format(detail=error)]) from error


def _without_outer(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Leaves out a folder around everything, as it comes of packing a folder instead of what is in it."""
    outer = {entry.filename.partition("/")[0] for entry in entries if "/" in entry.filename}
    within = all("/" in entry.filename for entry in entries)
    plain = not outer & {*FOLDERS, "", ".", ".."} and not any(set(":\\") & set(name) for name in outer)
    if within and len(outer) == 1 and plain:
        for entry in entries:
            entry.filename = entry.filename.partition("/")[2]
    return entries


def _wrong_as_a_whole(entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    if not entries:
        yield _("文件里什么也没有。")
    if len(entries) > FILES_MAX:
        yield _("文件太多：{count} 个，最多 {most} 个。").format(count=len(entries), most=FILES_MAX)
    whole = sum(entry.file_size for entry in entries)
    if whole > BYTES_MAX:
        yield _("解开后太大：{count} 字节，最多 {most} 字节。").format(count=whole, most=BYTES_MAX)
    folded: set[str] = set()
    for entry in entries:
        if entry.filename.lower() in folded:
            yield _("{name} 出现了两次。").format(name=_shown(entry))
        folded.add(entry.filename.lower())


def _wrong(entry: zipfile.ZipInfo) -> Iterator[str]:
    name = entry.filename
    mode = entry.external_attr >> 16
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        yield _("{name} 不是普通文件。").format(name=_shown(entry))
    if entry.flag_bits & 0x1:
        yield _("{name} 加了密，无法读取。").format(name=_shown(entry))
    if entry.file_size > FILE_BYTES_MAX:
        text = _("{name} 太大：{count} 字节，最多 {most} 字节。")
        yield text.format(name=_shown(entry), count=entry.file_size, most=FILE_BYTES_MAX)
    if not _NAME.fullmatch(name) or ".." in name:
        yield _("{name} 的路径不能用：只用英文字母、数字、点和连字符，不能指向别处。").format(name=_shown(entry))
    elif not _belongs(name):
        text = _("{name} 不是规则包的文件：只收 playbooks、platforms 等文件夹里的 .toml、.j2 和说明用的 .md。")
        yield text.format(name=_shown(entry))


def _belongs(name: str) -> bool:
    folder, slash, last = name.partition("/")
    suffix = f".{name.rpartition('.')[2]}"
    if not slash:
        return name in (*SINGLES, LIST_NAME) or suffix == _NOTE
    return folder in FOLDERS and bool(last) and suffix in {*SUFFIXES, _NOTE}


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        content = stream.read(FILE_BYTES_MAX + 1)  # what the list says of its size need not be so
    if len(content) > FILE_BYTES_MAX:
        raise BadPacks([_("{name} 比它自称的大，未作任何改动。").format(name=_shown(entry))])
    return content


def _shown(entry: zipfile.ZipInfo) -> str:
    return "".join(c if c.isprintable() else "�" for c in entry.filename[:_SHOWN])
