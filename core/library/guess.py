"""Where a single TOML file belongs: a year of working days, a platform or a paper type that came without its folder."""

from __future__ import annotations

import re
import tomllib

from core.errors import BadPacks
from core.i18n import _
from core.packs.mistakes import Mistake
from core.packs.syntax import explain

# A key that only one kind of file has.
_TELLS = {"holidays": "calendars", "addressee": "platforms", "issuer": "papers", "markers": "lexicon", "parts": "codes"}
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def name_of_text(shown: str, content: bytes) -> str:
    """Returns the name below the packs' folder that a TOML file should have.

    Raises:
        BadPacks: It is no TOML, or nothing tells what it is.
    """
    try:
        text = content.decode("utf-8-sig")
        plain = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise BadPacks([_("文件不是 UTF-8 编码。请另存为 UTF-8 后重试。")]) from error
    except tomllib.TOMLDecodeError as error:
        line, message = explain(str(error), text)
        raise BadPacks([str(Mistake(shown, line, "", message))]) from error
    folder = next((folder for key, folder in _TELLS.items() if key in plain), "")
    known = str(plain.get("year" if folder == "calendars" else "id", ""))
    if not folder or not _ID.fullmatch(known):
        text = _("看不出 {file} 是哪一种规则：单个文件只能是一年的放假安排、一个平台、一种材料或一份通知用语。")
        raise BadPacks([text.format(file=shown)])
    return f"{folder}/{known}.toml"
