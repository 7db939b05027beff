"""Clients whose facts are entered once and used in each of their cases; each fact with the paper that proves it."""

from core.clients.profiles import FACTS, Client, Fact, Proof, ProvenPaper, Storefront, begin, entity_of, from_case
from core.clients.shelf import ClientShelf

__all__ = [
    "FACTS",
    "Client",
    "ClientShelf",
    "Fact",
    "Proof",
    "ProvenPaper",
    "Storefront",
    "begin",
    "entity_of",
    "from_case",
]
