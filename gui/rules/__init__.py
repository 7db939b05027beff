"""Rules and where they come from: packs in use, what newer ones change, and what the person set."""
