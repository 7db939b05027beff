"""A firm's own letterhead: a Word template from the firm's settings, never from a case or a pack.

`inspect` tells everything that is wrong with a template; `fill` gives the document with the names in their places and
an empty place for the letter.
"""

from core.letterhead.filling import Place, fill, inspect
from core.letterhead.shelf import adopt, read
from core.letterhead.values import NAMES, sample_values, values_of

__all__ = ["NAMES", "Place", "adopt", "fill", "inspect", "read", "sample_values", "values_of"]
