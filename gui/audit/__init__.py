"""Step 2: what was wrong with what was sent."""
