"""What a damaged ZIP brings forth while it is opened and read: every room that opens one catches the same."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from typing import Final

# Beside the library's own: of each way to compress, of cut-off headers, of seeking to places that are none, of
# passwords and unknown ways to compress (RuntimeError), of names that are not there (LookupError). An entry decides by
# which way it is compressed, so any of them may come out of any archive.
DAMAGE: Final = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError,
    LookupError, ValueError, OverflowError,
)  # fmt: skip
