"""Item models over the tuples of core, and the delegates that paint them."""
