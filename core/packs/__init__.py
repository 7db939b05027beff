"""The rule packs: what platforms and laws say, as data with source, date and certainty."""
