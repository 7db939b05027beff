"""Everything Fushen knows and does without a window: no Qt, no questions to the person."""
