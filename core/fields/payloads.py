"""What the codes on papers say: the e-invoice's line of values, and the addresses of licence codes.

Every function takes any text and never raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from urllib.parse import urlsplit

# The kinds of invoice by the second value. Codes seen on public samples; another one is shown as unknown.
KINDS: Final = {
    "01": "增值税专用发票",
    "04": "增值税普通发票",
    "08": "增值税电子专用发票",
    "10": "增值税电子普通发票",
    "31": "数电发票（专用）",
    "32": "数电发票（普通）",
}
_DIGITAL: Final = frozenset({"31", "32"})
_PARTS: Final = re.compile(
    r"(?P<checked>(?P<version>[0-9]{2}),(?P<kind>[0-9]{2}),(?P<code>[0-9]{10}|[0-9]{12}|),(?P<number>[0-9]{8}|[0-9]{20}),"
    r"(?P<amount>-?[0-9]{1,15}(?:\.[0-9]{1,2})?),(?P<day>[0-9]{8}),(?P<check_code>[0-9]{20}|),)(?P<crc>[0-9A-Fa-f]{4}),?"
)
_HOST: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_MOST: Final = 2000


@dataclass(frozen=True, slots=True)
class InvoiceCode:
    """The values of an invoice's QR code.

    Attributes:
        kind: Two digits, a key of `KINDS` or a code not known here.
        amount: With tax for 数电发票, without it for the kinds before.
        check_code: The 20 digits printed as 校验码, or "".
        intact: Whether the check value fits. One that does not means that the code was changed or blotted
            out somewhere between press and picture; it never means that an invoice is forged.
    """

    version: str
    kind: str
    code: str
    number: str
    amount: Decimal
    day: date
    check_code: str
    intact: bool

    @property
    def with_tax(self) -> bool:
        return self.kind in _DIGITAL


def invoice_code(text: str) -> InvoiceCode | None:
    """Reads the payload of an invoice's QR code; None for any other text."""
    parts = _PARTS.fullmatch(text.strip()[:_MOST]) if text.isascii() else None
    day = _day(parts["day"]) if parts else None
    if parts is None or day is None:
        return None
    return InvoiceCode(
        version=parts["version"],
        kind=parts["kind"],
        code=parts["code"],
        number=parts["number"],
        amount=Decimal(parts["amount"]),
        day=day,
        check_code=parts["check_code"],
        intact=int(parts["crc"], 16) in _check_values(parts["checked"]),
    )


def host(text: str) -> str:
    """Returns the host of an http address in lower case, "" for anything else. The address is never opened."""
    try:
        parts = urlsplit(text.strip()[:_MOST])
        name = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    return name if parts.scheme in {"http", "https"} and _HOST.fullmatch(name) else ""


def belongs_to(name: str, domains: tuple[str, ...]) -> bool:
    """Tells whether a host is one of these domains or below one of them."""
    return any(name == domain or name.endswith(f".{domain}") for domain in domains)


def crc16(data: bytes) -> int:
    """Returns CRC-16/UMTS: polynomial 0x8005, start 0, not reflected; 0xFEE8 for `123456789`."""
    value = 0
    for byte in data:
        value ^= byte << 8
        for _bit in range(8):
            value = (value << 1 ^ 0x8005 if value & 0x8000 else value << 1) & 0xFFFF
    return value


def _check_values(checked: str) -> tuple[int, int]:
    # Most issuers reckon the last comma in, some of kind 10 leave it out.
    return crc16(checked.encode()), crc16(checked[:-1].encode())


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
