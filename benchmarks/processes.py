"""How the processes that are timed are started, so that like is compared with like."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).parents[1] / "src"

# Of this checkout, but with bytecode, as of a package that pip has installed: python-pptx has its own, and a shell that
# sets PYTHONDONTWRITEBYTECODE would have only our modules compiled anew in every process.
ENVIRONMENT: Final[Mapping[str, str]] = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPATH": str(SOURCE),
}
