"""Step 4: every point answered, every statement tied to an exhibit."""
