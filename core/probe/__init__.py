"""What a file is: facts without judgement, read by a worker process that may die of it.

`Prober` keeps the workers; `probe_file` reads one file. A verdict is one of `Verdict`, a reason is
one of `accept.REASONS`. What holds a worker in is in `contain`, and what each platform can't limit
is said there.
"""

from core.probe.accept import RenderedPage
from core.probe.limits import VERSION, Limits
from core.probe.prober import ProbeFuture, Prober, probe_file

__all__ = ["VERSION", "Limits", "ProbeFuture", "Prober", "RenderedPage", "probe_file"]
