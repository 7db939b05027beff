"""Help that opens without a network, and the tour of the first start."""
