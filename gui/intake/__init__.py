"""Step 1: the notice, its points, which second chance this is, and until when."""
