"""The first page: all known cases, and the doors to new ones."""
