"""The packet: planned, laid out, poured, proved and packed; and verified later."""

from core.built import BuiltPacket, Checked, Sizes, Slot, Verification
from core.packet.build import build
from core.packet.plan import Exhibit, Plan, plan
from core.packet.sizes import estimate
from core.packet.verify import verify

__all__ = [
    "BuiltPacket",
    "Checked",
    "Exhibit",
    "Plan",
    "Sizes",
    "Slot",
    "Verification",
    "build",
    "estimate",
    "plan",
    "verify",
]
