"""Step 3: what must be attached, what is attached, and what was read from it."""
