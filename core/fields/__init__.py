"""From facts to proposals: which type a paper may be, and which values stand on it.

Every proposal has its page and a score, and is unconfirmed: a person says whether it is right.
"""

from core.fields.guess import Guess, guess_type, guesses
from core.fields.propose import propose

__all__ = ["Guess", "guess_type", "guesses", "propose"]
