"""A case as one TOML file and its papers: read whole or not at all, and written back without loss."""

from core.intake.archives import Unpacked, unpack
from core.intake.creating import create, create_empty, new_case
from core.intake.reading import Intake, read
from core.intake.writing import export

__all__ = ["Intake", "Unpacked", "create", "create_empty", "export", "new_case", "read", "unpack"]
