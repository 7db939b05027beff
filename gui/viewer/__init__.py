"""Pages of originals, as the worker process rendered them."""
