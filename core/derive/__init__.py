"""What touches strangers' bytes for the packet: flattening, pouring, drawing and proving, in contained processes.

Apart from `core.packet`, so that such a process starts without the libraries it does not need.
"""
