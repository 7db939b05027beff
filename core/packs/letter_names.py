"""What a letter's template may name: the shape of what `core.narrative.values` hands to it; a test holds both together.

A dict has these names, a list holds such elements, None is printed as it is. What answers there are is the playbook's.
"""

from __future__ import annotations

from typing import Any, Final


def _plain(words: str) -> dict[str, Any]:
    return dict.fromkeys(words.split())


_CLAIM: Final = _plain("text bare stop cites on owner point")
_BY_KIND: Final = {kind: [_CLAIM] for kind in ("facts", "causes", "dones", "wills", "answers")}
_OLD: Final = _plain("title judgement")
_PAPER: Final[dict[str, Any]] = {
    **_plain("id title file type issuer number issued_by issued_on valid_from valid_to round judgement judgement_note"),
    **_plain("cite"),
    "replaced": _OLD,
    "obtained": _plain("source on how"),
    "verified": _plain("channel on result"),
}
_PAPER["replacements"] = [_PAPER]

_LISTED: Final = _plain("cite title")

NAMES: Final[dict[str, Any]] = {
    "platform": _plain("title addressee"),
    "playbook": _plain("title"),
    "shop": _plain("name id category"),
    "entity": _plain("name uscc legal_representative address contact"),
    "notice": _plain("number violation received deadline"),
    "rounds": [_plain("number submitted verdict verdict_text")],
    "points": [{**_plain("id quote reason cause proof"), "papers": [_PAPER], **_BY_KIND}],
    "general": _BY_KIND,
    "told": _BY_KIND,
    "timeline": [_plain("on what cites")],
    "exhibits": [_PAPER],
    "exhibit_pairs": [{"left": _LISTED, "right": _LISTED}],
    "rejected": [_PAPER],
    "forged": [_PAPER],
    "unavailable": [_plain("reason alternative")],
    "commitment": _plain("signed_by on confirmed"),
}
ANSWER: Final = _plain("value text")
LOOP: Final = _plain("index index0 first last length revindex revindex0 previtem nextitem depth depth0")
