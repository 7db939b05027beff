"""`fushen …`: the same core without a window, and the proof that it stands alone."""
