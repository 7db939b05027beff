"""The frame around the pages: top bar, steps, findings, status strip, command palette."""
