"""What stands on the pages: characters and codes, read by a worker process of their own.

`Reader` keeps the worker. It starts with the first page, reads one page at a time and ends when it
was idle for a while, because the recogniser holds several hundred megabytes. Reading proposes; only
a person confirms.
"""

from core.reading.accept import CODES
from core.reading.limits import VERSION, reading_limits
from core.reading.reader import PageRequest, Reader, is_final, pages_to_read

__all__ = ["CODES", "VERSION", "PageRequest", "Reader", "is_final", "pages_to_read", "reading_limits"]
