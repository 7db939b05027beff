"""Step 6: what was sent, and what comes next."""
