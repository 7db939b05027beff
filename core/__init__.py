"""Everything Fushen knows and does without a window: no Qt, no questions to the person."""

import os

# pydantic would look through every installed package for plug-ins: 50 ms of each start, and code of
# others let into the reading of case files.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
