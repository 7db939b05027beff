"""Opens a PDF so that what is copied out of it stays in its file until it is written.

A PDF opened as usual by the library hands every stream over in memory (qpdf's “immediate copy”, which the library
sets and nobody can take back): a packet of scans would be in memory whole. qpdf's own jobs don't set it.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Job, Name, Pdf


def opened(source: Path) -> Pdf:
    """Returns the pages of `source`, which has to stay where it is until what was copied is written.

    Between readings the file is closed, so that any number of papers can be poured; only one with layers is held open,
    for the list of its layers stands in the document itself.
    """
    with pikepdf.open(source) as looked:
        layered = Name.OCProperties in looked.Root
    document, pages = ([str(source)], ".") if layered else (["--empty"], str(source))
    rest = ["--pages", pages, "--", "--keep-files-open=n", "--remove-unreferenced-resources=no"]
    nowhere = str(source.with_suffix(".unwritten"))  # a job has to name a file; only saving writes one
    lazy: Pdf = Job(["fushen", *document, *rest, nowhere]).create_pdf()  # type: ignore[no-untyped-call]  # the library's
    return lazy
