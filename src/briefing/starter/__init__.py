"""The files that `briefing init` begins a folder of work with: the YAML files beside this module."""

from __future__ import annotations

import shutil
from pathlib import Path

from briefing.errors import FactError

FILES = ("org.yaml",)
_HERE = Path(__file__).parent


def write_starter(folder: Path) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Write the files that are not there yet; what was written, and what was there and stays as it is.

    Raises FactError where a file cannot be written.
    """
    written: list[Path] = []
    kept: list[Path] = []
    for name in FILES:
        path = folder / name
        (written if _write(_HERE / name, path) else kept).append(path)
    return tuple(written), tuple(kept)


def _write(source: Path, target: Path) -> bool:
    """Whether the file was written: never over anything, a dangling link included."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as text, target.open("xb") as file:
            shutil.copyfileobj(text, file)
    except FileExistsError:
        if target.parent.is_dir():
            return False
        raise FactError(
            f"{target.parent} is a file, so no folder can stand there", remedy="name another folder"
        ) from None
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise FactError(f"{target} cannot be written: {reason}", remedy="name another folder") from error
    return True
