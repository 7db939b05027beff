"""Step 5: what blocks, what is waived, and the packet itself."""
