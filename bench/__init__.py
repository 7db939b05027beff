"""Side-by-side measurements: `python -m bench` prints one table of ratios.

A benchmark is a module named in `bench.__main__` with `rows() -> Iterator[Row]`. Both sides of a ratio run
in turn in the same minutes on the same machine, so that what slows one slows the other; medians are
compared and the range is shown.
"""
