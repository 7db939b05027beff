"""The packet built by a process of its own, so that the window never shares its interpreter with a build.

`Builder` keeps the process. It starts when a packet is thought of, and ends when it was idle for a while or its
parent is gone. It calls the same `core.packet.plan`, `build` and `verify` as the command line (decisions/0007).
"""

from core.builder.builder import Builder
from core.builder.order import Order

__all__ = ["Builder", "Order"]
