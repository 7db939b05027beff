"""The shape of a case file on disk, and its first hundred bytes."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

from core.errors import NewerCaseFile, NotACaseFile, NotReadable, reason
from core.i18n import _

SUFFIX: Final = ".fushen"
APPLICATION_ID: Final = 0x46555348  # “FUSH”
VERSION: Final = 5

_TABLES: Final = """
CREATE TABLE document (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  json TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  step INTEGER NOT NULL,
  saved_at TEXT NOT NULL
);
CREATE TABLE history (
  n INTEGER PRIMARY KEY,
  label TEXT NOT NULL,
  at TEXT NOT NULL,
  before_sha256 TEXT NOT NULL,
  after_sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  start INTEGER NOT NULL,
  removed TEXT NOT NULL,
  added TEXT NOT NULL
);
CREATE TABLE originals (
  sha256 TEXT PRIMARY KEY NOT NULL,
  size INTEGER NOT NULL,
  name TEXT NOT NULL,
  added_at TEXT NOT NULL,
  whole INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE chunks (
  sha256 TEXT NOT NULL REFERENCES originals (sha256) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (sha256, n)
);
CREATE TABLE facts (
  sha256 TEXT NOT NULL,
  probe INTEGER NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (sha256, probe)
);
CREATE TABLE readings (
  sha256 TEXT NOT NULL,
  page INTEGER NOT NULL,
  reader INTEGER NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (sha256, page)
);
CREATE TABLE rules (
  digest TEXT PRIMARY KEY NOT NULL,
  added_at TEXT NOT NULL,
  zip BLOB NOT NULL
);
CREATE TABLE events (
  n INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  case_sha256 TEXT NOT NULL,
  previous TEXT NOT NULL,
  sha256 TEXT NOT NULL
);
"""

STATEMENTS: Final = tuple(text.strip() for text in _TABLES.split(";") if text.strip())

_MAGIC: Final = b"SQLite format 3\0"
_HEADER_BYTES: Final = 100


def statement(table: str) -> str:
    """Returns the statement that makes one table."""
    return next(text for text in STATEMENTS if text.startswith(f"CREATE TABLE {table} "))


def read_version(path: Path) -> int:
    """Reads the format version from the file's header, before SQLite touches anything.

    Offsets: https://www.sqlite.org/fileformat2.html §1.3 (user version at 60, application id at 68).

    Raises:
        NotReadable: The path is not a file that can be read.
        NotACaseFile: The header is not a case file's.
        NewerCaseFile: A later version wrote it.
    """
    header = _read_header(path)
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise NotACaseFile(path)
    (version,) = struct.unpack_from(">i", header, 60)
    (application,) = struct.unpack_from(">i", header, 68)
    if application != APPLICATION_ID or version < 1:
        raise NotACaseFile(path)
    if version > VERSION:
        raise NewerCaseFile(path, version)
    return int(version)


def _read_header(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise NotReadable(path, _("没有这个文件"))
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except OSError as error:
        raise NotReadable(path, reason(error)) from error
