"""The packet: planned, laid out, poured, proved and packed; and verified later."""

from core.packet.build import BuiltPacket, build
from core.packet.plan import Exhibit, Plan, plan
from core.packet.portal_set import Slot
from core.packet.sizes import Sizes, estimate
from core.packet.verify import Checked, Verification, verify

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
