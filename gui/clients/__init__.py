"""Clients: their facts, the papers that prove them, and lists of them from elsewhere."""
